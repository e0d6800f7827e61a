"""The same curves under two releases of Optax, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...rule.curve import Curve
from ...rule.recipe import Recipes
from ..record import LearningRate
from .bits import asked, between
from .compute import computed
from .project import plain
from .record import Versions
from .singles import Parting
from .steps import steps_of, telling_steps


@dataclass(frozen=True, slots=True)
class Compared:
    """One curve under two releases."""

    rate: LearningRate
    parting: Parting


@dataclass(frozen=True, slots=True)
class Releases:
    """All curves under two releases."""

    before: Versions
    after: Versions
    results: Sequence[Compared]


def compare_releases(
    rates: Sequence[LearningRate], pythons: tuple[str, str], recipes: Recipes
) -> Releases:
    """Return how far each curve is from itself in two environments.

    The two compute at the same time, and one curve of each is held at once.

    Raises:
        LockError: one of them cannot.
    """
    wanted = []
    for one in rates:
        assert one.recipe is not None
        found = plain(one.recipe, recipes)
        curve = found if isinstance(found, Curve) else None
        wanted.append(asked(one.recipe, steps_of(curve), telling_steps(curve)))
    with (
        computed(pythons[0], wanted) as (before, old),
        computed(pythons[1], wanted) as (after, new),
    ):
        results = [
            Compared(rate, between(one, other, want))
            for rate, want, one, other in zip(rates, wanted, old, new, strict=True)
        ]
    return Releases(before, after, results)
