"""Two curves over one another, on both axes of values, one of which is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from .....report.html.markup import plain
from .....report.picture.axes import Axis, apart, step_told
from .....report.picture.drawing import (
    Frame,
    boundary_steps,
    path_of,
    steps_of,
    values_of,
)
from .....report.picture.line import Dot
from .....rule.curve import Curve
from ....traced import traced

WIDTH, HEIGHT = 480, 190
FRAME = Frame(52, 470, 14, 158)
_PARTS = 128
_BEHIND = 0.04
_MARKED = 24

Sides = dict[str, Curve]
"""The curves that there are, by ``before`` and ``after``."""


def picture(sides: Sides, words: str) -> str:
    """Return the picture, over the steps that are to be seen of either.

    Args:
        sides: what is drawn.
        words: what it shows, for who does not see it.
    """
    span = max(curve.span for curve in sides.values()) or 1
    span += ceil(span * _BEHIND)  # for what holds at the end to be seen
    curves = {name: replace(one, reach=span) for name, one in sides.items()}
    lines = {name: traced(one, _PARTS) for name, one in curves.items()}
    longest = max(lines.values(), key=lambda dots: dots[-1].step)
    inner = [*_steps(curves, longest), *(_axis(lines, longest, one) for one in Axis)]
    return (
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{plain(words)}">'
        f"{''.join(inner)}</svg>"
    )


def _steps(curves: Sides, longest: Sequence[Dot]) -> Iterator[str]:
    scale = steps_of(longest, FRAME)
    found = (boundary_steps(one, longest) for one in curves.values())
    marked = sorted({step for steps in found for step in steps})
    if 0 < len(marked) <= _MARKED:
        lines = (f"M{scale.at(step):.4g} {FRAME.top}V{FRAME.bottom}" for step in marked)
        yield f'<path class="boundary" d="{"".join(lines)}"/>'
    last = marked[-1] if marked else longest[-1].step
    wanted = [last, 0, *marked[:_MARKED]]
    places = [(scale.at(step), step_told(step)) for step in dict.fromkeys(wanted)]
    yield '<g class="x">'
    for label in apart(places, 2, WIDTH - 2, 5.6):
        anchor = "" if label.anchor == "middle" else f' text-anchor="{label.anchor}"'
        yield f'<text x="{label.at:.4g}" y="174"{anchor}>{label.text}</text>'
    yield "</g>"


def _axis(lines: dict[str, list[Dot]], longest: Sequence[Dot], axis: Axis) -> str:
    """Return what is seen of both on one axis of values."""
    every = [dot for dots in lines.values() for dot in dots]
    values = values_of(every, FRAME, axis, 4)
    if values is None:
        return f'<g class="{axis}"><text x="52" y="90">no value is above 0</text></g>'
    places = values.ticks
    grid = "".join(f"M{FRAME.left} {y:.4g}H{FRAME.right}" for y, _ in places)
    texts = "".join(f'<text x="48" y="{y + 3:.4g}">{text}</text>' for y, text in places)
    steps = steps_of(longest, FRAME)
    drawn = "".join(
        f'<path class="{name}" d="{path_of(dots, steps, values.scale)}"/>'
        for name, dots in lines.items()
    )
    return (
        f'<g class="{axis}"><path class="grid" d="{grid}"/><g class="y">{texts}</g>'
        f"{drawn}</g>"
    )
