"""The full report: every finding with its source, like rustc and ruff have it."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Finding
from ..excerpt import Excerpts
from ..format import Content, Format
from ..outcome import ROLES, fixable, outcome
from ..statistics import statistics_table
from ..styled import Line, Piece, Role, printable
from ..summary import summary


def full_report(content: Content) -> Iterator[Line]:
    """The findings, an empty line behind each, and the summary at the end."""
    excerpts = Excerpts(content.result, content.stdin)
    for finding in content.result.findings:
        yield from _head(finding)
        yield from excerpts.around(finding, ROLES[finding.severity])
        yield from _notes(finding, content)
        yield ()
    if not content.quiet:
        yield from summary(content.result, content.mode)


def _head(finding: Finding) -> Iterator[Line]:
    star = (Piece("[*]", Role.FIXABLE), Piece(" ")) if fixable(finding) else ()
    code = Piece(finding.code, ROLES[finding.severity])
    yield (code, Piece(" "), *star, Piece(printable(finding.message), Role.HEADING))
    place = Piece(f"{printable(finding.path)}:{finding.start}", Role.PLACE)
    yield (Piece(" --> ", Role.FAINT), place)


def _notes(finding: Finding, content: Content) -> Iterator[Line]:
    mark = Piece("  = ", Role.FAINT)
    if finding.fix is not None and finding.fix.message != finding.message:
        yield (mark, Piece(f"fix: {printable(finding.fix.message)}"))
    told = outcome(finding, content.mode)
    if told is not None:
        yield (mark, *told)
    if content.sketch and (curve := content.sketch(finding)):
        yield (mark, *curve)


FORMAT = Format(full_report, statistics_table, for_people=True)
