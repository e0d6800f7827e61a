"""Curves drawn in characters: in braille, two dots across and four down, or blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

_BLANK = 0x2800
_DOTS = ((0x40, 0x80), (0x04, 0x20), (0x02, 0x10), (0x01, 0x08))  # lowest first
_ACROSS = 2
_DOWN = 4

BLOCKS = "▁▂▃▄▅▆▇█"
ASCII_LEVELS = "_.-:=+*#"
"""In place of the blocks, for a terminal whose encoding has none."""


def draw_curve(values: Sequence[float], width: int, height: int) -> list[str]:
    """A curve as ``height`` lines of ``width`` braille characters.

    At the left stand its highest and lowest value. NaN and infinities leave a
    gap; a constant curve is a line half-way up.

    Args:
        values: the curve, one value a step; any number of them.
        width: characters across, labels not included.
        height: lines.

    Raises:
        ValueError: ``width`` or ``height`` is less than 1.
    """
    return _framed([values], width, height)


def draw_pair(
    before: Sequence[float], after: Sequence[float], width: int, height: int
) -> list[str]:
    """Two curves side by side on one scale, so that equal ones look the same.

    Raises:
        ValueError: ``width`` or ``height`` is less than 1.
    """
    return _framed([before, after], width, height)


def sparkline(values: Sequence[float], levels: str = BLOCKS) -> str:
    """A curve in a line: a character for each value, by its height.

    NaN and infinities leave a gap; a constant curve is half-way up.
    """
    finite = [value for value in values if isfinite(value)]
    if not finite:
        return " " * len(values)
    scale = _Scale(min(finite), max(finite), len(levels))
    return "".join(
        levels[scale.row(value)] if isfinite(value) else " " for value in values
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float
    rows: int

    def row(self, value: float) -> int:
        """The row of dots, from 0 at the bottom, that a value falls on."""
        if self.low == self.high:
            return self.rows // 2
        # Halves, because the difference of two large floats may overflow.
        share = (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)
        return round(share * (self.rows - 1))


def _framed(curves: Sequence[Sequence[float]], width: int, height: int) -> list[str]:
    if width < 1 or height < 1:
        raise ValueError(f"width and height must be at least 1, not {width}x{height}")
    finite = [value for curve in curves for value in curve if isfinite(value)]
    if not finite:
        return ["│" + "  ".join([" " * width] * len(curves))] * height
    scale = _Scale(min(finite), max(finite), height * _DOWN)
    plots = [_plot(curve, scale, width, height) for curve in curves]
    return [
        label + "  ".join(parts)
        for label, *parts in zip(_labels(scale, height), *plots, strict=True)
    ]


def _labels(scale: _Scale, height: int) -> list[str]:
    texts = [""] * height
    if scale.low == scale.high:
        texts[(height - 1) // 2] = f"{scale.high:.4g}"
    else:
        texts[-1] = f"{scale.low:.4g}"
        texts[0] = f"{scale.high:.4g}"
    margin = max(map(len, texts))
    return [f"{text:>{margin}} {'┤' if text else '│'}" for text in texts]


def _plot(
    values: Sequence[float], scale: _Scale, width: int, height: int
) -> Iterable[str]:
    cells = [[_BLANK] * width for _ in range(height)]
    for x, span in enumerate(_spans(values, scale, width * _ACROSS)):
        for y in span:
            line, dot = divmod(y, _DOWN)
            cells[height - 1 - line][x // _ACROSS] |= _DOTS[dot][x % _ACROSS]
    return ["".join(map(chr, row)) for row in cells]


def _spans(values: Sequence[float], scale: _Scale, columns: int) -> Iterable[range]:
    """The rows to fill in each column of dots, joined to the column before."""
    last: int | None = None
    for x in range(columns):
        start = x * len(values) // columns
        stop = max((x + 1) * len(values) // columns, start + 1)
        rows = [scale.row(value) for value in values[start:stop] if isfinite(value)]
        if not rows:
            last = None
            yield range(0)
            continue
        low, high = min(rows), max(rows)
        if last is not None:
            low, high = min(low, last + 1), max(high, last - 1)
        last = rows[-1]
        yield range(low, high + 1)
