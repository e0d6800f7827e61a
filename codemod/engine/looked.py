"""What looking at one file gave, and the problems that there can be with one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..config.pyproject import ConfigError
from ..files.decode import SourceError
from ..model import UNREADABLE, Finding, Problem


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at one file gave: plain values that can cross a process.

    Attributes:
        findings: what the rules say of it.
        suppressed: how many findings comments silence.
        problem: why it could not be looked at, or was left alone.
        baselined: how many findings the baseline hides.
        faults: what went wrong with the rules that failed here, by their codes.
    """

    findings: tuple[Finding, ...] = ()
    suppressed: int = 0
    problem: Problem | None = None
    baselined: int = 0
    faults: Mapping[str, Problem] = field(default_factory=dict)

    @property
    def has_fixes(self) -> bool:
        """Whether there is something that could be rewritten."""
        return any(one.fix for one in self.findings)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that could not be done."""
        faults = tuple(self.faults.values())
        return faults if self.problem is None else (*faults, self.problem)


def bug(path: str, error: Exception) -> Problem:
    """The problem that an error of lrmigrate's own is, or depth that ended it."""
    if isinstance(error, RecursionError):
        return unreadable(path, SourceError("is nested too deeply to be looked at"))
    what = f"{type(error).__name__}: {error}"
    return Problem(f"{what}; left alone. This is a bug, please report it", path)


def unreadable(path: str, error: SourceError) -> Problem:
    """The problem that a file is which cannot be read."""
    return Problem(str(error), path, error.position, UNREADABLE)


def misconfigured(error: ConfigError) -> Problem:
    """The problem that a configuration is which cannot be used."""
    return Problem(f"{error}; the files that it is for were not looked at")
