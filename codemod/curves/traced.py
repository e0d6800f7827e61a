"""A curve as the line that is drawn of it: whole steps, and where it jumps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil, inf, isfinite

from ..report.picture.line import Dot
from ..rule.curve import Curve
from .points import drawn_steps

_BEFORE = 1e-3  # so much of a step before it, what is continuous is as good as there

_BEHIND = 0.04
_MOST = 1_000
"""So many steps are looked at where there are thousands of boundaries."""


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
