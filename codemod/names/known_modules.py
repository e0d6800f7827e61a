"""The modules of a tree whose names are known, kept as far as memory goes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from ..files.read import Files
from ..files.source import MAX_BYTES, Source, SourceError
from .bind import bind_module
from .elsewhere.other_files import OtherFiles
from .outline import Outline, outline_of
from .resolver import Resolver
from .scopes import ScopeTree

_MOST_NODES = 2**12  # of modules whose names are known between two files; 3 MB


class KnownModules:
    """Parses each module when one of its names is asked about.

    Args:
        files: what the files of the tree hold.
        elsewhere: the files of the tree that were read already.
        make: makes the resolver of a module.
    """

    def __init__(
        self,
        files: Files,
        elsewhere: OtherFiles,
        make: Callable[[ScopeTree, Path], Resolver],
    ) -> None:
        self._files = files
        self._elsewhere = elsewhere
        self._make = make
        self._resolvers: dict[Path, Resolver | None] = {}
        self._outlines: dict[Path, Outline] = {}
        self._size = 0

    def outline(self, file: Path, name: str) -> Outline:
        """Return the names of a module; none, where it does not say this one."""
        if file not in self._outlines:
            known = self._elsewhere.known(file)
            if known is not None and not known.may_bind(name):
                return Outline()
            scopes = self._scopes(file)
            found = outline_of(scopes) if scopes is not None else Outline()
            self._outlines[file] = found
            if scopes is not None and found.leads(name):
                self.resolver(file, scopes)
        return self._outlines[file]

    def resolver(self, file: Path, scopes: ScopeTree | None = None) -> Resolver | None:
        """Return the resolver of a module; None, where it is asked for meanwhile.

        Args:
            file: the module.
            scopes: its names, where they are known.
        """
        if file in self._resolvers:
            known = self._resolvers[file] = self._resolvers.pop(file)
            return known
        self._resolvers[file] = None
        scopes = scopes or self._scopes(file)
        if scopes is not None:
            made = self._resolvers[file] = self._make(scopes, file)
            self._size += _size(made)
        return self._resolvers[file]

    def each(self, files: Iterable[Path]) -> Iterator[Resolver | None]:
        """Yield the resolvers of modules that are asked once, each let go behind it."""
        before = frozenset(self._resolvers)
        for file in files:
            yield self.resolver(file)
            self.let_go(before)

    def let_go(self, but: Collection[Path] = ()) -> None:
        """Forget the modules that were not asked about longest, as far as memory goes.

        To be asked where no answer is being worked out: what is asked again gets
        another resolver.

        Args:
            but: those that stay.
        """
        if self._size > _MOST_NODES:
            for file in [one for one in self._resolvers if one not in but]:
                self._size -= _size(self._resolvers.pop(file))
                if self._size <= _MOST_NODES:
                    break
        self._elsewhere.clear_up()

    def _scopes(self, file: Path) -> ScopeTree | None:
        """Return the names of a file, which may be known already."""
        known = self._elsewhere.known(file)
        if known is not None:
            return known.scopes
        try:
            data = self._files.read(file, MAX_BYTES)
            return bind_module(Source.from_bytes(data, str(file)).tree)
        except (SourceError, OSError, RecursionError):
            return None


def _size(resolver: Resolver | None) -> int:
    return len(resolver.scopes.parents) if resolver is not None else 0
