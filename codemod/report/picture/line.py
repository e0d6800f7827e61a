"""The line that is drawn of a curve, and how few points it takes."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import NamedTuple


class Dot(NamedTuple):
    """A step and the value there; of two at one step, the curve jumps."""

    step: float
    value: float


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
