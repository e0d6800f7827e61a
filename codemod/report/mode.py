"""What a run was asked to do, and the exit code it earned."""

from __future__ import annotations

from enum import StrEnum

from ..model import FailOn, Finding, RunResult

CLEAN = 0
FOUND = 1
FAILED = 2


class Mode(StrEnum):
    """What is done with findings.

    ``check`` writes nothing, ``fix`` rewrites, ``diff`` shows what that would write,
    ``silence`` writes comments.
    """

    CHECK = "check"
    FIX = "fix"
    DIFF = "diff"
    SILENCE = "silence"

    @property
    def done(self) -> str:
        """What became of a finding that something was written for."""
        return {Mode.DIFF: "would be fixed", Mode.SILENCE: "silenced"}.get(
            self, "fixed"
        )


def exit_code(result: RunResult, mode: Mode, fail_on: FailOn = FailOn.WARNING) -> int:
    """2 where the tool could not do its job, 1 where something is left, else 0.

    With ``--diff`` the question is another one: 1 if ``fix`` would write.
    """
    if result.problems:
        return FAILED
    if mode is Mode.DIFF:
        found = bool(result.changes) and fail_on is not FailOn.NEVER
    else:
        found = any(counts(finding, fail_on) for finding in result.findings)
    return FOUND if found else CLEAN


def counts(finding: Finding, fail_on: FailOn = FailOn.WARNING) -> bool:
    """Whether a finding, as it was left, makes the run exit with 1."""
    return not finding.written and fail_on.counts(finding.severity)
