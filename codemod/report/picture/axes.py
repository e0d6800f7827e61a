"""The axes of a picture: from steps and values to places, and what stands at them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, inf, isfinite, log10

from .line import Dot

_FLAT = 0.02
"""What moves by less than this share of its size is drawn as flat as it is."""

_LARGEST = sys.float_info.max


class Axis(StrEnum):
    """How the values of a picture are spread."""

    LINEAR = "linear"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Scale:
    """From the numbers of an axis to places in a picture.

    Attributes:
        low: the number that is drawn at ``begin``.
        high: the number that is drawn at ``end``.
        begin: a place.
        end: another.
        axis: how the numbers between are spread.
    """

    low: float
    high: float
    begin: float
    end: float
    axis: Axis = Axis.LINEAR

    def has(self, value: float) -> bool:
        """Whether a value has a place: all finite ones have on a linear axis."""
        return isfinite(value) and (self.axis is Axis.LINEAR or value >= self.low)

    def at(self, value: float) -> float:
        """Return the place of a value that has one."""
        (place,) = self.all_at([value])
        return place

    def all_at(self, values: Iterable[float]) -> list[float]:
        """Return the places of values that have one."""
        low, high = self.low, self.high
        if self.axis is Axis.LOG:
            values, low, high = map(log10, values), log10(low), log10(high)
        # Halves of large numbers, whose difference overflows; those of tiny ones are 0.
        part = 1.0 if isfinite(high - low) else 0.5
        span = high * part - low * part
        if not span:
            return [(self.begin + self.end) / 2 for _ in values]
        begin, length = self.begin, self.end - self.begin
        return [begin + (value * part - low * part) / span * length for value in values]


def linear(dots: Sequence[Dot], begin: float, end: float) -> Scale:
    """Return the linear axis that shows the values of a line."""
    values = [dot.value for dot in dots if isfinite(dot.value)] or [0.0, 1.0]
    low, high = min(values), max(values)
    if 0 < low < high / 2:
        low = 0.0
    size = max(abs(low), abs(high))
    if high / 2 - low / 2 <= size * _FLAT / 2:
        room = size / 2 or 1
        low, high = max(low - room, -_LARGEST), min(high + room, _LARGEST)
    return Scale(low, high, begin, end)


def logarithmic(dots: Sequence[Dot], begin: float, end: float) -> Scale | None:
    """Return the logarithmic axis of a line; None where it is nowhere above 0.

    What stands beside 0 is as small as the steps are close, so it does not say how far
    down the axis goes.
    """
    values = [dot.value for dot in dots]
    around = zip([1.0, *values], values, [*values[1:], 1.0], strict=False)
    inner = [one for before, one, after in around if before > 0 and after > 0]
    found = [one for one in inner if _positive(one)] or [*filter(_positive, values)]
    if not found:
        return None
    low, high = min(found), max(filter(_positive, values))
    if low == high and low / 10 > 0 and high * 10 < inf:
        return Scale(low / 10, high * 10, begin, end, Axis.LOG)
    low = 10.0 ** floor(log10(low))
    if low * 1.5 > high:
        low, high = low / 10, min(high * 10, _LARGEST)
    return Scale(low, high, begin, end, Axis.LOG) if 0 < low < high else None


def _positive(value: float) -> bool:
    return isfinite(value) and value > 0


def ticks(scale: Scale, wanted: int, *, whole: bool = False) -> list[float]:
    """Return round numbers on an axis, about so many, ascending."""
    if scale.axis is Axis.LOG:
        return _powers(scale, wanted)
    low, high = scale.low, scale.high
    span = high - low
    if not 1e-300 < span < inf:  # beyond, their quotients are no numbers
        return [low, high]
    power = 10.0 ** floor(log10(span / wanted))
    size = next(one for one in (1, 2, 5, 10) if span / (one * power) <= wanted) * power
    if whole:
        size = max(size, 1)
    first, last = ceil(low / size - 1e-9), floor(high / size + 1e-9)
    return [float(f"{index * size:.12g}") for index in range(first, last + 1)]


def _powers(scale: Scale, wanted: int) -> list[float]:
    first = ceil(log10(scale.low) - 1e-9)
    last = floor(log10(scale.high) + 1e-9)
    if last <= first:
        found = [one * scale.low for one in (1, 2, 5)]
        return [float(f"{one:.12g}") for one in found if one <= scale.high]
    stride = ceil((last - first) / wanted)
    return [10.0**one for one in range(first, last + 1, stride)]


def values_told(values: Iterable[float]) -> list[str]:
    """Return the numbers of a linear axis of values, all in one notation."""
    found = [*values]
    sizes = [abs(value) for value in found if value]
    if any(not 1e-3 <= size < 1e6 for size in sizes):
        return [_power(value) for value in found]
    return [f"{value:.6g}" for value in found]


def _power(value: float) -> str:
    digits, _, power = f"{value:.5e}".partition("e")
    return f"{digits.rstrip('0').rstrip('.')}e{int(power)}" if value else "0"


def step_told(step: float) -> str:
    """Return a step as a person says it: 12,345, but 10k and 2.5M."""
    if step >= 1_000_000 and step % 10_000 == 0:
        return f"{step / 1_000_000:,.10g}M"
    if step >= 1_000 and step % 100 == 0:
        return f"{step / 1_000:,.10g}k"
    return f"{step:,.10g}"


@dataclass(frozen=True, slots=True)
class Label:
    """What stands at a place of an axis: its middle, and how it is anchored there."""

    at: float
    text: str
    anchor: str = "middle"


def apart(
    found: Iterable[tuple[float, str]], begin: float, end: float, width: float
) -> Iterator[Label]:
    """Yield the labels that do not stand over one another, the first ones first.

    Args:
        found: places and texts.
        begin: where the room for texts begins.
        end: where it ends; a label that stands out is moved within.
        width: of a character.
    """
    taken: list[tuple[float, float]] = []
    for at, text in found:
        half = len(text) * width / 2
        anchor = (
            "end" if at + half > end else "start" if at - half < begin else "middle"
        )
        left = {"end": end - 2 * half, "start": begin, "middle": at - half}[anchor]
        right = left + 2 * half
        if all(right + width < one or left - width > other for one, other in taken):
            taken.append((left, right))
            place = {"end": end, "start": begin, "middle": at}[anchor]
            yield Label(place, text, anchor)
