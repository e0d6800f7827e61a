"""The files of a run, as they were when its findings were made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..files.decode import SourceError
from ..files.read import read_file
from ..model import RunResult

if TYPE_CHECKING:
    from ..files.document import Document


class Sources:
    """Reads the files that findings are in; the last one is kept.

    Args:
        result: of the run.
        stdin: what came in on standard input; None where files were named.
        real: the paths of files that are asked for by another name.
    """

    def __init__(
        self,
        result: RunResult,
        stdin: bytes | None,
        real: Mapping[str, str] | None = None,
    ) -> None:
        self._before = {change.path: change.before for change in result.changes}
        self._stdin = stdin
        self._real = real or {}
        self._last: tuple[str, Document | None] = ("", None)
        self._lines: dict[int, list[str]] = {}

    def of(self, path: str) -> Document | None:
        """The file before any change; None where it cannot be read any more."""
        if self._last[0] != path:
            self._last, self._lines = (path, self._read(path)), {}
        return self._last[1]

    def lines(self, path: str, cell: int) -> list[str]:
        """The lines that places in a cell count; none where the file is gone."""
        document = self.of(path)
        if document is None:
            return []
        if cell not in self._lines:
            self._lines[cell] = document.lines(cell)
        return self._lines[cell]

    def _read(self, path: str) -> Document | None:
        from ..files.kinds import read_document

        path = self._real.get(path, path)
        data = self._stdin
        try:
            document = read_document(read_file(path) if data is None else data, path)
            if path in self._before:
                before = document.encoded(self._before[path])
                return read_document(before, path)
            return document
        except (SourceError, OSError):
            return None
