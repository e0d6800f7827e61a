"""A page for people: text with blocks of Python, which are one module in order."""

from __future__ import annotations

from abc import abstractmethod
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence

from ...model import FileChange
from ..decode import SourceError
from ..document import Document
from ..edits import apply_edits
from ..frame import Frame, Piece
from ..source import Source
from .block import Block, TextLine, lines_of
from .splice import block_edits


class Page(Document):
    """A page; what no rewrite concerns stays byte for byte.

    One that is not UTF-8 is read as if each byte were a character.
    """

    def __init__(self, data: bytes, path: str) -> None:
        super().__init__(data, path)
        self._bom = data.startswith(BOM_UTF8)
        body = data.removeprefix(BOM_UTF8)
        try:
            self._text, self._encoding = body.decode(), "utf-8"
        except UnicodeDecodeError:
            self._text, self._encoding = body.decode("latin-1"), "latin-1"
        blocks = self.blocks(lines_of(self._text))
        self._blocks = sorted(blocks, key=lambda block: block.start)
        pieces = [piece for block in self._blocks for piece in block.pieces()]
        if pieces:
            self._sources = (Source.framed(Frame((*pieces,)), path, data, prose=True),)
        self._unread = [one for block in self._blocks for one in block.unread()]

    @abstractmethod
    def blocks(self, lines: Sequence[TextLine]) -> Iterable[Block]:
        """Return the blocks of Python in the lines of a page."""

    def rewritten(self, sources: Sequence[Source]) -> bytes:
        """Return the page with these sources in its blocks."""
        pieces: list[Piece] = []
        for source in sources:
            pieces += source.frame.pieces if source.frame else ()
        edits = block_edits(self._text, self._blocks, pieces)
        return self._bytes(apply_edits(self._text, edits))

    def encoded(self, text: str) -> bytes:
        """Return the page's bytes where it is to say ``text``, a mark before it."""
        return self._bytes(text.removeprefix("\ufeff"))

    def _bytes(self, text: str) -> bytes:
        try:
            body = text.encode(self._encoding)
        except UnicodeEncodeError as error:
            raise SourceError(f"cannot be written: {error.reason}") from error
        return (BOM_UTF8 if self._bom else b"") + body

    def lines(self, cell: int) -> list[str]:
        """Return the lines of the page."""
        return [line.text.rstrip("\r\n") for line in lines_of(self._text)]

    def change(self, data: bytes) -> FileChange:
        """Return what another content changes."""
        mark = "\ufeff" if self._bom else ""
        after = data.removeprefix(BOM_UTF8).decode(self._encoding)
        texts = f"{mark}{self._text}", f"{mark}{after}"
        return FileChange(self.path, *texts, encoding=self._encoding)
