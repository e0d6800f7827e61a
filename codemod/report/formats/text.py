"""The text report: flake8's line for each finding, then honest counts."""

from __future__ import annotations

from collections.abc import Iterator

from ..format import Content, Format
from ..one_line import file_and_place, one_line
from ..outcome import outcome
from ..styled import Line, Piece
from ..summary import summary


def text_report(content: Content) -> Iterator[Line]:
    """The findings, each with what became of it, and the summary at the end."""
    for finding in content.result.findings:
        yield (file_and_place(finding), *one_line(finding))
        below = outcome(finding, content.mode)
        if below is not None:
            yield (Piece("    "), *below)
        if content.sketch and (curve := content.sketch(finding)):
            yield (Piece("    "), *curve)
    if not content.quiet:
        yield from summary(content.result, content.mode)


def _statistics(content: Content) -> Iterator[Line]:
    from ..statistics import statistics_table

    yield from statistics_table(content)


FORMAT = Format(text_report, _statistics, for_people=True)
