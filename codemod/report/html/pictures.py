"""The picture of a finding's curve: before and after, on both axes of values.

Nothing in it needs a script. What is drawn on either axis is there, and style shows the
one that is chosen. A path is stored once, and drawn wherever it is wanted by its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

from ..picture.axes import Axis, Scale, apart, step_told, ticks
from ..picture.drawing import Frame, Values, path_of, steps_of, values_of
from ..picture.line import Dot
from .markup import plain

if TYPE_CHECKING:
    from ..curve import Boundary, SiteCurve
    from .marks import Mark

WIDTH = 440
FRAME = Frame(52, 430, 34, 174)
_BELOW = 36
_GAP, _REST = 30, 50
"""Between the curves and their residual, and its height."""
_LETTER = 6.1
_NAMED = 122
_MARKED = 24
"""Of more boundaries than this, none is marked: they would be a hatching."""


Lines = dict[str, list[Dot]]
"""What is drawn, by ``before`` and ``after``."""


class Paths:
    """The paths of a page, each of them stored once."""

    def __init__(self) -> None:
        self._stored: dict[str, int] = {}

    def drawn(self, path: str, look: str) -> str:
        """Return what draws a path; nothing where there is none."""
        if not path:
            return ""
        index = self._stored.setdefault(path, len(self._stored))
        return f'<use class="{look}" href="#p{index}"/>'

    def stored(self) -> str:
        """Return all of them, where they are not seen."""
        paths = "".join(
            f'<path id="p{index}" d="{path}"/>' for path, index in self._stored.items()
        )
        return f'<svg class="stored" aria-hidden="true"><defs>{paths}</defs></svg>'


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn of a curve.

    Attributes:
        height: of the whole.
        inner: all that stands in it.
        spark: the line alone, to be seen small.
        ends: the lowest and the highest value on the linear and the logarithmic axis;
            None where one shows nothing.
        rest: the largest residual; None where none is drawn.
    """

    height: float
    inner: str
    spark: str
    ends: Sequence[tuple[float, float] | None]
    rest: float | None

    def svg(self, told: str) -> str:
        """Return the picture, with what it shows in words."""
        return (
            f'<svg class="curve" viewBox="0 0 {WIDTH} {self.height:g}" role="img" '
            f'aria-label="{plain(told)}">{self.inner}</svg>'
        )

    def small(self) -> str:
        """Return the sparkline: its words stand beside it."""
        left, top = FRAME.left - 2, FRAME.top - 4
        width, height = FRAME.right - left + 2, FRAME.bottom - top + 4
        return (
            f'<svg viewBox="{left} {top} {width} {height}" aria-hidden="true" '
            f'preserveAspectRatio="none">{self.spark}</svg>'
        )


def picture(
    curve: SiteCurve, kept: Sequence[int], marks: Sequence[Mark], paths: Paths
) -> Picture:
    """Return the picture of a curve.

    Args:
        curve: what is drawn.
        kept: the points of it that are.
        marks: what is odd about it.
        paths: of the page.
    """
    sides = {"before": curve.values, "after": curve.after}
    lines: Lines = {
        name: [Dot(curve.steps[at], values[at]) for at in kept]
        for name, values in sides.items()
        if values
    }
    every = [dot for dots in lines.values() for dot in dots]
    scales = [values_of(every, FRAME, axis, 4) for axis in Axis]
    steps = steps_of(lines["before"], FRAME)
    rest = residual(lines["before"], lines.get("after", ()))
    drawn = [_drawn(lines, steps, one.scale) if one else {} for one in scales]
    inner = [
        *_steps(steps, curve.boundaries),
        *map(partial(_values, steps, marks, paths), Axis, scales, drawn),
        *_labels(steps, marks),
        *(_residual(rest, steps, paths) if rest else ()),
    ]
    return Picture(
        FRAME.bottom + _BELOW + (_GAP + _REST if rest else 0),
        "".join(inner),
        paths.drawn(drawn[0]["before"], "spark-line"),
        [(one.scale.low, one.scale.high) if one else None for one in scales],
        max(abs(dot.value) for dot in rest) if rest else None,
    )


def residual(before: Sequence[Dot], after: Sequence[Dot]) -> list[Dot]:
    """Return how far the second line is from the first; none where it is nowhere."""
    pairs = zip(before, after, strict=False)
    found = [Dot(old.step, new.value - old.value) for old, new in pairs]
    finite = [dot for dot in found if isfinite(dot.value)]
    return finite if any(dot.value for dot in finite) else []


