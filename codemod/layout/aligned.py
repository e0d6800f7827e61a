"""Continuation lines that are aligned with a bracket, moved with it."""

from __future__ import annotations

import tokenize
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from ..model import Edit

_NO_CODE = frozenset(
    {
        *(tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
        tokenize.ENDMARKER,
    }
)


@dataclass(slots=True)
class _Bracket:
    """An open bracket.

    Attributes:
        row: the line that it stands on.
        content: the column of what follows on this line; -1 where nothing does.
    """

    row: int
    content: int | None = None


def tokens_of(text: str) -> list[tokenize.TokenInfo]:
    """Return the tokens of a statement that may be indented; none if it has none."""
    try:
        found = [*tokenize.generate_tokens(StringIO(text).readline)]
    except (tokenize.TokenError, SyntaxError):
        return []
    return [one for one in found if one.type not in _NO_CODE]


def aligned(text: str, edits: Sequence[Edit]) -> list[Edit]:
    r"""Return the edits that move the lines of a statement with what they stand under.

    Args:
        text: the statement, in whole lines that end with ``\n``.
        edits: what is done to it, each within a line.
    """
    if any("\n" in one.content or "\n" in text[one.start : one.end] for one in edits):
        return []
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    if "\t" in text or "\f" in text or len(starts) < 3:
        return []
    grown: dict[int, list[tuple[int, int]]] = {}
    for edit in edits:
        row = bisect_right(starts, edit.start)
        if edit.end >= starts[row]:
            return []
        growth = len(edit.content) - (edit.end - edit.start)
        grown.setdefault(row, []).append((edit.start - starts[row - 1], growth))
    return [
        Edit(starts[row - 1], starts[row - 1] - min(shift, 0), " " * shift)
        for row, shift in _shifts(tokens_of(text), grown)
        if shift
    ]


def _shifts(
    tokens: Iterable[tokenize.TokenInfo], grown: dict[int, list[tuple[int, int]]]
) -> Iterator[tuple[int, int]]:
    """Yield each line, and by how much it moves to the right."""
    shifts: dict[int, int] = {}
    opened: list[_Bracket] = []
    last = 0
    for token in tokens:
        row, column = token.start
        if opened and opened[-1].content is None:
            is_beside = row == opened[-1].row and token.type != tokenize.COMMENT
            opened[-1].content = column if is_beside else -1
        if row > last:
            shifts[row] = _shift(opened, column, shifts, grown)
            yield row, shifts[row]
        last = max(last, token.end[0])
        shifts.setdefault(last, 0)
        if token.string in ("(", "[", "{"):
            opened.append(_Bracket(row))
        elif token.string in (")", "]", "}") and opened:
            opened.pop()


def _shift(
    opened: Sequence[_Bracket],
    column: int,
    shifts: dict[int, int],
    grown: dict[int, list[tuple[int, int]]],
) -> int:
    if not opened:
        return 0
    bracket = opened[-1]
    moved = shifts[bracket.row]
    if column != bracket.content:
        return moved
    before = grown.get(bracket.row, ())
    return moved + sum(growth for at, growth in before if at < column)
