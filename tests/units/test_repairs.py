"""Rewrites that change behaviour on purpose: written only where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from plans import plan_of

from lrmigrate.codemod.engine.fix_file import Fixer
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.model import VerdictKind
from lrmigrate.codemod.rule.rule import Report
from lrmigrate.codemod.rule.spots import keyword_spots
from lrmigrate.rules import catalogue

KNOWN = catalogue(Path())
REASON = "`exponent` was never meant"


def check(site) -> Iterator[Report]:
    for spot in keyword_spots(site, "exponent"):
        yield Report(
            spot.node, "says `exponent`", (spot.renamed("alpha"),), repairs=REASON
        )


LRS001 = next(rule for rule in KNOWN.rules if rule.code == "LRS001")
REPAIR = replace(LRS001, code="LRS999", check=check)


@pytest.fixture
def repair(verifier):
    """Fix with a rule that repairs, and with LRS001."""

    def run(code, target="lrsched", unsafe=False):
        known = replace(KNOWN, rules=(LRS001, REPAIR))
        codes = frozenset({"LRS001", "LRS999"})
        fixer = Fixer(plan_of(known, codes, target), verifier, unsafe)
        fixed = fixer.fix(Source.from_bytes(code.encode(), "module.py"))
        compile(fixed.text, "module.py", "exec")
        return fixed

    return run


CALL = "import optax\n\nf = optax.cosine_decay_schedule(0.1, 9, exponent=0.0)\n"


@pytest.mark.parametrize("target", ["lrsched", "optax"])
def test_a_repair_is_left_with_its_reason(target, repair):
    fixed = repair(CALL, target)
    (finding,) = fixed.findings
    assert fixed.text == CALL
    assert finding.verdict.kind is VerdictKind.UNVERIFIABLE
    assert finding.verdict.reason == finding.left == REASON
    assert finding.fix is not None


@pytest.mark.parametrize("target", ["lrsched", "optax"])
def test_a_repair_that_is_asked_for_moves_nothing(target, repair):
    fixed = repair(CALL, target, unsafe=True)
    assert fixed.text == CALL.replace("exponent", "alpha")
    assert [finding.written for finding in fixed.findings] == [True]


def test_a_repair_does_not_hold_what_moves_with_its_name(repair):
    code = (
        "from optax import cosine_decay_schedule as cosine\n\n"
        "f = cosine(0.1, 9, exponent=0.0)\ng = cosine(0.1, decay_steps=9)\n"
    )
    fixed = repair(code)
    moved = code.replace("from optax", "from lrmigrate.lrsched")
    assert fixed.text == moved.replace("decay_steps", "transition_steps")
    assert [finding.written for finding in fixed.findings] == [False, True]


def test_a_comment_silences_a_repair_alone(repair):
    code = (
        "import optax\n\n"
        "f = optax.cosine_decay_schedule(0.1, decay_steps=9, exponent=0.0)"
        "  # noqa: LRS999\n"
    )
    fixed = repair(code, "optax", unsafe=True)
    assert fixed.text == code.replace("decay_steps", "transition_steps")
    assert "LRS999" not in {finding.code for finding in fixed.findings}


def test_a_dict_that_two_calls_share_is_repaired_once(repair):
    code = (
        "import optax\n\n"
        "kw = dict(init_value=0.1, exponent=0.0)\n"
        "f = optax.cosine_decay_schedule(**kw, decay_steps=9)\n"
        "g = optax.cosine_decay_schedule(**kw, decay_steps=8)\n"
    )
    fixed = repair(code, "optax", unsafe=True)
    repaired = code.replace("exponent", "alpha")
    assert fixed.text == repaired.replace("decay_steps", "transition_steps")
    assert [finding.code for finding in fixed.findings] == [
        "LRS999",
        "LRS001",
        "LRS001",
    ]
