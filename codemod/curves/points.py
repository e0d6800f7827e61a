"""The points that a curve is drawn through."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..report import draw
from .record import LearningRate

if TYPE_CHECKING:
    from ..rule.curve import Curve
    from ..rule.recipe import Recipes


def curve_of(rate: LearningRate, recipes: Recipes) -> Curve | None:
    """Return the curve of a learning rate in plain arithmetic, if it has one."""
    if rate.recipe is None or rate.raises:
        return None
    return recipes.curve(rate.recipe)


def drawn_steps(curve: Curve, count: int = 128) -> Sequence[int]:
    """Return the whole steps at which a curve is looked at, ascending.

    They are spread evenly from 0 to the last step that is to be seen, with the steps
    around every boundary among them. A curve that never moves has two.

    Args:
        curve: what is drawn.
        count: into how many parts it is divided; a short curve has one per step.
    """
    end = curve.span or 1
    steps = {round(end * index / count) for index in range(count + 1)}
    for boundary in curve.boundaries:
        first = math.ceil(boundary)
        steps.update(step for step in (first - 1, first) if 0 <= step <= end)
    return sorted(steps)


def columns(curve: Curve, width: int) -> list[float]:
    """Return what a line of so many characters shows of a curve."""
    steps = drawn_steps(curve, 8 * width)
    return draw.columns(((step, curve.at(step)) for step in steps), width)
