"""A text cut into what Python reads and what only stands for something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..model import Position
from .frame import Piece
from .notebooks.magics import Stretch


def pieces_of(
    text: str,
    parts: Sequence[Stretch],
    place: Callable[[int], Position],
    margin: str = "",
) -> Iterator[Piece]:
    """Yield the pieces of a text, and an end of line behind them; none of no parts.

    Args:
        text: it.
        parts: what Python reads of it.
        place: where the character at an offset stands in the file.
        margin: what the file says in front of each of its lines.
    """
    for one in parts:
        yield Piece(one.text, place(one.start), one.written, margin)
    if parts:
        yield Piece("\n", place(len(text)), written=False)


def put_back(text: str, parts: Sequence[Stretch], pieces: Iterator[Piece]) -> str:
    """Return a text with other pieces, which are taken from ``pieces``."""
    if not parts:
        return text
    new = []
    for one in parts:
        piece = next(pieces)
        new.append(piece.text if one.written else text[one.start : one.end])
    next(pieces)
    return "".join(new)
