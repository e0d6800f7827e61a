"""A reason that all of an optimizer has is told once; what is left is told where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.model import (
    Finding,
    Position,
    RunResult,
    Severity,
    TargetChoice,
    Verdict,
    VerdictKind,
)
from lrmigrate.codemod.report.format import Content
from lrmigrate.codemod.report.formats.text import text_report
from lrmigrate.codemod.report.mode import Mode
from lrmigrate.codemod.report.styled import render

WHY = Verdict(VerdictKind.PRESERVING, "more than one constructor makes it")
FIRST = Finding(
    path="train.py",
    code="LRS201",
    message="`nnx.Optimizer` without `wrt`",
    severity=Severity.ERROR,
    start=Position(3, 40),
    end=Position(3, 51),
    verdict=WHY,
    written=True,
)
SECOND = replace(FIRST, start=Position(9, 5), end=Position(9, 9))


def below(*findings):
    """Return what is told below each finding."""
    result = RunResult(findings, (), (), 1, 0, TargetChoice("lrsched", ""))
    content = Content(result, Mode.FIX, quiet=True)
    return render(text_report(content), colour=False).splitlines()[1::2]


FULL = {
    "another reason": replace(SECOND, verdict=replace(WHY, reason="it is returned")),
    "another file": replace(SECOND, path="other.py"),
    "a curve that was compared": replace(
        SECOND, verdict=replace(WHY, kind=VerdictKind.EQUIVALENT_EXACT)
    ),
    "what is left": replace(SECOND, written=False, left=WHY.reason),
}


@pytest.mark.parametrize("second", FULL.values(), ids=FULL)
def test_a_reason_is_told_in_full_of(second):
    first, other = below(FIRST, second)
    assert first == f"    fixed, preserving: {WHY.reason}"
    assert "as at" not in other


def test_a_reason_is_told_once():
    assert below(FIRST, SECOND, replace(SECOND, start=Position(9, 8))) == [
        f"    fixed, preserving: {WHY.reason}",
        "    fixed, preserving: as at 3:40",
        "    fixed, preserving: as at 3:40",
    ]


def test_of_an_optimizer_that_is_made_again_and_again_it_is_told_once(tmp_path):
    make = "# %%\noptimizer = nnx.Optimizer(model, optax.adam(1e-3))\n"
    update = "optimizer.update(nnx.grad(loss)(model, x))\n"
    text = f"import optax\nfrom flax import nnx\n{6 * make}{update}"
    (tmp_path / "train.py").write_text(text)
    arguments = ["fix", "--diff", "--isolated", str(tmp_path)]
    output = CliRunner().invoke(cli, arguments).stderr
    assert output.count("LRS201") == 6
    assert output.count(WHY.reason) == 1
