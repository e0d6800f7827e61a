"""The grouped report: the findings that are left below the name of their file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..entries import remaining
from ..format import Content, Format
from ..one_line import one_line
from ..statistics import statistics_table
from ..styled import Line, Piece, Role, printable
from ..summary import counts


def grouped_report(content: Content) -> Iterator[Line]:
    """Each file with its findings, their places in one column; then the counts."""
    for path, found in groupby(
        remaining(content.result.findings), lambda one: one.path
    ):
        listed = [*found]
        width = max(len(str(one.start)) for one in listed)
        yield (Piece(f"{printable(path)}:", Role.PLACE),)
        for finding in listed:
            yield (Piece(f"  {finding.start!s:{width}}"), *one_line(finding))
        yield ()
    if not content.quiet:
        yield counts(content.result, content.mode)


FORMAT = Format(grouped_report, statistics_table, for_people=True)
