"""The small picture of a curve on a card: on both axes, one of which is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....report.html.markup import plain
from ....report.picture.axes import Axis, Scale, apart, step_told
from ....report.picture.drawing import (
    Drawing,
    Frame,
    boundary_steps,
    drawing,
    steps_of,
)
from ....report.picture.line import Dot
from ....report.styled import printable
from ....rule.curve import Curve
from ...record import Basis, LearningRate
from ..words import told, where

WIDTH = 320
FRAME = Frame(46, 312, 22, 108)
FLAT = Frame(46, 312, 22, 46)
"""Of what never changes."""
_BELOW = 30
"""Under the frame; the scripts know where it ends by this."""
PARTS = 64
_LETTERS = 50
_MARKED = 24
"""Of more boundaries than this, none is marked: they would be a hatching."""


def small_picture(
    rate: LearningRate, curve: Curve, dots: Sequence[Dot]
) -> tuple[str, Sequence[Scale | None]]:
    """Return the picture, and its axes of values: the linear and the logarithmic one.

    Args:
        rate: what is drawn.
        curve: of the same.
        dots: the line of the curve.
    """
    frame = FRAME if curve.span else FLAT
    drawn = [drawing(dots, frame, axis, 3) for axis in Axis]
    inner = [
        *(_steps(curve, dots) if curve.span else ()),
        *(_axis(one, axis, rate, frame) for one, axis in zip(drawn, Axis, strict=True)),
        *_taken(rate),
    ]
    height = frame.bottom + _BELOW
    picture = (
        f'<svg class="curve" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{plain(_words(rate))}">'
        f"{''.join(inner)}</svg>"
    )
    return picture, [one.scale if one else None for one in drawn]


def _words(rate: LearningRate) -> str:
    """Return what the picture shows, for who does not see it."""
    shown = told(rate.story) if rate.story else "no number at some step"
    kind = "sampled: " if rate.sampled else ""
    return f"Learning rate of {where(rate)}: {kind}{shown}"


def _steps(curve: Curve, dots: Sequence[Dot]) -> Iterator[str]:
    scale = steps_of(dots, FRAME)
    marked = boundary_steps(curve, dots)
    marked = marked if len(marked) <= _MARKED else marked[-1:]
    if marked:
        lines = (f"M{scale.at(step):.4g} {FRAME.top}V{FRAME.bottom}" for step in marked)
        yield f'<path class="boundary" d="{"".join(lines)}"/>'
    wanted = [marked[-1] if marked else dots[-1].step, 0, *marked]
    places = [(scale.at(step), step_told(step)) for step in dict.fromkeys(wanted)]
    yield '<g class="x">'
    for label in apart(places, 2, WIDTH - 2, 5.6):
        anchor = "" if label.anchor == "middle" else f' text-anchor="{label.anchor}"'
        yield f'<text x="{label.at:.4g}" y="122"{anchor}>{label.text}</text>'
    yield "</g>"


def _axis(drawn: Drawing | None, axis: Axis, rate: LearningRate, frame: Frame) -> str:
    """Return what is seen on one axis of values."""
    if drawn is None:
        none = f'<text x="46" y="{frame.bottom - 8}">no value is above 0</text>'
        return f'<g class="{axis}">{none}</g>'
    lines = "".join(f"M{FRAME.left} {y:.4g}H{FRAME.right}" for y, _ in drawn.ticks)
    texts = "".join(
        f'<text x="42" y="{y + 3:.4g}">{text}</text>' for y, text in drawn.ticks
    )
    note = ""
    if drawn.left_out:
        y = frame.bottom + 27
        note = f'<text class="note" x="312" y="{y}">{drawn.left_out}</text>'
    look = "taken" if rate.basis is Basis.SAMPLED else "line"
    return (
        f'<g class="{axis}"><path class="grid" d="{lines}"/><g class="y">{texts}</g>'
        f'{note}<path class="{look}" d="{drawn.path}"/></g>'
    )


def _taken(rate: LearningRate) -> Iterator[str]:
    if rate.sampled:
        taken = ", ".join(f"{name}={value}" for name, value in rate.sampled)
        shown = printable(f"sampled: {taken}"[: 2 * _LETTERS])
        cut = shown if len(shown) <= _LETTERS else f"{shown[: _LETTERS - 1]}…"
        yield f'<text class="sample" x="46" y="12">{plain(cut)}</text>'
