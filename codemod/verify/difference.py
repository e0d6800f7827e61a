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

    step: int | None
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
    """

    points: int = 0
    max_ulp: float = 0.0
    by_step: bool = False
    failure: Failure | None = None


def compare_curves(
    before: Schedule | Failure,
    after: Schedule | Failure,
    steps: NDArray[np.int64],
    precision: Precision,
    *,
    bound: float = 0.0,
    by_step: bool = False,
) -> Agreement | Difference:
    """Compare two schedules at ``steps``; call it inside ``computing``.

    Schedules are given whole arrays of steps, which is fast. Where one of the
    two does not take them, or they differ, single steps decide.

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
        built = not (isinstance(before, Failure) or isinstance(after, Failure))
        return _outcome(old, new, int(steps[0]) if built else None)
    index, ulp = _first_difference(old, new, bound)
    if index is None:
        return Agreement(len(steps), ulp, by_step=True)
    return Difference(int(steps[index]), *_two_texts(old, new, index), ulp)


def _agreement(
    before: Schedule,
    after: Schedule,
    steps: NDArray[np.int64],
    precision: Precision,
    bound: float,
) -> Agreement | None:
    """Equal curves at all steps at once; None where single steps have to decide."""
    old = whole_curve(before, steps, precision)
    new = old and whole_curve(after, steps, precision)
    if not (old and new):
        return None
    index, ulp = _first_difference(old, new, bound)
    return Agreement(len(steps), ulp) if index is None else None


def _outcome(
    old: Curve | Failure, new: Curve | Failure, step: int | None
) -> Agreement | Difference:
    """What it is where one fails, at ``step``; None is before there are steps.

    The same failure, be it when built or when called, is the same outcome.
    """
    if isinstance(old, Failure) and isinstance(new, Failure) and old.kind == new.kind:
        return Agreement(failure=old)
    return Difference(step, _text(old), _text(new))


def _first_difference(old: Curve, new: Curve, bound: float) -> tuple[int | None, float]:
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
