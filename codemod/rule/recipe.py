"""What a schedule is made of: the calls that make it, with every argument as a value.

Nothing of the user's code is in it any more, so it can be compared between two states
of a tree, computed in plain arithmetic, or made with whatever Optax is installed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ..sites.site import Site, SiteModule

if TYPE_CHECKING:
    import ast
    from inspect import Signature

    from .curve import Curve


class NotKnownError(Exception):
    """Why it is not known what a schedule is made of, in a clause for a person."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A call of a schedule, with its arguments as values.

    Attributes:
        function: the path of the function, as ``optax.join_schedules``.
        arguments: by the function's own names, in its order: numbers, texts, None,
            lists, dicts, and recipes again.
    """

    function: str
    arguments: tuple[tuple[str, object], ...]

    @property
    def name(self) -> str:
        """The function's own name, without its module."""
        return self.function.rpartition(".")[2]

    def __str__(self) -> str:
        given = ", ".join(f"{name}={_written(value)}" for name, value in self.arguments)
        return f"{self.function}({given})"

    def inner(self) -> Iterator[Recipe]:
        """Yield itself, and the schedules that it is given."""
        yield self
        for _, value in self.arguments:
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, Recipe):
                    yield from one.inner()


def _written(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        pairs = (f"{key!r}: {_written(one)}" for key, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, float) and not math.isfinite(value):
        return f"float({str(value)!r})"
    return str(value) if isinstance(value, Recipe) else repr(value)


class Take(Protocol):
    """From an argument of a site, by its parameter, to its value, or NotKnownError."""

    def __call__(self, site: Site, parameter: str, node: ast.expr, /) -> object:
        """Return the value."""


class Make(Protocol):
    """From an expression of a site to the call that makes it, or NotKnownError."""

    def __call__(self, module: SiteModule, node: ast.expr, /) -> Site:
        """Return the call."""


@dataclass(frozen=True, slots=True)
class Rate:
    """The learning rate that an optimizer is given.

    Attributes:
        call: the call that makes the optimizer.
        optimizer: its name, as ``optax.adamw``.
        given: what it is given: a number, or a schedule.
        state: the attribute and the key under which its state has a number that is
            injected, so that it can be set as the code runs; else empty.
    """

    call: ast.Call
    optimizer: str
    given: ast.expr
    state: tuple[str, str] = ("", "")


class Recipes(Protocol):
    """What the rules know of schedules, for whoever draws them."""

    def recipe(self, site: Site, take: Take, make: Make) -> Recipe:
        """Return what a call makes.

        Args:
            site: the call.
            take: takes the values of its arguments.
            make: finds the calls whose schedules it puts together.

        Raises:
            NotKnownError: that is not known.
        """

    def parts(self, site: Site) -> Sequence[ast.expr]:
        """Return the schedules that a call puts together."""

    def curve(self, recipe: Recipe) -> Curve | None:
        """Return the curve in plain arithmetic; None where it is no numbers.

        Raises:
            CurveError: what the library raises for these arguments.
        """

    def signature(self, function: str) -> Signature | None:
        """Return what a function takes whose schedule has a curve, by its path.

        None where nothing is known of it, or it takes other schedules.
        """

    def constant(self, value: float) -> Recipe:
        """Return the schedule that always has one value."""

    def rates(self, module: SiteModule) -> Iterator[Rate]:
        """Yield the learning rates that a module gives to optimizers."""

    def is_schedule(self, function: str) -> bool:
        """Whether the function with that path makes a schedule."""

    def domain(self, parameter: str) -> Sequence[object]:
        """Return values that a parameter may have, the plainest first."""

    def sample(self, parameter: str, name: str, turn: int) -> object:
        """Return a value that may be tried for a name in a parameter's argument.

        Args:
            parameter: the one that it is for.
            name: the name's text.
            turn: how often others were tried before.
        """

    def may_be_none(self, function: str, parameter: str) -> bool:
        """Whether None is a value that a parameter of a schedule has."""
