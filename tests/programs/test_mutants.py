"""Wrong rewrites of each kind, and a slice of those that `make mutants` makes."""

from __future__ import annotations

from random import Random

import mutants
import pytest
from wrong import mutate, rights
from wrong.equal import Judge, holds
from wrong.mutate import KINDS, Mutant

from lrmigrate.codemod.model import Invocation, VerdictKind
from lrmigrate.codemod.verify.comparison import Comparison
from lrmigrate.codemod.verify.verifier import Verifier

OURS = "lrmigrate.lrsched."


@pytest.fixture(scope="module")
def verifier():
    return Verifier(rights.KNOWN.facts)


def comparison(name, before, after, new=""):
    return Comparison(
        Invocation(f"optax.{name}", f"f({before})"),
        Invocation(f"{OURS}{new or name}", f"f({after})"),
    )


COSINE = ("cosine_decay_schedule", "lr, decay_steps=n, alpha=a")
WARMUP = ("warmup_cosine_decay_schedule", "0.0, lr, w, decay_steps=n")
ONECYCLE = ("cosine_onecycle_schedule", "n, lr, pct_start=p")
CYCLE = "dict(init_value=0.0, peak_value=lr, warmup_steps={w}, {length}={n})"
OLD_CYCLES = ", ".join(
    CYCLE.format(w=w, length="decay_steps", n=n) for w, n in ((5, 40), (2, 80))
)
NEW_CYCLES = OLD_CYCLES.replace("decay_steps", "transition_steps")
FIRST, SECOND = (f"{one}" for one in NEW_CYCLES.split(", dict"))