def _drawn(lines: Lines, steps: Scale, values: Scale) -> dict[str, str]:
    """Return the path of each line; two that are the same have one."""
    found: dict[str, str] = {}
    for name, dots in lines.items():
        same = name == "after" and dots == lines["before"]
        found[name] = found["before"] if same else path_of(dots, steps, values)
    return found


def _steps(scale: Scale, boundaries: Sequence[Boundary]) -> Iterator[str]:
    """Yield the axis of steps, and where the pieces of the curve meet."""
    marked = boundaries if len(boundaries) <= _MARKED else ()
    lines = "".join(
        f"M{scale.at(one.step):.4g} {FRAME.top - 4}V{FRAME.bottom}" for one in marked
    )
    yield f'<path class="boundary" d="{lines}"/>' if lines else ""
    places = [
        (scale.at(one.step), f"{one.name or 'step'} {one.step:,}") for one in marked
    ]
    for y, begin in ((25, 2), (11, _NAMED)):  # the upper row begins behind a name
        found = [*apart(places, begin, WIDTH - 2, _LETTER)]
        for label in found:
            yield _text(label.at, y, label.text, label.anchor, "label")
        shown = {label.text for label in found}
        places = [one for one in places if one[1] not in shown]
    ends = [(scale.at(one), step_told(one)) for one in ticks(scale, 5, whole=True)]
    yield '<g class="x">'
    for label in apart(ends, 2, WIDTH - 2, _LETTER):
        anchor = "" if label.anchor == "middle" else label.anchor
        yield _text(label.at, FRAME.bottom + 15, label.text, anchor)
    yield "</g>"
    yield _text(FRAME.right, FRAME.bottom + 29, "step", "end")


def _text(x: float, y: float, text: str, anchor: str = "", look: str = "") -> str:
    placed = f' text-anchor="{anchor}"' if anchor else ""
    named = f' class="{look}"' if look else ""
    return f'<text{named} x="{x:.4g}" y="{y:.4g}"{placed}>{plain(text)}</text>'


def _values(
    steps: Scale,
    marks: Sequence[Mark],
    paths: Paths,
    axis: Axis,
    found: Values | None,
    drawn: Mapping[str, str],
) -> str:
    """Return what is seen on one axis of values."""
    name = "learning rate (log)" if axis is Axis.LOG else "learning rate"
    inner = [_text(2, 11, name)]
    if found is None:
        none = _text(FRAME.left + 8, FRAME.bottom - 8, "no value is above 0")
        return f'<g class="{axis}">{inner[0]}{none}</g>'
    inner += _grid(found.ticks)
    inner += (paths.drawn(path, look) for look, path in drawn.items())
    for mark in marks:
        if found.scale.has(mark.value):
            x, y = steps.at(mark.step), found.scale.at(mark.value)
            inner.append(f'<circle class="mark" cx="{x:.4g}" cy="{y:.4g}" r="5"/>')
    if found.left_out:
        inner.append(_text(2, FRAME.bottom + 29, found.left_out, look="note"))
    return f'<g class="{axis}">{"".join(inner)}</g>'


def _grid(places: Sequence[tuple[float, str]]) -> Iterator[str]:
    lines = "".join(f"M{FRAME.left} {y:.4g}H{FRAME.right}" for y, _ in places)
    yield f'<path class="grid" d="{lines}"/><g class="y">'
    yield from (_text(FRAME.left - 5, y + 4, text) for y, text in places)
    yield "</g>"


def _labels(steps: Scale, marks: Sequence[Mark]) -> Iterator[str]:
    """Yield what is odd, in a word, above the axis of steps."""
    places = [(steps.at(mark.step), mark.label) for mark in marks]
    for label in apart(places, FRAME.left, FRAME.right, _LETTER):
        yield _text(label.at, FRAME.bottom - 6, label.text, label.anchor, "mark-label")


def _residual(rest: Sequence[Dot], steps: Scale, paths: Paths) -> Iterator[str]:
    """Yield how far after is from before, under both, on an axis of its own."""
    top = FRAME.bottom + _BELOW + _GAP / 2
    largest = max(abs(dot.value) for dot in rest)
    scale = Scale(-largest, largest, top + _REST, top)
    yield _text(FRAME.left, top - 7, "residual: after minus before")
    yield from _grid([(scale.at(one), f"{one:.2g}") for one in (-largest, 0, largest)])
    yield paths.drawn(path_of(rest, steps, scale), "residual")
