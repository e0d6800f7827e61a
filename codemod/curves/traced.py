"""A curve as the line that is drawn of it: whole steps, and where it jumps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, hypot, inf, isfinite
from typing import NamedTuple

from ..rule.curve import Curve
from .points import drawn_steps

_BEFORE = 1e-3  # so much of a step before it, what is continuous is as good as there

_BEHIND = 0.04
_MOST = 1_000
"""So many steps are looked at where there are thousands of boundaries."""


class Dot(NamedTuple):
    """A step and the value there; of two at one step, the curve jumps."""

    step: float
    value: float


def traced(curve: Curve, parts: int) -> list[Dot]:
    """Return the line of a curve, ascending from step 0 to what is to be seen.

    Behind the last boundary a part more is drawn, for what holds there to be seen.

    Args:
        curve: what is drawn.
        parts: into how many the line is divided.
    """
    steps = [*drawn_steps(curve, parts)]
    if len(steps) > _MOST:
        steps = [*steps[: -1 : ceil(len(steps) / _MOST)], steps[-1]]
    if curve.boundaries and steps[-1] == ceil(curve.boundaries[-1]):
        steps.append(steps[-1] + ceil(steps[-1] * _BEHIND))
    dots = [Dot(step, _value(curve, step)) for step in steps]
    line = dots[:1]
    for before, after in pairwise(dots):
        line += [*_jump(curve, before, after), after]
    return line


def _jump(curve: Curve, before: Dot, after: Dot) -> Iterator[Dot]:
    """Yield the two ends of a jump between two dots, or the one before the later."""
    if before.value == after.value or not isfinite(before.value + after.value):
        return
    first, last = int(before.step), int(after.step)
    if last - first == 1:
        left = _value(curve, last - _BEFORE)
        if abs(left - after.value) > abs(before.value - after.value) / 2:
            yield Dot(last, left)
        return
    if _value(curve, (first + last) // 2) not in (before.value, after.value):
        return
    while last - first > 1:
        middle = (first + last) // 2
        if _value(curve, middle) == before.value:
            first = middle
        else:
            last = middle
    yield Dot(last, before.value)
    if last != after.step:
        yield Dot(last, _value(curve, last))


def _value(curve: Curve, step: float) -> float:
    try:
        return float(curve.at(step))
    except OverflowError:
        return inf


class Point(NamedTuple):
    """A place in a picture."""

    x: float
    y: float


def thinned(points: Sequence[Point], room: float) -> list[Point]:
    """Return what is needed of a line for no point to be further off than that."""
    kept = {0, len(points) - 1}
    open_parts = [(0, len(points) - 1)]
    while open_parts:
        begin, end = open_parts.pop()
        index, far = _furthest(points, begin, end)
        if far > room:
            kept.add(index)
            open_parts += [(begin, index), (index, end)]
    return [points[index] for index in sorted(kept)]


def _furthest(points: Sequence[Point], begin: int, end: int) -> tuple[int, float]:
    """Return which point between two is furthest off the line through them."""
    (left, low), (right, high) = points[begin], points[end]
    across, up = right - left, high - low
    length = hypot(across, up)
    found, far = begin, 0.0
    for index in range(begin + 1, end):
        x, y = points[index]
        if length:
            off = abs(across * (y - low) - up * (x - left)) / length
        else:
            off = hypot(x - left, y - low)
        if off > far:
            found, far = index, off
    return found, far
