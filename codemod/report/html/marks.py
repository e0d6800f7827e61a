"""What is odd about a curve, and the step at which to look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite, isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..curve import SiteCurve

ROUNDING = 1e-5
"""How far, as a share of the peak, float32 may be off without being odd."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a curve with a label and a sentence."""

    step: int
    value: float
    label: str
    text: str


def marks(curve: SiteCurve) -> Iterator[Mark]:
    """What a person should look at.

    Under sampled names only a value that is no number is odd: the rest may be
    the samples' doing.
    """
    points = list(zip(curve.steps, curve.values, strict=True))
    yield from _not_finite(points)
    finite = [(value, step) for step, value in points if isfinite(value)]
    if curve.binding or len(finite) < 2:
        return
    lowest, _ = min(finite)
    highest, at = max(finite, key=lambda point: (point[0], -point[1]))
    if lowest == highest:
        text = f"The value is {highest:.6g} at every step: constant by accident?"
        yield Mark(at, highest, "constant", text)
        return
    if curve.peak is None:
        return
    room = ROUNDING * abs(curve.peak)
    if highest < curve.peak - room:
        text = (
            f"The peak {curve.peak:.6g} is never reached: the highest value is "
            f"{highest:.6g}, at step {at}."
        )
        yield Mark(at, highest, "peak not reached", text)
    elif highest > curve.peak + room:
        text = (
            f"The value {highest:.6g} at step {at} is above the peak {curve.peak:.6g}."
        )
        yield Mark(at, highest, "above the peak", text)


def _not_finite(points: list[tuple[int, float]]) -> Iterator[Mark]:
    odd = [(step, value) for step, value in points if not isfinite(value)]
    if odd:
        step, value = odd[0]
        name = "NaN" if isnan(value) else "infinity"
        text = f"The value is {name} at step {step}, the first of {len(odd)} such."
        yield Mark(step, value, name, text)
