"""How often each rule found something, most frequent first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..model import Finding, RunResult, Severity
from .entries import Entry, entries
from .format import Content
from .outcome import ROLES, fixable
from .styled import Line, Piece, Role
from .summary import summary


@dataclass(frozen=True, slots=True)
class Count:
    """What one rule found.

    Attributes:
        code: the rule's code; empty for problems that no rule speaks of.
        name: the rule's slug.
        message: what the rule finds, in one line.
        severity: the rule's.
        total: how many findings.
        fixable: how many of them `fix` has a rewrite for.
    """

    code: str
    name: str
    message: str
    severity: Severity
    total: int
    fixable: int

    def as_object(self) -> dict[str, Any]:
        """The row as a JSON object, ruff's with the message added."""
        return {
            "code": self.code or None,
            "name": self.name,
            "message": self.message,
            "count": self.total,
            "fixable": self.fixable == self.total,
            "fixable_count": self.fixable,
        }


def count(result: RunResult) -> list[Count]:
    """A row for each rule that found something, by number and code."""
    by_code: dict[str, list[Entry]] = {}
    for entry in entries(result):
        by_code.setdefault(entry.code, []).append(entry)
    rows = [_row(code, found) for code, found in by_code.items()]
    return sorted(rows, key=lambda row: (-row.total, row.code))


def _row(code: str, found: list[Entry]) -> Count:
    from ...rules import all_rules

    rule = next((rule for rule in all_rules() if rule.code == code), None)
    stars = sum(isinstance(entry, Finding) and fixable(entry) for entry in found)
    return Count(
        code=code,
        name=rule.slug if rule else "problem",
        message=rule.summary if rule else "something could not be done",
        severity=rule.severity if rule else Severity.ERROR,
        total=len(found),
        fixable=stars,
    )


def statistics_table(content: Content) -> Iterator[Line]:
    """A line for each rule: number, code, [*] if all or [-] if some are fixable."""
    rows = count(content.result)
    width = max((len(str(row.total)) for row in rows), default=0)
    for row in rows:
        mark = "*" if row.fixable == row.total else "-" if row.fixable else " "
        yield (
            Piece(f"{row.total:{width}}  "),
            Piece(f"{row.code:6}", ROLES[row.severity]),
            Piece(" "),
            Piece(f"[{mark}]", Role.FIXABLE),
            Piece(f" {row.name}: {row.message}"),
        )
    if not content.quiet:
        yield from summary(content.result, content.mode)
