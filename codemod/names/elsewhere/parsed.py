"""Which files of the trees stay parsed, and how many.

Most are asked one question, and again no more; and what is parsed is fifty times as
large as its text.
"""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from ...files.held import Held, size_of_bytes
from ...files.source import Source
from ..bind import bind_module
from ..scopes import ScopeTree
from .other_source import LastParsed, OtherSource

_MOST_NODES = 2**13  # of files that are parsed at once; 5 MB
_OFTEN = 3  # times that a file is parsed
_MOST_OFTEN = 2**14  # nodes of those
_COLLECTED = 2**15  # nodes, after which what was let go is freed; that takes 0.1 s
_OF_ONE = 32  # nodes, as which a file counts besides its own
_MOST_TEXT = 2**22  # bytes of files that are held at once, and characters likewise


class Asked(Protocol):
    """A file whose names are asked for."""

    @property
    def path(self) -> Path:
        """The file, resolved."""

    def let_go(self) -> None:
        """Forget what was read of its names."""


class Parsed:
    """The files of a run's trees that are read and parsed: those that were asked last.

    What was asked longest ago makes room before another one is parsed: two large ones
    are not there at once. One that is parsed a third time makes room for such alone:
    where each asks of each other one, all would be parsed again for each question.

    Attributes:
        data: the bytes of those that were asked last.
        decoded: the same as texts.
        sources: those whose syntax is asked for without their names.
    """

    def __init__(self) -> None:
        self.data: Held[Asked, bytes] = Held(_MOST_TEXT, size_of_bytes)
        self.decoded: Held[Asked, OtherSource] = Held(_MOST_TEXT, _length)
        self.sources = LastParsed()
        self._last: Held[Asked, ScopeTree] = Held(_MOST_NODES, _size, _let_go)
        self._often: Held[Asked, ScopeTree] = Held(_MOST_OFTEN, _size, _let_go)
        self._times: dict[Asked, int] = {}
        self._lent: tuple[Path, str, ScopeTree] | None = None
        self._since = 0

    def lend(self, path: Path, text: str, scopes: ScopeTree) -> None:
        """Take the names of the file that is looked at, so that they are known."""
        self._lent = path, text, scopes
        self._since += _size(scopes)

    def of(self, file: Asked) -> ScopeTree | None:
        """Return the names of a file, where they are known."""
        return self._often.get(file) or self._last.get(file)

    def names(self, file: Asked, source: Source) -> ScopeTree:
        """Return the names of a file that are not known, and hold them.

        Raises:
            SourceError: it cannot be parsed.
        """
        times = self._times[file] = self._times.get(file, 0) + 1
        held = self._last if times < _OFTEN else self._often
        held.make_room(but=0)
        path, text, scopes = self._lent or (None, "", None)
        if scopes is None or file.path != path or source.text != text:
            # The tree of a copy goes with what it is let go with.
            scopes = bind_module(replace(source).tree)
        held.add(file, scopes)
        self._since += _size(scopes)
        return scopes

    def clear_up(self) -> None:
        """Let go of the file that was looked at, and free what was let go.

        Answers are held in circles: to free them takes a while, and waits for more.
        """
        self._lent = None
        if self._since > _COLLECTED:
            self._since = 0
            gc.collect()


def _let_go(file: Asked) -> None:
    file.let_go()


def _length(source: OtherSource) -> int:
    return size_of_bytes(source.data) + len(source.text)


def _size(scopes: ScopeTree) -> int:
    return len(scopes.parents) + _OF_ONE
