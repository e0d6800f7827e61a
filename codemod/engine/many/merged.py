"""One result of many: what each repository gave, with paths that say which it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from ...model import (
    Finding,
    Newer,
    Problem,
    RunResult,
    TargetChoice,
    UnreadFile,
)
from ..result import NOTHING
from .repositories import Checked, Repository

_Placed = TypeVar("_Placed", Finding, Problem, UnreadFile)


@dataclass(slots=True)
class Merged:
    """What many repositories gave so far: only what was found is kept of each.

    Attributes:
        general: problems that are of the run and of no repository.
        fails: whether what was found makes a run fail.
    """

    general: tuple[Problem, ...] = ()
    fails: bool = False
    _findings: list[Finding] = field(default_factory=list)
    _problems: list[Problem] = field(default_factory=list)
    _unread: list[UnreadFile] = field(default_factory=list)
    _notes: list[tuple[str, str]] = field(default_factory=list)
    _warnings: dict[str, None] = field(default_factory=dict)
    _targets: dict[TargetChoice, None] = field(default_factory=dict)
    _hidden: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _counts: Counter[str] = field(default_factory=Counter)

    def take(self, repository: Repository, checked: Checked) -> None:
        """Take what one repository gave."""
        shown, result = repository.shown, checked.result
        self.fails |= checked.fails
        self._findings += _placed(shown, result.findings)
        own = (one for one in result.problems if one not in self.general)
        self._problems += _placed(shown, own)
        self._unread += _placed(shown, result.unread)
        self._notes += ((kind, _told(shown, note)) for kind, note in result.notes)
        self._warnings |= dict.fromkeys(result.warnings)
        if any(finding.fix for finding in result.findings):
            self._targets |= dict.fromkeys((result.target, *result.other_targets))
        for one in result.hidden:
            self._hidden[one.package, one.since, one.why] += one.count
        for name in ("files_scanned", "suppressed", "baselined"):
            self._counts[name] += getattr(result, name)

    def result(self) -> RunResult:
        """All of it as the result of one run, in order."""
        target, *others = [*self._targets] or [NOTHING]
        return RunResult(
            findings=tuple(sorted(self._findings, key=lambda one: one.sort_key)),
            problems=(
                *self.general,
                *sorted(self._problems, key=lambda one: one.sort_key),
            ),
            changes=(),
            files_scanned=self._counts["files_scanned"],
            suppressed=self._counts["suppressed"],
            target=target,
            warnings=tuple(self._warnings),
            notes=tuple(self._notes),
            other_targets=tuple(others),
            baselined=self._counts["baselined"],
            hidden=tuple(sorted(Newer(*why, n) for why, n in self._hidden.items())),
            unread=tuple(sorted(self._unread)),
        )


def _placed(shown: str, found: Iterable[_Placed]) -> Iterator[_Placed]:
    """Yield what was found in a repository as it is found from where we stand."""
    for one in found:
        yield replace(one, path=str(Path(shown, one.path)))


def _told(shown: str, note: str) -> str:
    """Return a note that begins with a path below a repository."""
    if note.startswith("/"):
        return note
    if note.startswith(".:"):
        return f"{Path(shown)}{note[1:]}"
    return note if shown == "." else f"{Path(shown)}/{note}"
