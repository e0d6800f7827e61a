"""A second library whose functions are called as Optax's: neither disturbs the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from plans import plan_of

from lrmigrate.codemod.engine.fix_file import Fixer
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.model import VerdictKind
from lrmigrate.codemod.rule import (
    Function,
    Report,
    Rule,
    Severity,
    Site,
    keyword_spots,
)
from lrmigrate.rules import all_rules
from lrmigrate.rules.assembled import catalogue_of

COSINE = Function(
    path="other.cosine_decay_schedule",
    parameters=("peak", "decay_steps", "floor"),
    required=2,
)
EXPONENTIAL = Function(
    path="other.exponential_decay", parameters=("rate", "every"), required=1
)


def check(site: Site) -> Iterator[Report]:
    for spot in keyword_spots(site, "decay_steps"):
        yield Report(
            spot.node,
            f"`decay_steps` of `{site.name}`",
            (spot.renamed("length"),),
            preserves="the other library takes both",
        )
    if site.function == EXPONENTIAL.path and site.arguments is not None:
        yield Report(site.callee, ", ".join(site.arguments.named))


OTHER = Rule(
    code="LRS999",
    slug="other",
    summary="a function of the other library",
    severity=Severity.WARNING,
    fixable=True,
    functions=frozenset({COSINE.path, EXPONENTIAL.path}),
    facts=(COSINE, EXPONENTIAL),
    check=check,
    doc="",
    refused=(),
    accepted=(),
)
KNOWN = catalogue_of((*all_rules(), OTHER), Path())
CODES = frozenset(rule.code for rule in KNOWN.rules)


@pytest.fixture
def fix(verifier):
    def run(code, target="lrsched"):
        fixer = Fixer(plan_of(KNOWN, CODES, target), verifier)
        return fixer.fix(Source.from_bytes(code.encode(), "module.py"))

    return run


def codes(fixed):
    return [finding.code for finding in fixed.findings]


SILENT = {
    "Optax's function is not the other library's": (
        "import optax\ns = optax.exponential_decay(0.1, 100, 0.5)\n"
    ),
    "a function of a third library is of neither": (
        "import third\ns = third.cosine_decay_schedule(0.1, decay_steps=100)\n"
    ),
}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_nothing_is_said(code, fix):
    assert fix(code).findings == []


def test_each_library_has_its_own_parameters(fix):
    fixed = fix("import other\ns = other.exponential_decay(0.1, 100)\n")
    (finding,) = fixed.findings
    assert (finding.code, finding.message) == ("LRS999", "rate, every")


def test_what_the_one_takes_the_other_may_not(fix):
    code = "import {0}\ns = {0}.cosine_decay_schedule(0.1, 100, floor=0.0)\n"
    assert codes(fix(code.format("other"))) == []
    assert codes(fix(code.format("optax"))) == ["LRS107"]


@pytest.mark.parametrize("target", ["lrsched", "optax"])
def test_each_is_rewritten_by_its_own_rule(target, fix):
    code = (
        "import optax\nimport other\n"
        "tx = optax.adam(other.cosine_decay_schedule(0.1, decay_steps=100))\n"
        "s = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"
    )
    fixed = fix(code, target)
    assert codes(fixed) == ["LRS999", "LRS001"]
    assert [one.verdict.kind for one in fixed.findings] == [
        VerdictKind.PRESERVING,
        VerdictKind.EQUIVALENT_IDENTICAL,
    ]
    assert "other.cosine_decay_schedule(0.1, length=100)" in fixed.text
    assert (
        f"s = {target}.cosine_decay_schedule(0.1, transition_steps=100)" in fixed.text
    )


def test_a_curve_of_the_one_says_nothing_of_the_other(fix, verifier):
    assert not any(path.startswith("other.") for path in KNOWN.facts)
    assert KNOWN.parameters["other.exponential_decay"] == ("rate", "every")
    assert KNOWN.parameters["optax.exponential_decay"][:2] == (
        "init_value",
        "transition_steps",
    )
