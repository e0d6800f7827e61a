"""Places that hold a value, joined wherever a value may go from one to another.

Flow-insensitive, as in Steensgaard's analysis: an assignment makes two places
one, so all that may ever be the same object is together, and perhaps more.

They are tuples, since there are many. None equals one of another kind, since each kind
begins with another thing: a scope, a name, a function, an expression, a place.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

from ..names.scopes import Scope


class Variable(NamedTuple):
    """A name in its scope; a parameter is one, too."""

    scope: Scope
    name: str


class Attribute(NamedTuple):
    """An attribute of any object of the module: told apart by name alone."""

    name: str


class Result(NamedTuple):
    """What a function returns, or one element of the tuple that it returns."""

    function: ast.AST
    element: int | None = None


class Value(NamedTuple):
    """An expression that makes a value."""

    node: ast.expr


class Item(NamedTuple):
    """What a tuple, list or dict holds under a key that is written out."""

    base: Place
    key: int | str


Place = Variable | Attribute | Result | Value | Item


def item(base: Place, key: int | str) -> Place:
    """Return the place of what one that is a container holds under a key."""
    if isinstance(base, Result) and base.element is None and isinstance(key, int):
        return Result(base.function, key)
    return Item(base, key)


def _held_in(place: Place) -> tuple[Place, int | str] | None:
    """Return the container that a place is in, and under which key, or None."""
    if isinstance(place, Item):
        return place.base, place.key
    if isinstance(place, Result) and place.element is not None:
        return Result(place.function), place.element
    return None


class Joined:
    """A union-find over places."""

    def __init__(self) -> None:
        self._parent: dict[Place, Place] = {}

    def find(self, place: Place) -> Place:
        """Return the one place that stands for all that are joined with it."""
        while True:
            parent = self._parent.setdefault(place, place)
            if parent is place or parent == place:
                return place
            self._parent[place] = self._parent[parent]
            place = parent

    def join(self, one: Place, other: Place) -> None:
        """Let a value of one place be a value of the other."""
        self._parent[self.find(one)] = self.find(other)

    def settle(self) -> None:
        """Join what containers hold that are joined themselves, and so on inside."""
        joined = True
        while joined:
            joined = False
            first: dict[tuple[Place, int | str], Place] = {}
            for place in list(self._parent):
                if (held := _held_in(place)) is None:
                    continue
                one = self.find(first.setdefault((self.find(held[0]), held[1]), place))
                if one != self.find(place):
                    self.join(place, one)
                    joined = True

    def groups(self) -> dict[Place, list[Place]]:
        """Return the joined places, in the order in which they were first seen.

        By the one that stands for them.
        """
        found: dict[Place, list[Place]] = {}
        for place in list(self._parent):
            found.setdefault(self.find(place), []).append(place)
        return found
