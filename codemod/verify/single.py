"""Schedules called with one number that is Python's or NumPy's, not JAX's.

That is how a curve is logged and plotted, and a schedule may compute it in other
arithmetic then: Optax before 0.2.7 does, and has no number where two of its
boundaries meet.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .curve import Failure, Precision, Schedule, failure_of
from .difference import Agreement, Difference, step_of


@dataclass(frozen=True, slots=True)
class _Value:
    """One value of a schedule: the number, its bits, and the type it comes in."""

    number: float
    bits: bytes
    type: str

    def __str__(self) -> str:
        return f"{self.number} ({self.type})"


_Outcome = _Value | Failure


def compare_singles(
    before: Schedule,
    after: Schedule,
    steps: Sequence[float],
    precision: Precision,
    bound: float,
) -> Agreement | Difference:
    """Compare two schedules, one step at a time; call it inside ``computing``.

    Args:
        before: the schedule as it was.
        after: the schedule as it would be.
        steps: the steps, whole ones and others.
        precision: in which the bound is counted.
        bound: the largest difference taken for equal, in ulp of the largest value
            and whatever the types; 0 is bit-identical, the types included.
    """
    given = [number for step in steps for number in _numbers(step)]
    pairs = [(_at(before, number), _at(after, number)) for number in given]
    unit = _unit(pairs, precision) if bound else 0.0
    points, largest = 0, 0.0
    for number, (old, new) in zip(given, pairs, strict=True):
        ulp = _apart(old, new, unit)
        if ulp > bound:
            kind = type(number).__name__
            told = f"{new} for a step of type {kind}"
            return Difference(step_of(number), str(old), told, ulp)
        points += not isinstance(old, Failure)
        largest = max(largest, ulp)
    return Agreement(points, largest)


def _numbers(step: float) -> Iterator[Any]:
    import numpy as np

    yield step
    if not float(step).is_integer():
        yield np.float32(step)
    elif step < 2**31:
        yield np.int32(step)
    elif step < 2**63:
        yield np.int64(step)


def _at(schedule: Schedule, step: Any) -> _Outcome:
    import numpy as np

    try:
        with np.errstate(all="ignore"):
            result = schedule(step)
            value = np.asarray(result)
            number = float(value)
    except Exception as error:
        return failure_of(error)
    weak = ", weakly typed" if getattr(result, "weak_type", False) else ""
    return _Value(
        number, value.tobytes(), f"{type(result).__name__} {value.dtype}{weak}"
    )


def _unit(pairs: Sequence[tuple[_Outcome, _Outcome]], precision: Precision) -> float:
    """The unit in the last place of the largest of all values."""
    import numpy as np

    numbers = [
        abs(one.number)
        for pair in pairs
        for one in pair
        if isinstance(one, _Value) and math.isfinite(one.number)
    ]
    largest = max(numbers, default=0.0)
    with np.errstate(all="ignore"):
        return float(
            np.spacing(np.float64(largest) if precision.x64 else np.float32(largest))
        )


def _apart(old: _Outcome, new: _Outcome, unit: float) -> float:
    """How far apart two outcomes are; infinite where no bound is wide enough."""
    if isinstance(old, Failure) and isinstance(new, Failure):
        return 0.0 if old.kind == new.kind else math.inf
    if isinstance(old, Failure) or isinstance(new, Failure):
        return math.inf
    if math.isnan(old.number) and math.isnan(new.number):
        return 0.0
    if (old.bits, old.type) == (new.bits, new.type):
        return 0.0
    if not unit or not math.isfinite(old.number - new.number):
        return 0.0 if unit and old.number == new.number else math.inf
    return abs(old.number - new.number) / unit
