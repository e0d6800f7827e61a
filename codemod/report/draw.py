"""A curve in a line of text: a block for each value, by its height."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

LINE_WIDTH = 24
"""Characters of a curve in a line of a terminal."""

BLOCKS = "▁▂▃▄▅▆▇█"
ASCII_LEVELS = "_.-:=+*#"
"""In place of the blocks, for a terminal whose encoding has none."""

ARROW = "→"
_IN_ASCII = str.maketrans({**dict(zip(BLOCKS, ASCII_LEVELS, strict=True)), ARROW: "->"})


@dataclass(frozen=True, slots=True)
class Scale:
    """Equal rows between the lowest and the highest value."""

    low: float
    high: float
    rows: int

    def row(self, value: float) -> int:
        """The row, from 0 at the bottom, that a value falls on."""
        if self.low == self.high:
            return self.rows // 2
        # Halves of large floats, whose difference overflows; those of tiny ones are 0.
        part = 1.0 if isfinite(self.high - self.low) else 0.5
        share = (value * part - self.low * part) / (self.high * part - self.low * part)
        return round(share * (self.rows - 1))


def sparkline(values: Sequence[float], levels: str = BLOCKS) -> str:
    """A curve in a line: a character for each value.

    NaN and infinities leave a gap; a constant curve is half-way up.
    """
    finite = [value for value in values if isfinite(value)]
    if not finite:
        return " " * len(values)
    scale = Scale(min(finite), max(finite), len(levels))
    return "".join(
        levels[scale.row(value)] if isfinite(value) else " " for value in values
    )


def drawable(text: str, encoding: str) -> str:
    """What is drawn, in ASCII where the encoding has no blocks."""
    return text if encodes(encoding, BLOCKS + ARROW) else text.translate(_IN_ASCII)


def encodes(encoding: str, text: str) -> bool:
    """Whether an encoding has all characters of a text."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def columns(points: Iterable[tuple[int, float]], width: int) -> list[float]:
    """Return what a line of so many characters shows of a curve.

    The start, the end, and between them the highest value of each part.

    Args:
        points: steps, ascending from 0, with their values; at least one.
        width: how many characters the line has.
    """
    found = [*points]
    (_, first), (end, last) = found[0], found[-1]
    parts: list[list[float]] = [[] for _ in range(width)]
    for step, value in found:
        parts[step * width // (end + 1)].append(value)
    highest, held = list[float](), first
    for values in parts:
        highest.append(max(values, default=held))
        held = values[-1] if values else held
    return [first, *highest[1:-1], last]
