"""What a finding's edits change, line by line; without edits, where it stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from ...files.document import Document
from ...files.source import SourceError
from ...model import Finding
from ..excerpt import CONTEXT, extract

LONGEST = 8
"""Lines of a finding without edits that are shown; of a longer one, the first."""


@dataclass(frozen=True, slots=True)
class PatchLine:
    """A line of the file before (``-``), after (``+``), in both (`` ``), or a gap.

    Attributes:
        sign: ``-``, ``+``, a space, ``*`` for a line that the finding is about,
            or ``@`` between two parts of the file.
        number: of the line, in the file that it is from; 0 for a gap.
        text: without its end.
    """

    sign: str
    number: int
    text: str


def patch(document: Document | None, finding: Finding) -> list[PatchLine]:
    """The lines to show for a finding; none where its file is gone."""
    if document is None:
        return []
    try:
        return list(_patch(document, finding))
    except (IndexError, SourceError):  # the file is another one by now
        return []


def _patch(document: Document, finding: Finding) -> Iterator[PatchLine]:
    if finding.fix is None:
        yield from _excerpt(document.lines(finding.start.cell), finding)
        return
    after = document.with_edits(finding.fix.edits)
    cells = dict.fromkeys(edit.start.cell for edit in finding.fix.edits)
    for cell in sorted(cells):
        yield from _changes(document.lines(cell), after.lines(cell))


def _changes(old: list[str], new: list[str]) -> Iterator[PatchLine]:
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for index, group in enumerate(matcher.get_grouped_opcodes(CONTEXT)):
        if index:
            yield PatchLine("@", 0, "")
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from _lines(" ", old, i1, i2)
            else:
                yield from _lines("-", old, i1, i2)
                yield from _lines("+", new, j1, j2)


def _excerpt(lines: list[str], finding: Finding) -> Iterator[PatchLine]:
    part = extract(finding, len(lines), LONGEST)
    yield from _lines(" ", lines, part.top - 1, part.first - 1)
    yield from _lines("*", lines, part.first - 1, part.last)
    if part.left_out:
        yield PatchLine("@", 0, "")
    else:
        yield from _lines(" ", lines, part.last, part.bottom)


def _lines(sign: str, lines: list[str], start: int, end: int) -> Iterator[PatchLine]:
    for index in range(start, end):
        yield PatchLine(sign, index + 1, lines[index])
