"""One curve as an SVG that stands alone: for a README, a paper, or an issue.

No script, no font and nothing else is loaded. Its ground is its own, so it can be read
on a light page and on a dark one; who asks for dark gets it dark. The colours stand as
attributes, which every program reads, and the dark ones in a style besides.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from ...report.html.markup import plain
from ...report.picture.axes import Axis, apart, step_told, ticks
from ...report.picture.drawing import Drawing, Frame, boundary_steps, drawing, steps_of
from ...report.picture.line import Dot
from ...report.styled import printable
from ...rule.curve import Curve
from ..record import Basis, LearningRate
from ..traced import traced
from .words import source, told, where

WIDTH, HEIGHT = 760, 250
"""Of the picture, and of the frame of its curve."""
_PARTS = 320
_LEFT, _RIGHT, _MARGIN = 68, 24, 24
_LETTERS = 98
"""So many stand in a line of the picture."""
_LINES = 3
_MARKED = 60
"""Of more boundaries than this, none is marked: they would be a hatching."""

_DARK = """
@media (prefers-color-scheme: dark) {
.ground { fill: #14171b; stroke: #303741 }
.ink { fill: #e4e7eb } .soft { fill: #a3adb9 }
.line { stroke: #303741 } .mark { stroke: #a3adb9 } .warn { fill: #f0a04b }
.curve { stroke: #6cb6ff } .taken { stroke: #f0a04b }
}
"""


def picture(rate: LearningRate, curve: Curve, axis: Axis = Axis.LINEAR) -> str:
    """Return the picture of a learning rate.

    Args:
        rate: what is drawn; its story is told above the curve.
        curve: of the same.
        axis: how the values are spread.
    """
    head = [*_head(rate)]
    top = 26 + 20 * len(head) + 48
    frame = Frame(_LEFT, WIDTH - _RIGHT, top, top + HEIGHT)
    dots = traced(curve, _PARTS)
    drawn = drawing(dots, frame, axis, 5)
    lines = [text for _, text in head]
    body = [
        *_texts(head),
        *_steps(dots, curve, frame),
        *_values(drawn, axis, frame),
        *_line(drawn, rate, frame),
    ]
    height = top + HEIGHT + 54
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title desc" '
        "font-family=\"system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, "
        'sans-serif" font-size="13">\n'
        f'<title id="title">{plain(lines[0])}</title>\n'
        f'<desc id="desc">{plain(" ".join(lines[1:]))}</desc>\n'
        f"<style>{_DARK}</style>\n"
        f'<rect class="ground" x="0.5" y="0.5" width="{WIDTH - 1}" '
        f'height="{height - 1}" rx="8" fill="#ffffff" stroke="#dde1e6"/>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def _head(rate: LearningRate) -> Iterator[tuple[str, str]]:
    """Yield the lines above the curve, each with what it is."""
    yield "title", _cut(where(rate), 72)
    place = f"{rate.path}:{rate.start.row}"
    yield from (("soft", line) for line in _wrapped(place))
    if rate.story is not None:
        yield "ink", told(rate.story)
    taken = ", ".join(f"{name}={value}" for name, value in rate.sampled)
    if taken:
        yield from (("warn", line) for line in _wrapped(f"sampled: {taken}", 86))
    stated = "; ".join(map(source, rate.stated))
    said = f"{stated}; {rate.why}" if rate.basis is Basis.CHOICE else stated
    if said:
        yield from (("soft", line) for line in _wrapped(said))


def _cut(text: str, length: int) -> str:
    shown = printable(text)
    return shown if len(shown) <= length else f"{shown[: length - 1]}…"


def _wrapped(text: str, letters: int = _LETTERS) -> list[str]:
    """Return a text in as many lines as there is room for."""
    shown = printable(text)[: letters * (_LINES + 1)]
    return textwrap.wrap(shown, letters, max_lines=_LINES, placeholder=" …")


_LOOKS = {
    "title": 'class="ink" fill="#1b2027" font-size="16" font-weight="600"',
    "ink": 'class="ink" fill="#1b2027"',
    "soft": 'class="soft" fill="#56606c"',
    "warn": 'class="warn" fill="#a84d06" font-weight="600"',
}


def _texts(head: Sequence[tuple[str, str]]) -> Iterator[str]:
    for index, (look, text) in enumerate(head):
        y = 34 + 20 * index
        yield f'<text x="{_MARGIN}" y="{y}" {_LOOKS[look]}>{plain(text)}</text>'


def _steps(dots: Sequence[Dot], curve: Curve, frame: Frame) -> Iterator[str]:
    if not curve.span:
        return  # what never changes has no steps to tell
    scale = steps_of(dots, frame)
    below = frame.bottom + 20
    for tick in ticks(scale, 8, whole=True):
        at = f"{scale.at(tick):.5g}"
        yield (
            f'<path class="mark" d="M{at} {frame.bottom}v4" stroke="#56606c"/>'
            f'<text class="soft" x="{at}" y="{below}" text-anchor="middle" '
            f'fill="#56606c">{step_told(tick)}</text>'
        )
    yield (
        f'<text class="soft" x="{frame.right}" y="{below + 18}" text-anchor="end" '
        'fill="#56606c">step</text>'
    )
    marked = boundary_steps(curve, dots)
    marked = marked if len(marked) <= _MARKED else []
    places = [(scale.at(step), step_told(step)) for step in marked]
    for x, _ in places:
        yield (
            f'<path class="mark" d="M{x:.5g} {frame.top - 6}V{frame.bottom}" '
            'stroke="#56606c" stroke-dasharray="2 4"/>'
        )
    for label in apart(places, frame.left - 10, WIDTH - 10, 7):
        yield (
            f'<text class="soft" x="{label.at:.5g}" y="{frame.top - 12}" '
            f'text-anchor="{label.anchor}" fill="#56606c">{label.text}</text>'
        )


def _values(drawn: Drawing | None, axis: Axis, frame: Frame) -> Iterator[str]:
    kind = ", logarithmic" if axis is Axis.LOG else ""
    yield (
        f'<text class="soft" x="{_MARGIN}" y="{frame.top - 34}" fill="#56606c">'
        f"learning rate{kind}</text>"
    )
    for y, text in drawn.ticks if drawn else ():
        yield (
            f'<path class="line" d="M{frame.left} {y:.5g}H{frame.right}" '
            'stroke="#dde1e6"/>'
            f'<text class="soft" x="{frame.left - 8}" y="{y + 4:.5g}" '
            f'text-anchor="end" fill="#56606c">{text}</text>'
        )
    note = drawn.left_out if drawn else "no value is above 0"
    if note:
        yield (
            f'<text class="soft" x="{frame.left}" y="{frame.bottom + 38}" '
            f'fill="#56606c">{note}</text>'
        )


def _line(drawn: Drawing | None, rate: LearningRate, frame: Frame) -> Iterator[str]:
    if drawn is None or not drawn.path:
        return
    sampled = rate.basis is Basis.SAMPLED
    look = (
        'class="taken" stroke="#a84d06" stroke-dasharray="7 5"'
        if sampled
        else 'class="curve" stroke="#0b66b5"'
    )
    yield (
        f'<path {look} d="{drawn.path}" fill="none" stroke-width="2.25" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )
