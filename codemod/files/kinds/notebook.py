"""Jupyter notebooks, formats 3 and 4: the code cells are one module, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap
from json import JSONDecodeError
from typing import Any

from ...model import CellChange, FileChange, Position
from ..cut import pieces_of, put_back
from ..decode import SourceError, limited
from ..document import Document, Kind, Unread
from ..frame import Frame
from ..json_places import Json, Literal
from ..json_splice import spliced
from ..magics import Stretch, stretches
from ..source import Source

MAX_BYTES = 2**28
_LANGUAGES = ("python", "ipython")


@dataclass(frozen=True, eq=False)
class Cell:
    """A code cell.

    Attributes:
        number: from 1, among all cells of the notebook.
        literals: the strings that its text is put together from.
        text: what it says.
        stretches: its parts that Python reads.
        error: why it cannot be read.
    """

    number: int
    literals: Sequence[Literal]
    text: str
    stretches: Sequence[Stretch]
    error: SyntaxError | None

    def place(self, offset: int) -> Position:
        """Return where a character of it stands."""
        lines = self.text[:offset].split("\n")
        return Position(len(lines), len(lines[-1]) + 1, self.number)


class Notebook(Document):
    """A notebook; what no rewrite concerns stays byte for byte."""

    def __init__(self, data: bytes, path: str) -> None:
        super().__init__(data, path)
        self._text = _decoded(data)
        self._cells = [*starmap(_cell, _code_cells(self._text))]
        pieces = [
            piece
            for cell in self._cells
            for piece in pieces_of(cell.text, cell.stretches, cell.place)
        ]
        if pieces:
            self.sources = (Source.framed(Frame(tuple(pieces)), path, data),)
        self.unread = [*_unread(self._cells)]

    def rewritten(self, sources: Sequence[Source]) -> bytes:
        """Return the notebook with these sources in its cells."""
        pieces = iter(
            piece
            for source in sources
            for piece in (source.frame.pieces if source.frame else ())
        )
        parts, done = list[str](), 0
        for cell in self._cells:
            new = put_back(cell.text, cell.stretches, pieces)
            if new != cell.text:
                start, end = cell.literals[0].start, cell.literals[-1].end
                parts.append(self._text[done:start])
                parts.append(spliced(self._text, cell.literals, new))
                done = end
        return "".join([*parts, self._text[done:]]).encode("utf-8", "surrogatepass")

    def lines(self, cell: int) -> list[str]:
        """Return the lines of a cell."""
        found = [one.text for one in self._cells if one.number == cell]
        return found[0].split("\n") if found else []

    def change(self, data: bytes) -> FileChange:
        """Return what another content changes in which cells."""
        after = Notebook(data, self.path)
        cells = [
            CellChange(old.number, old.text, new.text)
            for old, new in zip(self._cells, after._cells, strict=True)
            if old.text != new.text
        ]
        texts = self._text, after._text
        return FileChange(self.path, *texts, tuple(cells))


def _decoded(data: bytes) -> str:
    try:
        return limited(data, MAX_BYTES).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        message = f"is no notebook, which is UTF-8: {error.reason}"
        raise SourceError(message) from error


def code_of(data: bytes) -> bytes:
    """Return what the cells of code of a notebook say, as far as words are asked for.

    Raises:
        SourceError: it cannot be read.
    """
    cells = (
        "".join(one.text for one in said) for _, said in _code_cells(_decoded(data))
    )
    return "\n".join(cells).encode("utf-8", "surrogatepass")


def _code_cells(text: str) -> Iterator[tuple[int, list[Literal]]]:
    """Yield the numbers of the cells of Python, each with what says its text.

    Raises:
        SourceError: it is no notebook.
    """
    try:
        yield from _cells_in(Json(text))
    except JSONDecodeError as error:
        place = Position(error.lineno, error.colno)
        raise SourceError(f"is no notebook: {error.msg}", place) from error


def _cells_in(document: Json) -> Iterator[tuple[int, list[Literal]]]:
    top = document.members(document.start + document.text.startswith("\ufeff"))
    if "cells" in top:
        arrays = [top["cells"]]
    elif "worksheets" in top:
        sheets = document.elements(top["worksheets"])
        arrays = [document.members(one).get("cells", one) for one in [*sheets]]
    else:
        raise SourceError("is no notebook: it has no cells")
    metadata = document.value(top["metadata"]) if "metadata" in top else {}
    if not _is_python(metadata):
        return
    number = 0
    for array in arrays:
        for place in [*document.elements(array)]:
            number += 1
            members = document.members(place)
            kind = members.get("cell_type")
            source = members.get("source", members.get("input"))
            is_code = kind is not None and document.value(kind) == "code"
            if is_code and source is not None:
                yield number, document.literals(source)


def _cell(number: int, literals: Sequence[Literal]) -> Cell:
    text = "".join(literal.text for literal in literals)
    try:
        return Cell(number, literals, text, stretches(text), None)
    except SyntaxError as error:
        return Cell(number, literals, text, (), error)


def _is_python(metadata: Any) -> bool:
    """Whether a notebook is one of Python; one that does not say is."""
    said = metadata if isinstance(metadata, dict) else {}
    for key, name in (("language_info", "name"), ("kernelspec", "language")):
        part = said.get(key)
        if isinstance(part, dict) and isinstance(part.get(name), str):
            return part[name].lower() in _LANGUAGES
    return True


def _unread(cells: Sequence[Cell]) -> Iterator[Unread]:
    for cell in cells:
        if cell.error is not None:
            line, column = cell.error.lineno or 1, max(cell.error.offset or 1, 1)
            why = f"cannot be parsed: {cell.error.msg}"
            yield Unread(Position(line, column, cell.number), why, cell.text)


KIND = Kind("notebook", (".ipynb",), Notebook)
