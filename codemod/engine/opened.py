"""Files as they stand in an editor: their texts, and edits of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ..files.document import Document
from ..files.kinds import PYTHON, kind_of, read_document
from ..files.kinds.python import PythonFile
from ..files.pages.splice import line_edits
from ..files.read import LARGEST, Files, read_file
from ..files.source import Source
from ..model import Edit, FileChange, TextEdit


class OpenFiles(Files):
    """What the files of trees hold, where some are open in an editor.

    Args:
        opened: what those say, by their resolved paths.
    """

    def __init__(self, opened: Mapping[Path, bytes]) -> None:
        self.opened = opened

    def read(self, path: str | os.PathLike[str], limit: int = LARGEST) -> bytes:
        """Return what a file says in the editor, else what it holds on disk.

        Raises:
            OSError: it cannot be read, is no regular file, or holds too much.
        """
        data = self.opened.get(Path(path))
        return read_file(path, limit) if data is None else data


def document_of(path: str, text: str) -> Document:
    """Return what a file says in an editor, which has decoded it.

    Raises:
        SourceError: it cannot be read, or is of no kind that is known.
    """
    kind = kind_of(path)
    if kind is None or kind.name != PYTHON:
        return read_document(encoded(text), path)
    plain = Source.from_text(text, path)
    return PythonFile(plain.data, path, plain)


def encoded(text: str) -> bytes:
    """Return the bytes that stand for what a file says in an editor."""
    return text.encode("utf-8", "surrogatepass")


def edits_of(change: FileChange) -> Iterator[TextEdit]:
    """Yield the edits of a file that a change of it is, in lines that change."""
    if change.cells:
        parts = [(one.cell, one.before, one.after) for one in change.cells]
    else:
        parts = [(0, change.before, change.after)]
    for cell, before, after in parts:
        source = Source.from_text(before, change.path)
        for edit in line_edits(before, after):
            yield _placed(source, edit, cell)


def _placed(source: Source, edit: Edit, cell: int) -> TextEdit:
    start, end = source.position(edit.start), source.position(edit.end)
    return TextEdit(replace(start, cell=cell), replace(end, cell=cell), edit.content)
