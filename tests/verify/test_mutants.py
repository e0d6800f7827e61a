"""A sample of the wrong rewrites that `tests/support/mutants.py` makes."""

from __future__ import annotations

import random

import mutants


def test_no_mutant_of_a_right_rewrite_is_accepted_wrongly():
    sample = mutants.chosen(80, seed=1)
    assert len(sample) == 80
    judged = [*mutants.accepted_wrongly(sample, random.Random(1))]
    wrong = [
        (mutant.right.before.call, mutant.after.call, verdict, why)
        for mutant, verdict, why in judged
        if why
    ]
    assert not wrong
    assert sum(not verdict.kind.safe for _, verdict, _ in judged) > 40


def test_what_is_wrong_is_seen_without_the_verifier():
    right = mutants.right_rewrites()[0]
    every = [*mutants.mutants_of(right)]
    assert sum(bool(mutants.is_wrong(one, random.Random(0))) for one in every) > 20
