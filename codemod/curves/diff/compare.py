"""Two curves held against each other: where they part, how far, and by what area."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import isfinite, nan

from ...rule.curve import Curve
from ..points import drawn_steps
from .record import Apart, Fate, Move

EVERY = 10_000
"""Up to how many steps each one is looked at."""
_POINTS = 4096  # of a longer curve, beside those around its boundaries
_ZOOM = 64
_RESOLUTION = 2.0**-23  # of float32, against the values themselves
_ROUNDING = 2.0**-44  # of our arithmetic in float64, against the highest value

Look = Callable[[int], Apart]


def compared(before: Curve, after: Curve) -> tuple[Fate, Move | None]:
    """Return what became of a curve, and how it moved if it did."""
    span = max(before.span, after.span, 1)
    every_step = span <= EVERY

    def look(step: int) -> Apart:
        return Apart(step, value_at(before, step), value_at(after, step))

    steps: Sequence[int] = range(span + 1)
    if not every_step:
        seen = [replace(one, reach=span) for one in (before, after)]
        steps = sorted({step for one in seen for step in drawn_steps(one, _POINTS)})
    points = [look(step) for step in steps]
    apart = _Apart(points)
    index = next((at for at, one in enumerate(points) if apart(one)), None)
    if index is None:
        same = not any(one.distance for one in points)
        return (Fate.AS_BEFORE if same else Fate.LAST_BITS), None
    first = points[index]
    if index:
        first = _parting(look, apart, points[index - 1].step, first)
    return Fate.MOVED, Move(
        first, _farthest(look, points), _growth(points), span, every_step
    )


def value_at(curve: Curve, step: int) -> float:
    """Return the value at a step; NaN where there is none."""
    try:
        value = curve.at(step)
        return float(value) if isinstance(value, int | float) else nan
    except ArithmeticError:
        return nan


class _Apart:
    """Whether two values are apart by more than the rounding of numbers."""

    def __init__(self, points: Sequence[Apart]) -> None:
        values = [abs(v) for one in points for v in (one.before, one.after)]
        self._floor = _ROUNDING * max(filter(isfinite, values), default=0.0)

    def __call__(self, point: Apart) -> bool:
        size = max(abs(point.before), abs(point.after))
        room = _RESOLUTION * size if isfinite(size) else 0.0
        return point.distance > max(room, self._floor)


def _parting(
    look: Look, apart: Callable[[Apart], bool], low: int, first: Apart
) -> Apart:
    """Return the first step at which curves are apart, after one where they meet."""
    while first.step - low > 1:
        middle = look((low + first.step) // 2)
        if apart(middle):
            first = middle
        else:
            low = middle.step
    return first


def _farthest(look: Look, points: Sequence[Apart]) -> Apart:
    """Return the step with the largest distance, looked for ever more closely."""
    while True:
        best = max(points, key=lambda one: one.distance)
        at = points.index(best)
        low = points[max(at - 1, 0)].step
        high = points[min(at + 1, len(points) - 1)].step
        if high - low <= 2:
            return best
        width = max((high - low) // _ZOOM, 1)
        closer = {*range(low, high + 1, width), best.step, high}
        points = [look(step) for step in sorted(closer)]


def _growth(points: Sequence[Apart]) -> float | None:
    """Return by which share the sum of all steps grew; lines between the points."""
    before, after = (
        sum((b.step - a.step) * (side(a) + side(b)) / 2 for a, b in pairwise(points))
        + (side(points[0]) + side(points[-1])) / 2
        for side in (_before, _after)
    )
    if not before or not isfinite(before) or not isfinite(after):
        return None
    if (before < 0) != (after < 0) and after:
        return None  # as where a schedule comes to have the sign of the update
    return (after - before) / abs(before)


def _before(point: Apart) -> float:
    return point.before


def _after(point: Apart) -> float:
    return point.after
