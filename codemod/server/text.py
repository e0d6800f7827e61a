"""A text as an editor has it, and places in it as the protocol counts them.

Lines and columns count from 0. A column counts units of the encoding that both sides
agreed on, by default UTF-16, where a character past the first 65,536 is two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, takewhile

from lsprotocol import types

from ..files.lines import line_starts
from ..model import Position

_CODECS = {
    types.PositionEncodingKind.Utf8: ("utf-8", 1),
    types.PositionEncodingKind.Utf16: ("utf-16-le", 2),
    types.PositionEncodingKind.Utf32: ("utf-32-le", 4),
}


class Units:
    """Counts characters of a line in the units of an encoding.

    Args:
        encoding: the name that the protocol has for it.
    """

    def __init__(self, encoding: str) -> None:
        self._codec, self._size = _CODECS[types.PositionEncodingKind(encoding)]

    def count(self, line: str, characters: int) -> int:
        """Return how many units so many characters of a line are."""
        head = line[:characters]
        if head.isascii():
            return len(head)
        return len(head.encode(self._codec, "surrogatepass")) // self._size

    def characters(self, line: str, units: int) -> int:
        """Return how many characters so many units of a line hold, at most all."""
        if line.isascii():
            return min(units, len(line))
        ends = accumulate(self.count(char, 1) for char in line)
        return sum(1 for _ in takewhile(lambda end: end <= units, ends))


@dataclass(frozen=True)
class Text:
    """What a buffer says at one time.

    Attributes:
        text: it.
        units: what columns count.
    """

    text: str
    units: Units

    @cached_property
    def _starts(self) -> Sequence[int]:
        return line_starts(self.text)

    def _line(self, number: int) -> str:
        starts = self._starts
        end = starts[number + 1] if number + 1 < len(starts) else len(self.text)
        return self.text[starts[number] : end].rstrip("\r\n")

    def offset(self, place: types.Position) -> int:
        """Return the offset of a place; one that is none is the next one before it."""
        if place.line >= len(self._starts):
            return len(self.text)
        line = self._line(place.line)
        return self._starts[place.line] + self.units.characters(line, place.character)

    def position(self, place: types.Position, cell: int = 0) -> Position:
        """Return a place as findings tell places."""
        line = min(place.line, len(self._starts) - 1)
        column = self.offset(place) - self._starts[line] + 1
        return Position(line + 1, column, cell)

    def place(self, position: Position) -> types.Position:
        """Return a place of a finding as the protocol tells places."""
        number = min(position.line, len(self._starts)) - 1
        line = self._line(number)
        return types.Position(number, self.units.count(line, position.column - 1))

    def range(self, start: Position, end: Position) -> types.Range:
        """Return what lies between two places of a finding."""
        return types.Range(self.place(start), self.place(end))

    def changed(self, change: types.TextDocumentContentChangeEvent) -> Text:
        """Return the text after a change of it, or of all of it."""
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            return Text(change.text, self.units)
        start, end = self.offset(change.range.start), self.offset(change.range.end)
        start, end = min(start, end), max(start, end)
        new = self.text[:start] + change.text + self.text[end:]
        return Text(new, self.units)
