"""Places that hold a value, joined wherever a value may go from one to another.

Flow-insensitive, as in Steensgaard's analysis: an assignment makes two places
one, so all that may ever be the same object is together, and perhaps more.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from ..names.scopes import Scope


@dataclass(frozen=True, slots=True)
class Variable:
    """A name in its scope; a parameter is one, too."""

    scope: Scope
    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of any object of the module: told apart by name alone."""

    name: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a function returns, or one element of the tuple that it returns."""

    function: ast.AST
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """An expression that makes a value."""

    node: ast.expr


Place = Variable | Attribute | Result | Value


class Joined:
    """A union-find over places."""

    def __init__(self) -> None:
        self._parent: dict[Hashable, Place] = {}

    def find(self, place: Place) -> Place:
        """Return the one place that stands for all that are joined with it."""
        while (parent := self._parent.setdefault(place, place)) != place:
            self._parent[place] = self._parent[parent]
            place = parent
        return place

    def join(self, one: Place, other: Place) -> None:
        """Let a value of one place be a value of the other."""
        self._parent[self.find(one)] = self.find(other)

    def groups(self) -> Iterator[list[Place]]:
        """Yield the joined places, in the order in which they were first seen."""
        found: dict[Place, list[Place]] = {}
        for place in list(self._parent):
            assert isinstance(place, Variable | Attribute | Result | Value)
            found.setdefault(self.find(place), []).append(place)
        yield from found.values()
