"""A file with Python in it, whatever its kind: what a run reads, and writes back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from ..model import FileChange, Position, TextEdit
from .decode import decode
from .source import Source


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a file that should hold Python, and cannot be read.

    Attributes:
        place: where it starts.
        why: in a clause.
        text: what it says.
        prose: whether it is an example for people, in a page or a docstring.
    """

    place: Position
    why: str
    text: str
    prose: bool = False


class Document(ABC):
    """A file that was read, and the Python in it.

    Args:
        data: its bytes.
        path: as it is to be printed.

    Raises:
        SourceError: it cannot be read.
    """

    _sources: Sequence[Source] = ()
    _unread: Sequence[Unread] = ()

    def __init__(self, data: bytes, path: str) -> None:
        self.data = data
        self.path = path

    @property
    def sources(self) -> Sequence[Source]:
        """The Python in it, each a module of its own."""
        return self._sources

    @property
    def unread(self) -> Sequence[Unread]:
        """Parts that cannot be read; they stay as they are."""
        return self._unread

    @abstractmethod
    def rewritten(self, sources: Sequence[Source]) -> bytes:
        """Return the file's bytes with these sources in place of its own.

        Every byte that no edit of a source concerns is the file's.

        Raises:
            SourceError: the file cannot say that.
        """

    def encoded(self, text: str) -> bytes:
        """Return the bytes of the file where it is to say ``text``.

        Raises:
            SourceError: the file cannot say that.
        """
        return text.encode("utf-8", "surrogatepass")

    def lines(self, cell: int) -> list[str]:
        """Return the lines that places in a cell count; cell 0 is the file."""
        return Source.from_bytes(self.data, self.path).lines

    def with_edits(self, edits: Iterable[TextEdit]) -> Self:
        """Return the file after edits of one of its sources.

        Raises:
            IndexError: no source has those places.
            SourceError: the file cannot say that.
        """
        wanted = [*edits]
        for index, source in enumerate(self.sources):
            try:
                new = source.edited(source.edit(one) for one in wanted)
            except IndexError:
                continue
            sources = [*self.sources[:index], new, *self.sources[index + 1 :]]
            return type(self)(self.rewritten(sources), self.path)
        raise IndexError(wanted)

    def change(self, data: bytes) -> FileChange:
        """Return what another content changes, as a person reads it."""
        return FileChange(self.path, _shown(self.data), _shown(data))


def _shown(data: bytes) -> str:
    text, _, bom = decode(data)
    return f"\ufeff{text}" if bom else text
