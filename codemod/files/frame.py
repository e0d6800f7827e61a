"""Where the pieces of a source stand in a file that is more than Python.

A notebook, a page or a configuration gives Python text to look at. Each piece of it
either is written in the file just so, and can be rewritten there, or only stands for
what the file says in its own way.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from ..model import Edit, Position
from .edits import apply_edits

_LINE_END = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"\bline (\d+)\b(?! of )")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that Python reads.

    Attributes:
        text: it.
        place: where it stands in the file; for what stands nowhere, the place that
            a finding in it is told at.
        written: whether the file says just this there, so that an edit of it is one
            of the file.
        form: what it can say there, a regular expression; empty for anything.
        held: why it stays as it is; empty where it can be edited.
    """

    text: str
    place: Position
    written: bool = True
    form: str = ""
    held: str = ""

    def at(self, inner: int) -> Position:
        """Return the place of one of its characters."""
        if not self.written:
            return self.place
        ends = [*_LINE_END.finditer(self.text, 0, inner)]
        if not ends:
            return replace(self.place, column=self.place.column + inner)
        line, column = self.place.line + len(ends), inner - ends[-1].end() + 1
        return Position(line, column, self.place.cell)

    def offset(self, place: Position) -> int | None:
        """Return the offset of a place in its text; None where it is not in it."""
        if not self.written or place.cell != self.place.cell:
            return None
        starts = [0, *(end.end() for end in _LINE_END.finditer(self.text))]
        number = place.line - self.place.line
        if not 0 <= number < len(starts):
            return None
        first = self.place.column if number == 0 else 1
        last = starts[number + 1] - 1 if number + 1 < len(starts) else len(self.text)
        found = starts[number] + place.column - first
        return found if starts[number] <= found <= last else None


@dataclass(frozen=True)
class Frame:
    """All pieces of a source, in order; an edit changes their texts alone."""

    pieces: tuple[Piece, ...]

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(piece.text) for piece in self.pieces)][:-1]

    def place(self, offset: int) -> Position:
        """Return where a character of the text stands in the file."""
        index = bisect_right(self._starts, offset) - 1
        return self.pieces[index].at(offset - self._starts[index])

    def end(self, offset: int) -> Position:
        """Return where a stretch that ends before ``offset`` ends in the file."""
        index = max(bisect_right(self._starts, offset - 1) - 1, 0)
        return self.pieces[index].at(offset - self._starts[index])

    def offset(self, place: Position) -> int:
        """Return the offset of a place in the file.

        Raises:
            IndexError: no piece is written there.
        """
        for start, piece in zip(self._starts, self.pieces, strict=True):
            inner = piece.offset(place)
            if inner is not None:
                return start + inner
        raise IndexError(place)

    def refused(self, edits: Iterable[Edit]) -> str:
        """Return why edits cannot be made in the file, or nothing."""
        by_piece = self._by_piece(edits)
        held = [self.pieces[index].held for index in by_piece if index is not None]
        if any(held):
            return next(filter(None, held))
        if None in by_piece or not all(
            re.fullmatch(self.pieces[index].form or "(?s:.*)", self._new(index, some))
            for index, some in by_piece.items()
            if index is not None
        ):
            return "the file does not say it in Python"
        return ""

    def edited(self, edits: Iterable[Edit]) -> Frame:
        """Return the frame after edits that it takes."""
        by_piece = self._by_piece(edits)
        assert None not in by_piece, by_piece
        return Frame(
            tuple(
                replace(piece, text=self._new(index, by_piece.get(index, ())))
                for index, piece in enumerate(self.pieces)
            )
        )

    def _by_piece(self, edits: Iterable[Edit]) -> dict[int | None, list[Edit]]:
        """Return edits by the pieces that they are in; None for those in none."""
        found: dict[int | None, list[Edit]] = {}
        for edit in set(edits):
            found.setdefault(self._taker(edit), []).append(edit)
        return found

    def _new(self, index: int, edits: Iterable[Edit]) -> str:
        """Return the text of a piece after edits in it."""
        start = self._starts[index]
        return apply_edits(
            self.pieces[index].text,
            (Edit(one.start - start, one.end - start, one.content) for one in edits),
        )

    def _taker(self, edit: Edit) -> int | None:
        """Return the piece that an edit is in, the earlier of two that meet there."""
        for index in self._candidates(edit):
            piece, start = self.pieces[index], self._starts[index]
            stop = start + len(piece.text)
            if piece.written and start <= edit.start and edit.end <= stop:
                return index
        return None

    def _candidates(self, edit: Edit) -> Iterator[int]:
        last = bisect_right(self._starts, edit.start) - 1
        first = last
        while first > 0 and self._starts[first] == edit.start:
            first -= 1
        yield from range(first, last + 1)

    def told(self, message: str, place: Position) -> str:
        """Return what is said of lines of the text as it is said of the file's."""

        def of_the_file(match: re.Match[str]) -> str:
            found = self._line(int(match[1]))
            if found is None:
                return match[0]
            line = f"line {found.line}"
            return line if found.cell == place.cell else f"{line} of cell {found.cell}"

        return _LINE.sub(of_the_file, message)

    def _line(self, number: int) -> Position | None:
        """Return the place of the first written character of a line of the text."""
        starts = [0, *(end.end() for end in _LINE_END.finditer(self.text))]
        if not 0 < number <= len(starts):
            return None
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(self.text) + 1
        for begin, piece in zip(self._starts, self.pieces, strict=True):
            low, high = max(begin, start), min(begin + len(piece.text), end)
            if piece.written and low < high:
                return piece.at(low - begin)
        return self.place(start)
