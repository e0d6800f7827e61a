"""What another file says: its syntax is let go where that of more files is asked for.

Many files are asked the same, one after the other, and each of few things.
"""

from __future__ import annotations

import ast
from dataclasses import fields
from functools import cached_property

from ...files.held import Held
from ...files.source import Source

_MOST = 2**18  # characters of files whose syntax is there at once; 10 MB of it


class OtherSource(Source):
    """A file that is not looked at itself, or one that is and that others ask."""

    __hash__ = object.__hash__  # two that say the same have each their own syntax
    __eq__ = object.__eq__

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file, which makes room for itself.

        Raises:
            SourceError: it is not Python, or not that of the running interpreter.
        """
        last: LastParsed | None = self.__dict__.get("last")
        if last is not None:
            last.add(self)
        tree: ast.Module = super().tree
        return tree

    def let_go(self) -> None:
        """Forget the syntax."""
        for name in ("tree", "nodes"):
            self.__dict__.pop(name, None)


class LastParsed:
    """The files of a run whose syntax is there, those that were parsed last."""

    def __init__(self) -> None:
        self._files: Held[OtherSource, OtherSource] = Held(
            _MOST, _size, OtherSource.let_go
        )

    def lend(self, source: Source) -> OtherSource:
        """Return a file as one whose syntax makes room for that of others."""
        lent = OtherSource(*(getattr(source, one.name) for one in fields(source)))
        lent.__dict__["last"] = self
        return lent

    def add(self, source: OtherSource) -> None:
        """Make room for the syntax of a file, however large that is."""
        self._files.add(source, source)


def _size(source: OtherSource) -> int:
    return len(source.text)
