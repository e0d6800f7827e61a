"""The files of a run, as they were when its findings were made."""

from __future__ import annotations

from ..files.source import Source, SourceError
from ..model import RunResult


class Sources:
    """Reads the files that findings are in; the last one is kept.

    Args:
        result: of the run.
        stdin: what came in on standard input; None where files were named.
    """

    def __init__(self, result: RunResult, stdin: bytes | None) -> None:
        self._before = {change.path: change.before for change in result.changes}
        self._stdin = stdin
        self._last: tuple[str, Source | None] = ("", None)

    def of(self, path: str) -> Source | None:
        """The file before any change; None where it cannot be read any more."""
        if self._last[0] != path:
            self._last = (path, self._read(path))
        return self._last[1]

    def _read(self, path: str) -> Source | None:
        try:
            if self._stdin is not None:
                return Source.from_bytes(self._stdin, path)
            source = Source.read(path)
        except SourceError:
            return None
        if path in self._before:
            return source.with_text(self._before[path].removeprefix("\ufeff"))
        return source
