"""Two curves compared, up to the first step at which they differ."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .curve import Curve, Failure, Precision, Schedule, each_step, whole_curve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOOSE_ULP = 4.0
"""The one bound: for an Optax that computes a curve in other arithmetic."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The first point at which two curves differ, as a person reads it."""

    step: float | None
    before: str
    after: str
    ulp: float = math.inf


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two curves found equal, or both failing in the same way.

    Attributes:
        points: how many steps were compared.
        max_ulp: the largest difference, in units in the last place of the
            curve's largest magnitude.
        by_step: whether a schedule had to be called with single steps.
        failure: how both fail; None where there are curves.
        early: whether the second already fails when it is made, and the first,
            as a schedule that is made but no curve, at its first step.
    """

    points: int = 0
    max_ulp: float = 0.0
    by_step: bool = False
    failure: Failure | None = None
    early: bool = False


def compare_curves(
    before: Schedule | Failure,
    after: Schedule | Failure,
    steps: NDArray[Any],
    precision: Precision,
    *,
    bound: float = 0.0,
    by_step: bool = False,
) -> Agreement | Difference:
    """Compare two schedules at ``steps``; call it inside ``computing``.

    Schedules are given whole arrays of steps, which is fast. Where one of the
    two does not take them, or they differ, single steps decide. One that fails
    when it is made and one that fails at its first step do not agree, save as
    :attr:`Agreement.early` says.

    Args:
        before: the schedule as it was, or how building it fails.
        after: the schedule as it would be, or how building it fails.
        steps: ascending steps.
        precision: how to compute the curves.
        bound: the largest difference taken for equal, in ulp; 0 is
            bit-identical, the types included: 0.0 is not -0.0, NaN is NaN.
        by_step: whether to take single steps at once.
    """
    if not (by_step or isinstance(before, Failure) or isinstance(after, Failure)):
        agreement = _agreement(before, after, steps, precision, bound)
        if agreement is not None:
            return agreement
    old, new = (
        one if isinstance(one, Failure) else each_step(one, steps, precision)
        for one in (before, after)
    )
    if isinstance(old, Failure) or isinstance(new, Failure):
        made = [not isinstance(one, Failure) for one in (before, after)]
        return _outcome(old, new, made, step_of(steps[0]))
    index, ulp = first_difference(old, new, bound)
    if index is None:
        return Agreement(len(steps), ulp, by_step=True)
    return Difference(step_of(steps[index]), *_two_texts(old, new, index), ulp)


def step_of(step: Any) -> float:
    """A step as a person reads it: whole where it is, and not beyond int64."""
    number = float(step)
    return int(step) if number.is_integer() and abs(number) < 2**63 else number


def _agreement(
    before: Schedule,
    after: Schedule,
    steps: NDArray[Any],
    precision: Precision,
    bound: float,
) -> Agreement | None:
    """Equal curves at all steps at once; None where single steps have to decide."""
    old = whole_curve(before, steps, precision)
    new = old and whole_curve(after, steps, precision)
    if not (old and new):
        return None
    index, ulp = first_difference(old, new, bound)
    return Agreement(len(steps), ulp) if index is None else None


def _outcome(
    old: Curve | Failure, new: Curve | Failure, made: list[bool], first: float
) -> Agreement | Difference:
    """What it is where one fails: when it is made, or at the first step."""
    if isinstance(old, Failure) and isinstance(new, Failure) and old.kind == new.kind:
        if made[0] == made[1]:
            return Agreement(failure=old)
        if made[0]:
            return Agreement(failure=old, early=True)
    if all(made):
        return Difference(first, _text(old), _text(new))
    return Difference(None, _when_made(old, made[0]), _when_made(new, made[1]))


def _when_made(outcome: Curve | Failure, made: bool) -> str:
    if not made:
        return str(outcome)
    late = isinstance(outcome, Failure)
    return f"makes a schedule{f' that {outcome} at its first step' if late else ''}"


def first_difference(old: Curve, new: Curve, bound: float) -> tuple[int | None, float]:
    """The first index where the curves differ, and the largest ulp."""
    import numpy as np

    if old.type != new.type:
        return 0, 0.0
    before, after = old.values, new.values
    unequal = (_bytes(before) != _bytes(after)).any(axis=1)
    unequal &= ~(np.isnan(before) & np.isnan(after))
    if not unequal.any():
        return None, 0.0
    first = int(np.argmax(unequal))
    if not np.issubdtype(before.dtype, np.floating):
        return first, math.inf
    with np.errstate(all="ignore"):
        magnitude = np.abs(np.concatenate([before, after]))
        unit = np.spacing(magnitude[np.isfinite(magnitude)].max(initial=0.0))
        ulp = np.abs(before.astype(np.float64) - after) / np.float64(unit)
    ulp = np.where(unequal, np.where(np.isnan(ulp), np.inf, ulp), 0.0)
    if not bound:
        return first, float(ulp.max())
    outside = ulp > bound
    return (int(np.argmax(outside)) if outside.any() else None), float(ulp.max())


def _bytes(values: NDArray[Any]) -> NDArray[np.uint8]:
    import numpy as np

    raw = np.ascontiguousarray(values).view(np.uint8)
    return raw.reshape(len(values), -1)


def _text(curve: Curve | Failure, index: int = 0) -> str:
    if isinstance(curve, Failure):
        return str(curve)
    # str() of a NumPy scalar is the shortest text that reads back as its bits.
    return str(curve.values[index])


def _two_texts(old: Curve, new: Curve, index: int) -> tuple[str, str]:
    before, after = _text(old, index), _text(new, index)
    if old.type != new.type:
        return f"{before} ({old.type})", f"{after} ({new.type})"
    return before, after
