"""What is open in the editor: files, and notebooks with their cells."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.uris import to_fs_path

from ..files.kinds import NOTEBOOK, kind_of
from ..model import Position
from .text import Text

PYTHON = "python"


@dataclass(eq=False, slots=True)
class Buffer:
    """One text of the editor: a file, or a cell of a notebook.

    Attributes:
        uri: what the editor calls it.
        text: what it says.
        version: of the text; it grows with each change.
        language: what the editor takes it for.
    """

    uri: str
    text: Text
    version: int
    language: str

    def change(
        self, changes: Sequence[types.TextDocumentContentChangeEvent], version: int
    ) -> None:
        """Take changes, each of what the one before it left."""
        for one in changes:
            self.text = self.text.changed(one)
        self.version = version


@dataclass(eq=False, slots=True)
class Opened:
    """A file that is open in the editor.

    Attributes:
        uri: what the editor calls it.
        path: where it is, or would be.
        buffers: its text, or its cells by their numbers, from 1.
    """

    uri: str
    path: str
    buffers: dict[int, Buffer] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What the file says."""
        return self.buffers[0].text.text

    @property
    def versions(self) -> Mapping[str, int]:
        """The versions of all of its texts: what was found is told of these."""
        return {one.uri: one.version for one in self.buffers.values()}

    def number_of(self, uri: str) -> int:
        """Return which of its buffers is called so; it is one of them."""
        return next(at for at, one in self.buffers.items() if one.uri == uri)

    def range(
        self, start: Position, end: Position
    ) -> tuple[Buffer, types.Range] | None:
        """Return in which buffer, and where, something stands; None if it is gone."""
        buffer = self.buffers.get(start.cell)
        return (buffer, buffer.text.range(start, end)) if buffer is not None else None


@dataclass(eq=False, slots=True)
class Notebook(Opened):
    """A notebook that is open; the cells that are no Python are left out of it.

    Attributes:
        cells: what the editor tells of them, in their order.
        texts: their texts, by what these are called.
    """

    cells: Sequence[types.NotebookCell] = ()
    texts: dict[str, Buffer] = field(default_factory=dict)

    def order(self) -> None:
        """Number the cells anew."""
        self.buffers = {
            number: self.texts[cell.document]
            for number, cell in enumerate(self.cells, 1)
            if cell.document in self.texts
        }

    def move(self, change: types.NotebookCellArrayChange) -> None:
        """Put cells in, and take cells out."""
        cells = [*self.cells]
        cells[change.start : change.start + change.delete_count] = change.cells or ()
        self.cells = cells
        self.order()

    def describe(self, changed: Sequence[types.NotebookCell]) -> None:
        """Take what the editor tells anew of cells."""
        new = {one.document: one for one in changed}
        self.cells = [new.get(one.document, one) for one in self.cells]

    @property
    def text(self) -> str:
        """What the file would say: its cells alone, in their places."""
        cells = [self._cell(number, one) for number, one in enumerate(self.cells, 1)]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4})

    def _cell(self, number: int, cell: types.NotebookCell) -> Mapping[str, Any]:
        buffer = self.buffers.get(number)
        is_code = cell.kind == types.NotebookCellKind.Code
        if buffer is None or not is_code or buffer.language != PYTHON:
            return {"cell_type": "raw", "metadata": {}, "source": ""}
        tags = {"tags": _tags(cell.metadata)}
        return {"cell_type": "code", "metadata": tags, "source": buffer.text.text}


def _tags(metadata: Any) -> list[str]:
    """Return the tags of a cell, wherever the editor has them."""
    inner = metadata.get("metadata", metadata) if isinstance(metadata, dict) else {}
    tags = inner.get("tags") if isinstance(inner, dict) else None
    return [one for one in tags or () if isinstance(one, str)]


def path_of(uri: str, folders: Sequence[Path]) -> str | None:
    """Return where a file is, or would be; None for what is no file of anybody's.

    What is not saved yet is taken for a file of the first folder that is worked in.
    """
    if path := to_fs_path(uri):
        return path
    parts = urlsplit(uri)
    if parts.scheme != "untitled":
        return None  # an older version, a cell that came alone, what a tool shows
    name = PurePosixPath(unquote(parts.path)).name or "untitled"
    folder = folders[0] if folders else Path("/")
    return str(folder / name)


def is_read(path: str, language: str) -> bool:
    """Whether a file is of a kind that is read."""
    kind = kind_of(path)
    if path.endswith(NOTEBOOK):
        return False  # its JSON as a text; as a notebook it comes by its cells
    return kind is not None and (PurePosixPath(path).suffix != "" or language == PYTHON)
