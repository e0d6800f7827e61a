r"""Lines that end with ``\r\n`` or ``\r``, laid out as if they ended with ``\n``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..files.lines import LINE_END
from ..model import Edit

LayOut = Callable[[str, list[Edit]], Iterable[Edit]]


def with_own_line_ends(
    text: str, edits: list[Edit], usual: str, lay_out: LayOut
) -> Iterator[Edit]:
    r"""Yield the edits of a text that a function gives for its lines.

    Where all line ends are of one kind, it is asked as if they were ``\n``.

    Args:
        text: the lines.
        edits: what is done to them.
        usual: how a line ends where no line end is in them.
        lay_out: takes both, and returns edits of the text.
    """
    said = (text, *(one.content for one in edits))
    ends = {end for one in said for end in LINE_END.findall(one)} or {usual}
    end = ends.pop() if len(ends) == 1 else "\n"
    if end == "\n" or any(_cuts(text, at) for one in edits for at in _bounds(one)):
        yield from lay_out(text, edits)
        return
    more = len(end) - 1
    plain = text.replace(end, "\n")
    inner = []
    for one in edits:
        start, stop = (at - more * text.count(end, 0, at) for at in _bounds(one))
        inner.append(Edit(start, stop, one.content.replace(end, "\n")))
    for one in lay_out(plain, inner):
        start, stop = (at + more * plain.count("\n", 0, at) for at in _bounds(one))
        yield Edit(start, stop, one.content.replace("\n", end))


def _bounds(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _cuts(text: str, at: int) -> bool:
    """Whether an offset lies in a line end."""
    return text[at - 1 : at + 1] == "\r\n" if at else False
