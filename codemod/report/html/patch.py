"""What a finding's edits change, line by line; without edits, where it stands."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from ...files.edits import apply_edits
from ...files.lines import LINE_END
from ...model import Edit, Finding, Position, TextEdit
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


Lines = Callable[[int], Sequence[str]]
"""The lines of a file by the cell, 0 where it has none; empty where it is gone."""


def patch(lines: Lines, finding: Finding) -> list[PatchLine]:
    """The lines to show for a finding; none where its file is gone.

    Only the lines around its edits are looked at, however long the file is.
    """
    try:
        return list(_patch(lines, finding))
    except IndexError:  # the file is another one by now
        return []


def _patch(lines: Lines, finding: Finding) -> Iterator[PatchLine]:
    if finding.fix is None:
        yield from _excerpt(lines(finding.start.cell), finding)
        return
    edits = sorted(finding.fix.edits, key=lambda one: (one.start, one.end))
    for cell, inside in groupby(edits, lambda one: one.start.cell):
        yield from _changes(lines(cell), [*inside])


@dataclass(slots=True)
class _Part:
    """Lines of a file from ``top`` up to ``bottom``, and the edits that lie there."""

    top: int
    bottom: int
    edits: list[TextEdit]

    def edited(self, lines: Sequence[str]) -> list[str]:
        """Return these lines after the edits."""
        starts = [0, *accumulate(len(line) + 1 for line in lines)]

        def offset(place: Position) -> int:
            return starts[place.line - 1 - self.top] + place.column - 1

        edits = [Edit(offset(e.start), offset(e.end), e.content) for e in self.edits]
        text = apply_edits("".join(f"{line}\n" for line in lines), edits)
        return LINE_END.split(text)[:-1]


def _parts(edits: Iterable[TextEdit], count: int) -> list[_Part]:
    """Return the parts of a file of so many lines that edits are in, with context.

    Raises:
        IndexError: it has no such lines.
    """
    parts: list[_Part] = []
    for edit in edits:
        if edit.end.line > count + 1:
            raise IndexError(edit.end.line)
        top = max(edit.start.line - 1 - CONTEXT, 0)
        bottom = min(edit.end.line + CONTEXT, count)
        if parts and top <= parts[-1].bottom:
            parts[-1].bottom = max(bottom, parts[-1].bottom)
            parts[-1].edits.append(edit)
        else:
            parts.append(_Part(top, bottom, [edit]))
    return parts


def _changes(lines: Sequence[str], edits: Sequence[TextEdit]) -> Iterator[PatchLine]:
    gap, moved = False, 0
    for part in _parts(edits, len(lines)):
        old = lines[part.top : part.bottom]
        new = part.edited(old)
        matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
        for group in matcher.get_grouped_opcodes(CONTEXT):
            if gap:
                yield PatchLine("@", 0, "")
            gap = True
            for tag, i1, i2, j1, j2 in group:
                if tag == "equal":
                    yield from _lines(" ", old, i1, i2, part.top)
                else:
                    yield from _lines("-", old, i1, i2, part.top)
                    yield from _lines("+", new, j1, j2, part.top + moved)
        moved += len(new) - len(old)


def _excerpt(lines: Sequence[str], finding: Finding) -> Iterator[PatchLine]:
    part = extract(finding, len(lines), LONGEST)
    yield from _lines(" ", lines, part.top - 1, part.first - 1)
    yield from _lines("*", lines, part.first - 1, part.last)
    if part.left_out:
        yield PatchLine("@", 0, "")
    else:
        yield from _lines(" ", lines, part.last, part.bottom)


def _lines(
    sign: str, lines: Sequence[str], start: int, end: int, before: int = 0
) -> Iterator[PatchLine]:
    """Yield lines by their indices, so many of the file standing before the first."""
    for index in range(start, end):
        yield PatchLine(sign, before + index + 1, lines[index])
