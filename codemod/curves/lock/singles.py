"""Numbers as float32 has them: their text, their distance, two curves of them."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ...verify.difference import LOOSE_ULP


class Kind(StrEnum):
    """How far two curves are from one another."""

    SAME = "same bits"
    LAST = "last bits"
    MOVED = "moved"

    @property
    def rank(self) -> int:
        """How far that is, as a number."""
        return [*Kind].index(self)


@dataclass(frozen=True, slots=True)
class Parting:
    """How two curves differ, and where they part.

    Attributes:
        kind: how far they are from one another.
        step: the first at which they are as far; None where that is not seen.
        before: the value there, or what is raised.
        after: the same of the other.
        ulp: the largest difference, in the last place of the largest magnitude.
        asked: how the curve was asked for its values, where not as an optimizer does.
    """

    kind: Kind
    step: int | None = None
    before: str = ""
    after: str = ""
    ulp: float = 0.0
    asked: str = ""


def single(value: float) -> float:
    """Return the float32 that is nearest to a number."""
    try:
        rounded: float = struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    return rounded


def shortest(value: float) -> str:
    """Return the shortest text that reads back as a float32."""
    for digits in range(1, 9):
        text = f"{value:.{digits}g}"
        if single(float(text)) == value:
            return repr(float(text))
    return repr(float(f"{value:.9g}"))


def unit(magnitude: float) -> float:
    """Return the last place of a float32 of this magnitude."""
    return math.ldexp(1.0, max(math.frexp(magnitude)[1] - 24, -149))


def is_last_bits(before: float, after: float, magnitude: float) -> bool:
    """Whether two numbers differ in the last bits of a curve at the most."""
    return _distance(before, after) <= LOOSE_ULP * unit(magnitude)


def largest(values: Iterable[float]) -> float:
    """Return the largest finite magnitude of values; 0 where there is none."""
    return max((abs(one) for one in values if math.isfinite(one)), default=0.0)


def parting(
    before: Sequence[float], after: Sequence[float], steps: Iterable[int]
) -> Parting:
    """Compare two curves at the same steps, given in any order."""
    pairs = [
        (step, one, other)
        for step, one, other in zip(steps, before, after, strict=True)
        if not _is_same(one, other)
    ]
    if not pairs:
        return Parting(Kind.SAME)
    magnitude = max(largest(before), largest(after))
    last = unit(magnitude)
    moved = [one for one in pairs if _distance(*one[1:]) > LOOSE_ULP * last]
    step, old, new = min(moved or pairs)
    ulp = max(_distance(one, other) for _, one, other in pairs) / last
    kind = Kind.MOVED if moved else Kind.LAST
    return Parting(kind, step, shortest(single(old)), shortest(single(new)), ulp)


def raising(before: str, after: str) -> Parting:
    """Compare two of which one raises; the class of the exception counts.

    Args:
        before: what the one raises; empty where it does not.
        after: the same of the other.
    """
    kinds = {one.partition(":")[0] for one in (before, after)}
    kind = Kind.SAME if len(kinds) == 1 else Kind.MOVED
    old, new = (f"raises {one}" if one else "a curve" for one in (before, after))
    return Parting(kind, None, old, new)


def _is_same(one: float, other: float) -> bool:
    if one != other:
        return one != one and other != other
    return math.copysign(1.0, one) == math.copysign(1.0, other)


def _distance(one: float, other: float) -> float:
    if _is_same(one, other) or one == other:
        return 0.0
    away = abs(one - other)
    return away if math.isfinite(away) else math.inf
