"""Jupyter notebooks, formats 3 and 4: the code cells are one module, in order.

A cell that is written to a file, or run by another Python, is a module of its own, and
only looked at: who else reads it is not known. What a cell of parameters sets may be
set otherwise from outside.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap
from json import JSONDecodeError
from typing import Any

from ...model import CellChange, FileChange, Position
from ..cut import pieces_of, put_back
from ..decode import SourceError
from ..document import Document, Unread
from ..frame import Frame, Piece
from ..notebooks.cell_program import program
from ..notebooks.json_places import Json, Literal
from ..notebooks.json_splice import spliced
from ..notebooks.magics import Stretch, stretches
from ..notebooks.said import is_python_notebook, notebook_text
from ..parse import parsed
from ..source import Source

_PARAMETERS = "parameters"  # what papermill and its like call such a cell


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
        self._text = notebook_text(data)
        self._cells = [*starmap(_cell, _code_cells(self._text))]
        pieces = [
            piece
            for cell in self._cells
            for piece in pieces_of(cell.text, cell.stretches, cell.place)
        ]
        programs = [*filter(None, map(_program, self._cells))]
        if programs and not pieces:
            pieces = [Piece("\n", programs[0].place, written=False)]
        self._sources = tuple(
            Source.framed(Frame((*some,)), path, data)
            for some in (pieces, *([one] for one in programs))
            if some
        )
        self._unread = [*_unread(self._cells)]

    def rewritten(self, sources: Sequence[Source]) -> bytes:
        """Return the notebook with these sources in its cells."""
        module = sources[0].frame if sources else None
        pieces = iter(module.pieces if module is not None else ())
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


def _code_cells(text: str) -> Iterator[tuple[int, list[Literal], bool]]:
    """Yield the numbers of the cells of Python, each with what says its text.

    And whether it is one of parameters, whose names may be set anew behind it.

    Raises:
        SourceError: it is no notebook.
    """
    try:
        yield from _cells_in(Json(text))
    except JSONDecodeError as error:
        place = Position(error.lineno, error.colno)
        raise SourceError(f"is no notebook: {error.msg}", place) from error
    except RecursionError as error:
        raise SourceError("is no notebook: it is nested too deeply") from error


def _cells_in(document: Json) -> Iterator[tuple[int, list[Literal], bool]]:
    top = document.whole()
    if "cells" in top:
        arrays = [top["cells"]]
    elif "worksheets" in top:
        sheets = document.elements(top["worksheets"])
        arrays = [document.members(one).get("cells", one) for one in [*sheets]]
    else:
        raise SourceError("is no notebook: it has no cells")
    metadata = document.value(top["metadata"]) if "metadata" in top else {}
    if not is_python_notebook(metadata):
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
                tags = _tags(document, members)
                yield number, document.literals(source), _PARAMETERS in tags


def _tags(document: Json, members: dict[str, int]) -> Any:
    metadata = document.value(members["metadata"]) if "metadata" in members else {}
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return tags if isinstance(tags, list) else []


def _cell(number: int, literals: Sequence[Literal], parameters: bool) -> Cell:
    text = "".join(literal.text for literal in literals)
    try:
        found = stretches(text)
    except SyntaxError as error:
        return Cell(number, literals, text, (), error)
    if parameters:
        found += _set_anew(found, len(text))
    return Cell(number, literals, text, found, None)


def _set_anew(found: Sequence[Stretch], end: int) -> Iterator[Stretch]:
    """Yield what stands for the values that names of a cell may get behind it."""
    for node in parsed("".join(one.text for one in found)).body:
        targets: list[ast.expr] = []
        targets += node.targets if isinstance(node, ast.Assign) else []
        targets += [node.target] if isinstance(node, ast.AnnAssign) else []
        for target in targets:
            if isinstance(target, ast.Name):
                value = f"\n{target.id} = get_ipython().getoutput()"
                yield Stretch(end, end, value, written=False)


def _program(cell: Cell) -> Piece | None:
    """Return the Python of a cell that another program gets."""
    found = program(cell.text)
    if found is None:
        return None
    held = f"`%%{found['name']}` hands it to another program"
    return Piece(found["body"], cell.place(found.start("body")), held=held)


def _unread(cells: Sequence[Cell]) -> Iterator[Unread]:
    for cell in cells:
        if cell.error is not None:
            line, column = cell.error.lineno or 1, max(cell.error.offset or 1, 1)
            why = f"cannot be parsed: {cell.error.msg}"
            yield Unread(Position(line, column, cell.number), why, cell.text)


DOCUMENT = Notebook
