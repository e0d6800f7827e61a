"""The concise report: a line for each finding that is left, and the counts."""

from __future__ import annotations

from collections.abc import Iterator

from ..entries import remaining
from ..format import Content, Format
from ..one_line import file_and_place, one_line
from ..statistics import statistics_table
from ..styled import Line
from ..summary import counts


def concise_report(content: Content) -> Iterator[Line]:
    """The findings by file and place, and nothing below them."""
    for finding in remaining(content.result.findings):
        yield (file_and_place(finding), *one_line(finding))
    if not content.quiet:
        yield counts(content.result, content.mode)


FORMAT = Format(concise_report, statistics_table, for_people=True)
