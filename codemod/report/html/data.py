"""Numbers as the data of a page, which its scripts read."""

from __future__ import annotations

import json
from math import isfinite, isnan


def dumps(value: object) -> str:
    """JSON in which nothing can end or open an element."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def number(value: float, digits: int = 9) -> float | str:
    """A number in so many digits; 9 are enough to tell any two in float32 apart."""
    if isfinite(value):
        return float(f"{value:.{digits}g}")
    return "NaN" if isnan(value) else ("Infinity" if value > 0 else "-Infinity")
