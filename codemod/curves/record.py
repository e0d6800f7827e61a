"""What is known of one learning rate of a tree: plain, frozen, picklable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ..model import Position, Problem

if TYPE_CHECKING:
    from ..rule.curve import Point
    from ..rule.recipe import Recipe
    from ..values.spots import Place


class Basis(StrEnum):
    """What the values are that a curve is drawn with."""

    KNOWN = "known"
    CHOICE = "choice"
    SAMPLED = "sampled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Story:
    """A curve in numbers.

    Attributes:
        first: its value at step 0.
        peak: its highest value, and the first step that has it.
        last: its last value, and the step from which on it holds; the step is None
            where the curve only comes nearer to it.
        span: the last step that is to be seen of it.
        lowest: its lowest value, and the first step that has it.
        seen: its value at the last step that is to be seen.
    """

    first: float
    peak: Point
    last: Point
    span: int
    lowest: Point | None = None
    seen: float | None = None


@dataclass(frozen=True, slots=True)
class LearningRate:
    """One schedule that the tree makes, or one number that an optimizer is given.

    Attributes:
        path: the file, as it is to be printed.
        start: where the call is.
        scope: the qualified name of what it stands in; empty for the module.
        order: how many of the same scope stand before it.
        target: the name that it is bound to, if it is.
        function: what makes it, as ``optax.cosine_decay_schedule``; the optimizer,
            where that is given a number.
        call: the source of the call.
        optimizers: what it is given to, each with its place.
        basis: what the values are that it is drawn with.
        why: for a choice, who can give other values; else why they are not known.
        stated: where the values of names are said.
        sampled: the values that were taken for names, as text.
        recipe: what it is made of; None where that is not known.
        story: it in numbers; None where there is no curve.
        raises: what the library raises for these values; empty where it does not.
    """

    path: str
    start: Position
    scope: str
    order: int
    target: str
    function: str
    call: str
    optimizers: tuple[str, ...] = ()
    basis: Basis = Basis.UNKNOWN
    why: str = ""
    stated: tuple[Place, ...] = ()
    sampled: tuple[tuple[str, str], ...] = ()
    recipe: Recipe | None = None
    story: Story | None = None
    raises: str = ""

    @property
    def name(self) -> str:
        """The function's own name, without its module."""
        return self.function.rpartition(".")[2]

    @property
    def is_own(self) -> bool:
        """Whether its values are the user's: all are stated by the tree."""
        return self.basis in (Basis.KNOWN, Basis.CHOICE)


@dataclass(frozen=True, slots=True)
class LearningRates:
    """All learning rates of a run, in order, and what the run could not do."""

    found: tuple[LearningRate, ...]
    problems: tuple[Problem, ...] = ()
    files_scanned: int = 0
