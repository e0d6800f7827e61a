"""What a run was asked to do, and the exit code it earned."""

from __future__ import annotations

from enum import StrEnum

from ..model import Finding, RunResult, Severity

CLEAN = 0
FOUND = 1
FAILED = 2


class Mode(StrEnum):
    """``check`` writes nothing, ``fix`` writes, ``diff`` shows what it would."""

    CHECK = "check"
    FIX = "fix"
    DIFF = "diff"


def exit_code(result: RunResult, mode: Mode) -> int:
    """2 where the tool could not do its job, 1 where something is left, else 0.

    With ``--diff`` the question is another one: 1 if ``fix`` would write.
    """
    if result.problems:
        return FAILED
    if mode is Mode.DIFF:
        return FOUND if result.changes else CLEAN
    return FOUND if any(map(counts, result.findings)) else CLEAN


def counts(finding: Finding) -> bool:
    """Whether a finding, as it was left, makes the run exit with 1."""
    return finding.severity is not Severity.INFO and not finding.written
