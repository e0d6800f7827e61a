"""A curve in a frame: its path, its ticks and its boundaries, for any picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import ceil, isfinite
from typing import TYPE_CHECKING

from .axes import Axis, Scale, linear, logarithmic, ticks, values_told
from .line import Dot, Point, thinned

if TYPE_CHECKING:
    from ...rule.curve import Curve

_ROOM = 0.15
"""How far off a line may be drawn, in the units of the picture."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the axes of a picture are."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A curve on one axis of values.

    Attributes:
        scale: of its values.
        path: the data of an SVG path; empty where nothing can be drawn.
        ticks: places and texts of the axis.
        left_out: what the axis cannot show, for a person; empty if it shows all.
    """

    scale: Scale
    path: str
    ticks: Sequence[tuple[float, str]]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """An axis of values.

    Attributes:
        scale: of the values.
        ticks: places and texts.
        left_out: what it cannot show, for a person; empty if it shows all.
    """

    scale: Scale
    ticks: Sequence[tuple[float, str]]
    left_out: str = ""


def steps_of(dots: Sequence[Dot], frame: Frame) -> Scale:
    """Return the axis of steps."""
    return Scale(0, dots[-1].step, frame.left, frame.right)


def drawing(
    dots: Sequence[Dot], frame: Frame, axis: Axis, wanted: int
) -> Drawing | None:
    """Return the drawing of a line; None where the axis shows nothing of it.

    Args:
        dots: the line.
        frame: where it is drawn.
        axis: how the values are spread.
        wanted: how many ticks there are, about.
    """
    found = values_of(dots, frame, axis, wanted)
    if found is None:
        return None
    path = path_of(dots, steps_of(dots, frame), found.scale)
    return Drawing(found.scale, path, found.ticks, found.left_out)


def values_of(
    dots: Sequence[Dot], frame: Frame, axis: Axis, wanted: int
) -> Values | None:
    """Return the axis of values; None where it shows nothing of them.

    Args:
        dots: of all lines that it is for.
        frame: where they are drawn.
        axis: how the values are spread.
        wanted: how many ticks there are, about.
    """
    make = logarithmic if axis is Axis.LOG else linear
    scale = make(dots, frame.bottom, frame.top)
    if scale is None:
        return None
    found = ticks(scale, wanted)
    if len({dot.value for dot in dots}) == 1 and scale.has(dots[0].value):
        found = [dots[0].value]
    told = values_told(found)
    if axis is Axis.LOG:
        told = [text for one in found for text in values_told([one])]
    marked = [*zip(map(scale.at, found), told, strict=True)]
    return Values(scale, marked, _left_out(dots, scale))


def path_of(dots: Sequence[Dot], steps: Scale, values: Scale) -> str:
    """Return the data of the SVG path of a line."""
    return "".join(_runs(dots, steps, values))


def _runs(dots: Sequence[Dot], steps: Scale, values: Scale) -> Iterator[str]:
    """Yield a part of the path for each part of the line that has no gap."""
    for drawn, run in groupby(dots, lambda dot: values.has(dot.value)):
        if drawn:
            across, up = zip(*run, strict=True)
            places = zip(steps.all_at(across), values.all_at(up), strict=True)
            found = thinned([Point(x, y) for x, y in places], _ROOM)
            tenths = [(round(x * 10), round(y * 10)) for x, y in found]
            moves = [(x - left, y - top) for (left, top), (x, y) in pairwise(tenths)]
            line = f"l{_in_tenths(moves)}" if moves else "h0"
            yield f"M{_in_tenths(tenths[:1])}{line}"


def _in_tenths(pairs: Iterable[tuple[int, int]]) -> str:
    """Return numbers as short as a path may have them."""
    numbers = (f"{number / 10:.10g}" for pair in pairs for number in pair)
    short = (one.replace("0.", ".") if abs(float(one)) < 1 else one for one in numbers)
    return " ".join(short).replace(" -", "-")


def _left_out(dots: Sequence[Dot], scale: Scale) -> str:
    odd = [dot for dot in dots if not isfinite(dot.value)]
    if odd:
        return f"no number at step {odd[0].step:,.10g}: {odd[0].value}"
    below = [dot.value for dot in dots if not scale.has(dot.value)]
    if not below:
        return ""
    if all(value == 0 for value in below):
        return "a logarithmic axis has no 0"
    (low,) = values_told([scale.low])
    return f"0 and what is below {low} is left out"


def boundary_steps(curve: Curve, dots: Sequence[Dot]) -> list[int]:
    """Return the whole steps at which the pieces of a curve meet, as it is drawn."""
    steps = [ceil(boundary) for boundary in curve.boundaries]
    return [step for step in dict.fromkeys(steps) if step <= dots[-1].step]
