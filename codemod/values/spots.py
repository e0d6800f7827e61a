"""An expression in a module of the tree, and what gives it its value.

``cfg.peak_lr`` is given by the field ``peak_lr: float = 3e-4`` of the class that
``cfg`` is annotated to be; ``TOTAL`` by the constant of another module. Each step is
certain, or says what else decides.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from .tree import Module


class Way(StrEnum):
    """By which way a value comes to an expression."""

    CONSTANT = "constant"
    FIELD = "field"
    DEFAULT = "default"
    CALL = "call"
    FLAG = "flag"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Spot:
    """A node in a module of the tree.

    Attributes:
        module: where it stands.
        node: an expression, a parameter, or the definition that a name is.
    """

    module: Module
    node: ast.AST


@dataclass(frozen=True, slots=True)
class Given:
    """What gives an expression its value.

    Attributes:
        by: the expression, parameter or definition that does.
        way: how.
        line: where that is said, in the module of ``by``.
        choice: who can give it another value; empty where nobody is seen.
        owner: what has the value there, like ``Config.peak_lr`` or ``--lr``.
    """

    by: Spot
    way: Way
    line: int
    choice: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the value of a name is said.

    Attributes:
        name: the name's text.
        value: what it is there.
        way: how it comes from there.
        path: the file.
        line: in that file.
        owner: what has the value there, like ``Config.peak_lr`` or ``--lr``.
        behind: where what is said there has its own values from.
    """

    name: str
    value: object
    way: Way
    path: str
    line: int
    owner: str = ""
    behind: tuple[Place, ...] = ()

    def __str__(self) -> str:
        return f"line {self.line} of {Path(self.path).name}"

    def first(self) -> Iterator[Place]:
        """Yield the places that its value begins at."""
        for place in self.behind:
            yield from place.first()
        if not self.behind:
            yield self


class Asks(Protocol):
    """What gives expressions their values, asked by one way of another."""

    def given(self, spot: Spot) -> Given | None:
        """Return what gives an expression its value, if one place does."""

    def origin(self, spot: Spot) -> Spot:
        """Return where all steps from an expression end."""
