"""The text report: flake8's line for each finding, then honest counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...model import Finding, VerdictKind
from ..format import Content, Format
from ..one_line import file_and_place, one_line
from ..outcome import outcome
from ..styled import Line, Piece
from ..summary import summary


def text_report(content: Content) -> Iterator[Line]:
    """The findings, each with what became of it, and the summary at the end."""
    told: dict[tuple[str, str], Finding] = {}
    for finding in content.result.findings:
        yield (file_and_place(finding), *one_line(finding))
        below = outcome(_told_once(finding, told), content.mode)
        if below is not None:
            yield (Piece("    "), *below)
        if content.sketch and (curve := content.sketch(finding)):
            yield (Piece("    "), *curve)
    if not content.quiet:
        yield from summary(content.result, content.mode)


def _told_once(finding: Finding, told: dict[tuple[str, str], Finding]) -> Finding:
    """Return a finding without a reason that its file has been told with another one.

    As all of an optimizer has. What is left is told in full: it has to be looked at.
    """
    verdict = finding.verdict
    if not finding.written or verdict is None or not verdict.reason:
        return finding
    if verdict.kind is not VerdictKind.PRESERVING:
        return finding
    first = told.setdefault((finding.path, verdict.reason), finding)
    if first is finding:
        return finding
    return replace(finding, verdict=replace(verdict, reason=f"as at {first.start}"))


def _statistics(content: Content) -> Iterator[Line]:
    from ..statistics import statistics_table

    yield from statistics_table(content)


FORMAT = Format(text_report, _statistics, for_people=True)
