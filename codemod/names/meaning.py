"""What resolving a name gives: a meaning, and where it was used."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from ..files.source import Source
from .configs.files import ConfigFiles
from .configs.lookups import Lookups
from .elsewhere.other_files import OtherFiles
from .elsewhere.tree_files import TreeFile
from .scopes import Scope, ScopeTree

T = TypeVar("T")

FILE = "file:"  # before the path of a module of the tree
GUESSED = "nothing imports"  # how the doubt about a module begins that is guessed
UNKNOWN = "?"  # the function of a site with a name that the library does not have
Key = tuple[Scope, str]
_MOST = 32  # alternatives; a name that can be more things than this is in doubt
_MOST_NAMES = 128  # that hold a function one after the other, and partials of it


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression refers to.

    Attributes:
        path: dotted path of a module or function.
        route: the names, each with its scope, that hold the function itself
            on the way here: an imported function, an alias. They move together.
        presets: the `functools.partial` calls around the function, innermost
            first.
        partials: those names on the route that hold a partial of it.
        also: what else it can be, where a condition or a key decides.
        doubt: why this is not certain; empty if it is.
    """

    path: str
    route: tuple[Key, ...] = ()
    presets: tuple[ast.Call, ...] = ()
    partials: tuple[Key, ...] = ()
    also: tuple[Meaning, ...] = ()
    doubt: str = ""

    def alternatives(self) -> Iterator[Meaning]:
        """Yield this meaning and the others."""
        yield self
        yield from self.also

    def held(self, key: Key, partial: bool = False) -> Meaning:
        """Return this as one more name holds it; that is in doubt after very many.

        Args:
            key: the name.
            partial: whether it is told as one that holds a partial of it.
        """
        if len(self.route) >= _MOST_NAMES:
            return self._too_long()
        partials = (*self.partials, key) if partial else self.partials
        return replace(self, route=(*self.route, key), partials=partials)

    def preset(self, partial: ast.Call) -> Meaning:
        """Return what a `functools.partial` makes of this, likewise."""
        if len(self.presets) >= _MOST_NAMES:
            return self._too_long()
        return replace(self, presets=(*self.presets, partial))

    def _too_long(self) -> Meaning:
        what = f"what it is goes through more than {_MOST_NAMES} names and partials"
        return replace(self, doubt=self.doubt or what)

    @property
    def order(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Where this stands among alternatives, whichever was found first."""
        return self.path, tuple((one.lineno, one.col_offset) for one in self.presets)


@dataclass(frozen=True, slots=True)
class Reference:
    """An expression that refers to a known function.

    Attributes:
        key: the name that holds the function itself, where ``node`` is one.
        computed: the function is only one of those that a computed name may be.
    """

    node: ast.expr
    function: str
    meaning: Meaning
    key: Key | None
    computed: bool = False


class Modules(Protocol):
    """The other modules of the tree, as they are asked for."""

    elsewhere: OtherFiles
    configs: ConfigFiles

    def module(self, importer: str, module: str, level: int) -> Meaning | None:
        """Return the module of the tree that an import statement names."""

    def file(self, importer: str, module: str, level: int) -> Path | None:
        """Return the one file that a module's name leads to, if it is certain."""

    def part(self, package: str, name: str) -> Path | None:
        """Return the file of a package's own module, if it is one and has that."""

    def shadow(self, importer: str, library: str) -> str:
        """Return which file of the tree may be what a library's name imports."""

    def in_place_of(self, importer: str, library: str) -> str:
        """Return what may be imported in a library's place, by whatever path."""

    def member(self, module: Meaning, name: str) -> Meaning | None:
        """Return what ``name`` stands for in a module of the tree."""

    def scopes(self, module: Meaning) -> ScopeTree | None:
        """Return the scopes of a module of the tree, if it can be read."""

    def binds(self, module: Meaning, name: str) -> bool:
        """Whether a module of the tree may have a name, of its own or by a star."""

    def is_open(self, module: Meaning, name: str) -> bool:
        """Whether a module may bind a name that it does not say, or has it so."""

    def is_imported(self, path: str, name: str) -> bool:
        """Whether another file of the tree takes ``name`` from the one at ``path``."""

    def may_use(self, path: str, name: str) -> bool:
        """Whether another file of the tree may use ``name`` of the one at ``path``."""

    def lookups(self, file: Path) -> Lookups:
        """Return what the tree of a file finds by texts of its configurations."""

    def remember(self, make: Callable[[Any], T]) -> T:
        """Return what ``make`` tells of the project, asked only once."""

    def connected(self, source: Source, word: str) -> Iterator[Source]:
        """Yield the other files saying ``word`` to which objects of a file may get."""

    def connected_files(self, source: Source, word: str) -> Iterator[TreeFile]:
        """Yield the same as files, of which none need be decoded."""


def united(known: Iterable[Meaning], doubt: str) -> Meaning:
    """Return one meaning for all, with the different ones as alternatives."""
    known = list(known)
    route = tuple(dict.fromkeys(step for one in known for step in one.route))
    different: dict[tuple[str, tuple[ast.Call, ...]], Meaning] = {}
    for one in (one for meaning in known for one in meaning.alternatives()):
        plain = replace(one, route=route, also=(), doubt=doubt)
        different.setdefault((one.path, one.presets), plain)
    first, *rest = different.values()
    if len(rest) >= _MOST:
        doubt = doubt or f"it can be any of more than {_MOST} things"
        first, *rest = (replace(one, doubt=doubt) for one in (first, *rest[:_MOST]))
    return replace(first, also=tuple(rest))


def led_back(
    name: str, own: Meaning | None, circle: Iterable[object]
) -> Meaning | None:
    """Return what a name is that leads back to itself, in doubt.

    Args:
        name: it, or the expression.
        own: what it is where the names in the circle are left out.
        circle: what they all are so.
    """
    known = [one for one in circle if isinstance(one, Meaning)]
    if not known:
        return None
    known.sort(key=lambda one: one.order)
    doubt = own.doubt if own is not None else ""
    doubt = doubt or f"what `{name}` is leads back to itself"
    return united([own, *known] if own is not None else known, doubt)
