"""The curve of a schedule in plain arithmetic: where it turns, how high, how it ends.

Between two of its corners a curve only rises, only falls, or stays. So what it reaches
is seen at the whole steps around its corners, however long it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

_FOREVER = 2**62  # no training is as long


class CurveError(Exception):
    """What Optax raises for these arguments.

    Attributes:
        kind: the name of the exception's class.
        text: its message.
    """

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(f"{kind}: {text}")
        self.kind = kind
        self.text = text


@dataclass(frozen=True, slots=True)
class Point:
    """A value, and the first step that has it.

    Attributes:
        step: None where the curve comes ever nearer to the value.
    """

    value: float
    step: int | None


@dataclass(frozen=True)
class Curve:
    """A schedule as its values and the steps at which its pieces meet.

    Attributes:
        at: the value at a step, 0 or later.
        corners: where its pieces meet, in any order; each piece is monotone.
        tail: what it comes ever nearer to behind the last corner; None where
            it stays there as it is.
        reach: the steps that show its form, where it has no end.
    """

    at: Callable[[float], float]
    corners: tuple[float, ...] = ()
    tail: float | None = None
    reach: float = 0

    @cached_property
    def boundaries(self) -> tuple[float, ...]:
        """The steps after 0 at which its pieces meet, ascending."""
        return tuple(sorted({one for one in self.corners if 0 < one < _FOREVER}))

    @cached_property
    def _points(self) -> tuple[Point, ...]:
        """Its values at step 0, and at the whole steps around each boundary."""
        steps = {0}
        for boundary in self.boundaries:
            first = math.ceil(boundary)
            steps.update((first - 1, first, math.floor(boundary) + 1))
        return tuple(Point(self.at(step), step) for step in sorted(steps))

    @property
    def highest(self) -> Point:
        """Its highest value."""
        return max(self._reached(), key=lambda one: one.value)

    @property
    def lowest(self) -> Point:
        """Its lowest value."""
        return min(self._reached(), key=lambda one: one.value)

    def _reached(self) -> Sequence[Point]:
        ends = () if self.tail is None else (Point(self.tail, None),)
        return (*self._points, *ends)

    @property
    def span(self) -> int:
        """The last step that is to be seen of it."""
        return math.ceil(max((min(self.reach, _FOREVER), *self.boundaries)))

    @property
    def last(self) -> Point:
        """Its last value, and the step from which on it holds."""
        if self.tail is not None:
            return Point(self.tail, None)
        starts = [0, *(math.ceil(boundary) for boundary in self.boundaries)]
        *before, end = [Point(self.at(step), step) for step in starts]
        for point in reversed(before):
            if point.value != end.value:
                break
            end = point
        return end


def joined(curves: Sequence[Curve], boundaries: Sequence[float]) -> Curve:
    """Return the curve of schedules one after the other, as `join_schedules` has it.

    Each is asked for the steps since its boundary; what has no partner is left out.
    """
    pairs = tuple(zip(boundaries, curves[1:], strict=False))

    def at(step: float) -> float:
        value = curves[0].at(step)
        for boundary, later in pairs:
            if step >= boundary:
                value = later.at(step - boundary)
        return value

    begin, end = pairs[-1] if pairs else (0.0, curves[0])
    corners = tuple(_corners(curves[0], pairs))
    return Curve(at, corners, end.tail, begin + end.reach if end.reach else 0)


def _corners(first: Curve, pairs: Sequence[tuple[float, Curve]]) -> Iterator[float]:
    yield from first.corners
    for boundary, later in pairs:
        yield boundary
        yield from (boundary + one for one in later.corners)