WRONG = {
    "an argument dropped": (*COSINE, "lr, transition_steps=n"),
    "arguments swapped": (*COSINE, "a, transition_steps=n, alpha=lr"),
    "taken from another": (*COSINE, "lr, transition_steps=n, alpha=lr"),
    "evaluated in another order": (
        *("cosine_decay_schedule", "rate(), decay_steps=length()"),
        "transition_steps=length(), init_value=rate()",
    ),
    "evaluated twice": (
        *("cosine_onecycle_schedule", "length(), lr, pct_start=0.1"),
        "length(), lr, warmup_steps=int(0.1 * length())",
    ),
    "evaluated no more": ("cosine_decay_schedule", "rate(), 10", "0.1, 10"),
    "a default changed": (*COSINE, "lr, transition_steps=n, alpha=a, exponent=1.5"),
    "a default of another type": (
        *COSINE,
        "lr, transition_steps=n, alpha=a, exponent=True * lr / lr",
    ),
    "one more": (*COSINE, "lr, transition_steps=n + 1, alpha=a"),
    "halved as a whole number": (*COSINE, "lr, transition_steps=2 * (n // 2), alpha=a"),
    "rounded, not cut": (*ONECYCLE, "n, lr, warmup_steps=round(p * n)"),
    "cut after a thousandth more": (
        *ONECYCLE,
        "n, lr, warmup_steps=int(p * n + 0.001)",
    ),
    "the other onecycle": (
        *ONECYCLE,
        "n, lr, warmup_steps=int(p * n)",
        "linear_onecycle_schedule",
    ),
    "the other warmup": (
        *("warmup_exponential_decay_schedule", "0.0, lr, w, n, 0.5"),
        *("0.0, lr, w, n, 0.5", "warmup_cosine_decay_schedule"),
    ),
    "a number of another type": (*COSINE, "float(lr), transition_steps=n, alpha=a"),
    "a whole number of another type": (*COSINE, "int(lr), transition_steps=n, alpha=a"),
    "another sign": (*COSINE, "abs(lr), transition_steps=n, alpha=a"),
    "the sign of zero": (*COSINE, "lr + 0.0, transition_steps=n, alpha=a"),
    "a fraction for a value": (
        *WARMUP,
        "0.0, lr, w, transition_steps=n, end_value=0.0 * lr + 1e-9",
    ),
    "no number": (*COSINE, "lr if lr == lr else 0.0, transition_steps=n, alpha=a"),
    "below what float32 tells": (
        *COSINE,
        "lr * (1 + 2**-52), transition_steps=n, alpha=a",
    ),
    "the staircase": (
        *("warmup_exponential_decay_schedule", "0.0, lr, w, n, 0.5, staircase=s"),
        "0.0, lr, w, n, 0.5, staircase=not s",
    ),
    "the delay": (
        *("warmup_exponential_decay_schedule", "0.0, lr, w, n, 0.5, 0"),
        "0.0, lr, w, n, 0.5, 1",
    ),
    "a cycle dropped": (
        "sgdr_schedule",
        f"[{OLD_CYCLES}]",
        f"[{FIRST}]",
        "cosine_warm_restarts_schedule",
    ),
    "a cycle repeated": (
        *("sgdr_schedule", f"[{OLD_CYCLES}]"),
        *(f"[{NEW_CYCLES}] * 2", "cosine_warm_restarts_schedule"),
    ),
    "cycles in another order": (
        *("sgdr_schedule", f"[{OLD_CYCLES}]"),
        *(f"[{NEW_CYCLES}][::-1]", "cosine_warm_restarts_schedule"),
    ),
    "a key of a cycle": (
        *("sgdr_schedule", f"[{OLD_CYCLES}]"),
        *(
            f"[{NEW_CYCLES.replace('warmup_steps', 'end_value')}]",
            "cosine_warm_restarts_schedule",
        ),
    ),
    "a multiple of another": (
        *COSINE,
        "lr, transition_steps=n if n != 3 * a else 1, alpha=a",
    ),
    "a square": (*COSINE, "lr, transition_steps=n if n * n != 1522756 else 1, alpha=a"),
    "a root": (*COSINE, "lr, transition_steps=n if n**0.5 != 111 else 1, alpha=a"),
    "a product of two": (
        *COSINE,
        "lr if lr * a != 0.777 else 1, transition_steps=n, alpha=a",
    ),
    "a number among many": (
        *COSINE,
        "lr, transition_steps=n + 1 - 1 + 2 - 2 + 3 - 3 + 5 * (n == 777), alpha=a",
    ),
    "a length that is one for the eye": (
        *("linear_onecycle_schedule", "100, -lr, 0.25, div_factor=100"),
        "100 / 7 * 7, -lr, warmup_steps=25, div_factor=100",
    ),
    "another type by a comparison": (
        *("cosine_decay_schedule", "lr, max(n, 1), exponent=1.0"),
        "lr, max(n, 1), exponent=1.0 * (1.0 != 3 * max(n, 1))",
    ),
    "another length where a fraction is cut to 4": (
        *(
            "linear_onecycle_schedule",
            "pct_start=min(p, 0.5), transition_steps=1000, peak_value=lr",
        ),
        "warmup_steps=int(min(p, 0.5) * 1000), "
        "transition_steps=1000 if 1000 * int(min(p, 0.5) * 1000) != 4000 else 1, peak_value=lr",
    ),
    "another warmup where a rate meets a number behind `min`": (
        *("cosine_onecycle_schedule", "len(lengths), min(lr, peak), 5 / 100"),
        "len(lengths), min(lr, peak), warmup_steps=int(5 / 100 * len(lengths)) "
        "if int(5 / 100 * len(lengths)) + min(lr, peak) != 1000 else 1",
    ),
    "a warmup that is longer by a step in 10 million": (
        *("cosine_onecycle_schedule", "int(0.9 * n), lr, min(p, 0.5)"),
        "int(0.9 * n), lr, warmup_steps=int(min(p, 0.5) * int(0.9 * n)) * 1.0000001",
    ),
    "a product of whole numbers that no float is": (
        *("linear_onecycle_schedule", "n, round(lr, 6), p"),
        "n, round(lr, 6), warmup_steps=int(p * n * 1.0)",
    ),
    "another rate where two that are multiplied meet": (
        *("warmup_cosine_decay_schedule", "0.1 * peak, lr + first, min(w, 100), n"),
        "0.1 * peak if 0.1 * peak != lr + first else 1, lr + first, min(w, 100), n",
    ),
    "cycles put in order, which raises where a rate is no number": (
        *("sgdr_schedule", f"[{OLD_CYCLES}]"),
        *(f"max([{NEW_CYCLES}], [{NEW_CYCLES}])", "cosine_warm_restarts_schedule"),
    ),
    "a rate that one fraction in twelve tells from the other": (
        *("cosine_decay_schedule", "round(lr, 6), decay_steps=n // batch"),
        "round(lr, 6) / 7 * 7, transition_steps=n // batch",
    ),
    "a length that one whole number in twenty tells from the other": (
        *("cosine_onecycle_schedule", "int(0.9 * n), 1.0, 0.1"),
        "int(0.9 * n) / 7 * 7, 1.0, warmup_steps=int(0.1 * int(0.9 * n))",
    ),
    "a length that is lost in a sum": (
        *("linear_onecycle_schedule", "n // 2, abs(lr), pct_start=p"),
        "n // 2 + int(p * (n // 2)) - int(p * (n // 2)), abs(lr), "
        "warmup_steps=int(p * (n // 2))",
    ),
    "a warmup that a sum gives back but where it is 4": (
        *("cosine_onecycle_schedule", "n - w, min(lr, peak), 0.57"),
        "n - w, min(lr, peak), warmup_steps=int(0.57 * (n - w)) + 0.1 - 0.1",
    ),
    "a length that a sum gives back but where it is 4": (
        *("cosine_onecycle_schedule", "min(n, 10**6), peak, 1 / 3"),
        "min(n, 10**6) + 0.1 - 0.1, peak, warmup_steps=int(1 / 3 * min(n, 10**6))",
    ),
    "a length that a product gives back, but of the smallest number": (
        "cosine_onecycle_schedule",
        "transition_steps=transition_steps, peak_value=peak_value",
        "transition_steps=transition_steps * 0.1 * 10, peak_value=peak_value",
    ),
    "a begin that a sum gives back, but of what has no end": (
        *("warmup_exponential_decay_schedule", "0.01, 3e-4, 10, 99.5, 0.5, k"),
        "0.01, 3e-4, 10, 99.5, 0.5, k + k - k",
    ),
    "a length where a warmup is as long as most": (
        *("warmup_cosine_decay_schedule", "first, peak, w, decay_steps=n"),
        "first, peak, w, transition_steps=n if w != 777 else 1",
    ),
    "what is lost beside a larger rate": (
        "sgdr_schedule",
        "[dict(init_value=0.0, peak_value=lr + first, warmup_steps=n // 10, "
        "decay_steps=10000)]",
        "[dict(init_value=0.0 + 1e-18, peak_value=lr + first, warmup_steps=n // 10, "
        "transition_steps=10000)]",
        "cosine_warm_restarts_schedule",
    ),
    "another rate where a sum in a comprehension is 0": (
        "sgdr_schedule",
        "[dict(init_value=0.01, peak_value=i + lr + first, warmup_steps=29, "
        "decay_steps=cfg.steps) for i in lengths]",
        "[dict(init_value=0.01, peak_value=i + lr + first or 29, warmup_steps=29, "
        "transition_steps=cfg.steps) for i in lengths]",
        "cosine_warm_restarts_schedule",
    ),
    "a warmup that a sum gives back but where what is cut is 4": (
        *("cosine_onecycle_schedule", "n, lr, pct_start=float(p) * 3 / n"),
        "n, lr, warmup_steps=int(float(p) * 3 / n * n) + 0.1 - 0.1",
    ),
    "a float in the place of a whole number that no int32 holds": (
        *("cosine_decay_schedule", "abs(lr), decay_steps=n, alpha=a"),
        "a * 0 + abs(lr), transition_steps=n, alpha=a",
    ),
    "a divisor that is bounded from below": (
        *("cosine_onecycle_schedule", "float(n), lr or 0.1, p, final_div_factor=k"),
        "float(n), lr or 0.1, warmup_steps=int(p * float(n)), "
        "final_div_factor=max(k, -100)",
    ),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_mutant_of_each_kind_is_refused(verifier, wrong):
    asked = comparison(*wrong)
    verdict = verifier.verify(asked)
    assert verdict.kind in (VerdictKind.DIVERGENT, VerdictKind.UNVERIFIABLE), verdict
    if verdict.counterexample is not None:
        assert holds(asked.before, asked.after, verdict.counterexample)


EQUAL = {
    "a default said": (*COSINE, "lr, transition_steps=n, alpha=a, exponent=1.0"),
    "by name, in another order": (
        *COSINE,
        "alpha=a, transition_steps=n, init_value=lr",
    ),
    "a product the other way round": (*ONECYCLE, "n, lr, warmup_steps=int(n * p)"),
    "cycles once": (
        *("sgdr_schedule", f"[{OLD_CYCLES}]"),
        *(f"[{FIRST}, dict{SECOND}]", "cosine_warm_restarts_schedule"),
    ),
}


@pytest.mark.parametrize("equal", EQUAL.values(), ids=EQUAL)
def test_what_is_really_equal_is_accepted_and_the_judge_agrees(verifier, equal):
    asked = comparison(*equal)
    assert verifier.verify(asked).kind.safe
    assert Judge(0).difference(Mutant(asked, asked.after, "", "")) is None


def test_a_slice_of_the_mutants_is_judged_rightly():
    chance = Random(2)
    sample = mutate.drawn(rights.drawn(chance, 2), chance, 12)
    found = [*mutants.judged(sample, seed=2)]
    assert len(found) == 12
    assert not [one for one in found if one.wrong]
    assert sum(not one.verdict.kind.safe for one in found) > 6


def test_mutants_of_all_kinds_are_made_and_are_the_same_for_a_seed():
    right = rights.drawn(Random(0), 3)
    made = mutate.drawn(right, Random(0), 200)
    assert {one.kind for one in made} == {*KINDS}
    assert made == mutate.drawn(right, Random(0), 200)


def test_the_judge_sees_by_itself_what_is_wrong():
    right = rights.of_calls(["optax.cosine_decay_schedule(lr, decay_steps=n)"])[0]
    made = [*mutate.mutants_of(right, "arithmetic")]
    seen = [Judge(0).difference(one) is not None for one in made[:3]]
    assert all(seen)
