"""Numbers as the data of a page, which its scripts read."""

from __future__ import annotations

import json
import sys
from array import array
from base64 import b64encode
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import isfinite, isnan


def dumps(value: object) -> str:
    """JSON in which nothing can end or open an element."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def gaps(steps: Sequence[int]) -> list[int]:
    """Return how far each of some steps is from the one before it, the first from 0."""
    return [after - before for before, after in pairwise([0, *steps])]


def packed(values: Iterable[float]) -> str:
    """Return numbers in float32 as four bytes each, the lowest first, in base64."""
    found = array("f", values)
    if sys.byteorder == "big":
        found.byteswap()
    return b64encode(found.tobytes()).decode()


def number(value: float, digits: int = 9) -> float | str:
    """A number in so many digits; 9 are enough to tell any two in float32 apart."""
    if isfinite(value):
        return float(f"{value:.{digits}g}")
    return "NaN" if isnan(value) else ("Infinity" if value > 0 else "-Infinity")
