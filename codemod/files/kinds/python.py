"""Python files: the text is the source."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Document, Kind
from ..source import Source


class PythonFile(Document):
    """A Python file; its one source is the whole of it."""

    def __init__(self, data: bytes, path: str) -> None:
        super().__init__(data, path)
        self.sources = (Source.from_bytes(data, path),)

    def rewritten(self, sources: Sequence[Source]) -> bytes:
        """Return the file with the text of its source."""
        (source,) = sources
        return self.encoded(source.text)

    def encoded(self, text: str) -> bytes:
        """Return the file's bytes where it is to say ``text``."""
        return self.sources[0].encode(text.removeprefix("\ufeff"))


KIND = Kind("Python file", (".py", ".pyi", ".pyw"), PythonFile)
