"""Where the pieces of a source stand in a file that is more than Python.

A notebook, a page or a configuration gives Python text to look at. Each piece of it
either is written in the file just so, and can be rewritten there, or only stands for
what the file says in its own way.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from ..model import Edit, Position
from .edits import apply_edits
from .lines import LINE_END, line_starts

_LINE = re.compile(r"\bline (\d+)\b(?! of )")
_BEGIN = re.compile(r"(\r\n|\r|\n)(?=(.?))", re.DOTALL)
PROMPT = ">>> "
CONTINUED = "... "


def margin_of(line: str, margin: str) -> str:
    """Return what is in front of a new line where others have a margin.

    Args:
        line: the line, or what it begins with.
        margin: that of the others; one with a prompt is that of a statement.
    """
    if line[:1] in ("\r", "\n"):
        return margin.rstrip()
    if margin.endswith(PROMPT) and line[:1] in (" ", "\t", ")", "]", "}"):
        return margin.removesuffix(PROMPT) + CONTINUED
    return margin


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that Python reads.

    Attributes:
        text: it.
        place: where it stands in the file; for what stands nowhere, the place that
            a finding in it is told at.
        written: whether the file says just this there, so that an edit of it is one
            of the file.
        margin: what the file says in front of each of its lines, as the indentation
            of a block or a prompt, which is no part of ``text``.
        context: whether it is only there so that names are known; nothing is told
            of it.
        form: what it can say there, a regular expression; empty for anything.
        held: why it stays as it is; empty where it can be edited.
    """

    text: str
    place: Position
    written: bool = True
    margin: str = ""
    context: bool = False
    form: str = ""
    held: str = ""

    def at(self, inner: int) -> Position:
        """Return the place of one of its characters."""
        if not self.written:
            return self.place
        ends = [*LINE_END.finditer(self.text, 0, inner)]
        if not ends:
            return replace(self.place, column=self.place.column + inner)
        line, column = self.place.line + len(ends), inner - ends[-1].end() + 1
        return Position(line, column + len(self.margin), self.place.cell)

    def offset(self, place: Position) -> int | None:
        """Return the offset of a place in its text; None where it is not in it."""
        if not self.written or place.cell != self.place.cell:
            return None
        starts = line_starts(self.text)
        number = place.line - self.place.line
        if not 0 <= number < len(starts):
            return None
        first = self.place.column if number == 0 else 1 + len(self.margin)
        last = starts[number + 1] - 1 if number + 1 < len(starts) else len(self.text)
        found = starts[number] + place.column - first
        return found if starts[number] <= found <= last else None

    def spelled(self, text: str) -> str:
        """Return a text that goes into it as the file has to say that."""
        return _BEGIN.sub(lambda end: end[0] + margin_of(end[2], self.margin), text)

    def unspelled(self, text: str) -> str:
        """Return what a text that the file says reads without the margins."""
        before = re.escape(self.margin.removesuffix(PROMPT))
        if self.margin.endswith(PROMPT):
            before += "(?:>>> ?|\\.\\.\\. ?)"
        return re.sub(rf"(\r\n|\r|\n){before}", r"\1", text)


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

    @cached_property
    def _on_line(self) -> Mapping[tuple[int, int], Sequence[int]]:
        """The pieces that stand on each line of each cell, in order."""
        found: dict[tuple[int, int], list[int]] = {}
        for index, piece in enumerate(self.pieces):
            more = len(LINE_END.findall(piece.text)) if piece.written else 0
            for number in range(piece.place.line, piece.place.line + more + 1):
                found.setdefault((piece.place.cell, number), []).append(index)
        return found

    def offset(self, place: Position) -> int:
        """Return the offset of a place in the file.

        Raises:
            IndexError: no piece stands there.
        """
        there = self._on_line.get((place.cell, place.line), ())
        placed = [(self._starts[index], self.pieces[index]) for index in there]
        for start, piece in placed:
            inner = piece.offset(place)
            if inner is not None:
                return start + inner
        for start, piece in placed:
            if piece.place == place:
                return start
        raise IndexError(place)

    def is_context(self, offset: int) -> bool:
        """Whether a character is of what is only there so that names are known."""
        return self.pieces[bisect_right(self._starts, offset) - 1].context

    def spelled(self, edit: Edit) -> str:
        """Return the content of an edit as the file has to say it."""
        index = self._taker(edit)
        return (
            edit.content if index is None else self.pieces[index].spelled(edit.content)
        )

    def edit(self, start: Position, end: Position, content: str) -> Edit:
        """Return an edit of the file as one of the text.

        Raises:
            IndexError: no piece is written there.
        """
        edit = Edit(self.offset(start), self.offset(end), content)
        index = self._taker(edit)
        return (
            edit
            if index is None
            else replace(edit, content=self.pieces[index].unspelled(content))
        )

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
        starts = line_starts(self.text)
        if not 0 < number <= len(starts):
            return None
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(self.text) + 1
        for begin, piece in zip(self._starts, self.pieces, strict=True):
            low, high = max(begin, start), min(begin + len(piece.text), end)
            if piece.written and low < high:
                return piece.at(low - begin)
        return self.place(start)
