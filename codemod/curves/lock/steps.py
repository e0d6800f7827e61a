"""At which steps a curve is locked, and which of its values are written out.

Every step to the end where that can be done; of a longer curve the beginning, what
lies around its boundaries, and steps spread over all of it. They are ranges, so that
a line of text holds them, and so that no NumPy is needed to say them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

from ...rule.curve import Curve
from ...verify.steps import (
    CHUNK,
    EXACT_STEPS,
    FIRST_STEPS,
    LAST_STEP,
    MARGIN,
    SPREAD_STEPS,
)

MOST_STEPS = 2 * EXACT_STEPS
MOST_TELLING = 24
SINGLE_STEPS = 64
FURTHER = 6
_RANGE = re.compile(r"([0-9]{1,10})(?:-([0-9]{1,10})(?: by ([0-9]{1,10}))?)?")


@dataclass(frozen=True)
class Steps:
    """Whole steps in ranges, in the order in which they are computed."""

    ranges: tuple[range, ...]

    def __len__(self) -> int:
        return sum(map(len, self.ranges))

    def __iter__(self) -> Iterator[int]:
        for one in self.ranges:
            yield from one

    def __str__(self) -> str:
        return ", ".join(map(_written, self.ranges))

    @cached_property
    def _starts(self) -> Sequence[int]:
        starts = [0]
        for one in self.ranges:
            starts.append(starts[-1] + len(one))
        return starts

    def index(self, step: int) -> int:
        """Return the place of a step among them.

        Raises:
            ValueError: it is none of them.
        """
        for start, one in zip(self._starts, self.ranges, strict=False):
            if step in one:
                return start + one.index(step)
        raise ValueError(f"step {step} is not among its steps")


def steps_of(curve: Curve | None) -> Steps:
    """Return the steps at which a curve is computed; what is none has one."""
    if curve is None:
        return Steps((range(1),))
    end = min(curve.span, LAST_STEP - MARGIN)
    if curve.tail is not None:
        end = max(end, CHUNK - MARGIN - 1)
    far = map(_only, _far(curve))
    if end <= EXACT_STEPS:
        beyond = (one for one in far if one[0] > end + MARGIN)
        return Steps((range(end + MARGIN + 1), *beyond))
    stride = math.ceil(end / SPREAD_STEPS)
    spread = range(FIRST_STEPS, end + MARGIN + 1, stride)
    around = map(_only, telling_steps(curve))
    return Steps((range(FIRST_STEPS), spread, *around, *far))


def telling_steps(curve: Curve | None) -> Sequence[int]:
    """Return a few steps that tell the form of a curve, ascending.

    Those around its boundaries, and the middle of what lies between them.
    """
    if curve is None:
        return [0]
    end = min(curve.span, LAST_STEP - MARGIN)
    corners = [0, *(one for one in curve.boundaries if one < end), end]
    steps = {0, 1, end}
    for before, after in pairwise(corners):
        steps.add(math.floor((before + after) / 2))
        steps.update((math.ceil(after) - 1, math.floor(after), math.ceil(after)))
    if curve.tail is not None:
        steps.update(_far(curve))
    ordered = sorted(one for one in steps if one >= 0)
    if len(ordered) <= MOST_TELLING:
        return ordered
    last = len(ordered) - 1
    return [
        ordered[round(index * last / (MOST_TELLING - 1))]
        for index in range(MOST_TELLING)
    ]


def _far(curve: Curve) -> Iterator[int]:
    """Yield a step beyond the end, and more where the curve only comes nearer to it."""
    step = 4 * min(curve.span, LAST_STEP) + 1000
    yield min(step, LAST_STEP)
    for _ in range(FURTHER if curve.tail is not None else 0):
        step *= 4
        if step < LAST_STEP:
            yield step


def _only(step: int) -> range:
    return range(step, step + 1)


def number_steps(steps: Steps, telling: Sequence[int]) -> Sequence[int]:
    """Return those at which a curve is also asked for with Python's numbers."""
    stride = max(1, len(steps) // SINGLE_STEPS)
    return sorted({*telling, *islice(steps, 0, None, stride)})


def read_steps(text: str) -> Steps:
    """Return the steps that a text says, such as ``0-108, 1400``.

    Raises:
        ValueError: it says none, or more than anybody computes.
    """
    matches = [_RANGE.fullmatch(one) for one in text.split(", ")]
    ranges = []
    for match in matches:
        if match is None:
            raise ValueError("steps like '0-108, 1400'")
        first, last, stride = (int(one) if one else 0 for one in match.groups())
        ranges.append(range(first, max(first, last) + 1, stride or 1))
    steps = Steps(tuple(ranges))
    if len(steps) > MOST_STEPS or any(one[-1] > LAST_STEP for one in ranges):
        raise ValueError(f"at most {MOST_STEPS} steps, none beyond {LAST_STEP}")
    return steps


def _written(one: range) -> str:
    if len(one) == 1:
        return str(one[0])
    return f"{one[0]}-{one[-1]}" + (f" by {one.step}" if one.step > 1 else "")
