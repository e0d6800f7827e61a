"""The cards of the gallery: what is known of each learning rate, file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from textwrap import dedent

from ....report.html.data import dumps, gaps, number
from ....report.html.markup import plain, prose, source_line
from ....report.outcome import plural
from ....report.picture.axes import Scale
from ....report.picture.line import Dot
from ....rule.curve import Curve
from ....values.spots import Place
from ...record import LearningRate
from ...traced import traced
from ..words import BASES, said, told
from .small import PARTS, small_picture

_DIGITS = 6

Drawn = tuple[LearningRate, Curve | None]


class Gallery:
    """The cards of a page, and the data that its scripts read; each curve once.

    Args:
        optimizers: the names of the optimizers that are given a learning rate.
    """

    def __init__(self, optimizers: Callable[[LearningRate], Sequence[str]]) -> None:
        self._stored: dict[str, int] = {}
        self._optimizers = optimizers

    def json(self) -> str:
        """All curves, as JSON that can stand inside a script element."""
        return f'{{"curves":[{",".join(self._stored)}]}}'

    def sections(self, drawn: Sequence[Drawn]) -> Iterator[str]:
        """Yield a section for each file: the curves, then what has none, and why."""
        numbered = enumerate(drawn, 1)
        for path, group in groupby(numbered, key=lambda one: one[1][0].path):
            members = list(group)
            cards = [
                self._card(number, rate, curve)
                for number, (rate, curve) in members
                if curve is not None
            ]
            rows = [
                self._row(number, rate)
                for number, (rate, curve) in members
                if not curve
            ]
            count = plural(len(members), "learning rate")
            look = "file" if len(members) > 1 else "file one"
            yield f'<section class="{look}" data-file="{plain(path)}">'
            yield f'<h3 class="file-name"><span class="path">{plain(path)}</span>'
            yield f'<span class="count">{count}</span></h3>'
            yield f'<div class="cards">{"".join(cards)}</div>' if cards else ""
            yield f'<ul class="undrawn">{"".join(rows)}</ul>' if rows else ""
            yield "</section>"

    def _card(self, number: int, rate: LearningRate, curve: Curve) -> str:
        dots = traced(curve, PARTS)
        picture, scales = small_picture(rate, curve, dots)
        data = _data(dots, scales, is_open=curve.last.step is None)
        stored = self._stored.setdefault(data, len(self._stored))
        story = f'<p class="story">{plain(told(rate.story))}</p>' if rate.story else ""
        why = f'<p class="why">{prose(rate.why)}</p>' if rate.why else ""
        return (
            f'<article {self._attributes(number, rate)} data-curve="{stored}">'
            f"{_heading(rate)}{picture}{story}{why}{_values(rate)}{_call(rate)}"
            "</article>"
        )

    def _row(self, number: int, rate: LearningRate) -> str:
        why = f"raises {rate.raises}" if rate.raises else rate.why
        why = why or "no curve of numbers comes of its values"
        return (
            f"<li {self._attributes(number, rate)}>{_heading(rate)}"
            f'<p class="reason">{prose(why)}</p>{_values(rate)}{_call(rate)}</li>'
        )

    def _attributes(self, number: int, rate: LearningRate) -> str:
        given = " ".join(self._optimizers(rate))
        optimizers = f' data-optimizer="{plain(given)}"' if given else ""
        return (
            f'class="rate" id="c{number}" data-basis="{rate.basis}" '
            f'data-function="{plain(rate.name)}"{optimizers}'
        )


def _heading(rate: LearningRate) -> str:
    bound = f"<code>{plain(rate.target)}</code> " if rate.target else ""
    scope = f"in <code>{plain(rate.scope)}</code>" if rate.scope else ""
    given = plain(" and ".join(rate.optimizers))
    parts = ", ".join(
        filter(None, (f"{bound}{scope}".strip(), given and f"for {given}"))
    )
    about = f": {parts}" if parts else ""
    cell = f"cell {rate.start.cell}, " if rate.start.cell else ""
    return (
        f"<h4>{plain(rate.name).replace('_', '_<wbr>')}</h4>"
        f'<span class="badge b-{rate.basis}">{BASES[rate.basis]}</span>'
        f'<p class="at">{cell}line {rate.start.line}{about}</p>'
    )


def _values(rate: LearningRate) -> str:
    """Return where the values come from."""
    taken = ", ".join(f"{name}={value}" for name, value in rate.sampled)
    sampled = f'<p class="why">sampled: <code>{plain(taken)}</code></p>'
    stated = f'<ul class="stated">{"".join(map(_place, rate.stated))}</ul>'
    return (sampled if taken else "") + (stated if rate.stated else "")


def _place(place: Place) -> str:
    own = place.owner not in ("", place.name)
    owner = f" <code>{plain(place.owner)}</code>" if own else ""
    behind = "".join(map(_place, place.behind))
    return (
        f"<li><code>{plain(said(place))}</code>"
        f'<span class="from">{plain(f"{place.path}:{place.line}")}{owner}</span>'
        f"{f'<ul>{behind}</ul>' if behind else ''}</li>"
    )


def _call(rate: LearningRate) -> str:
    first, *rest = rate.call.expandtabs(4).split("\n")
    lines = [first, *dedent("\n".join(rest)).split("\n")] if rest else [first]
    text = "\n".join(map(source_line, lines))
    return (
        '<details class="call"><summary>call</summary>'
        f'<pre tabindex="0">{text}</pre></details>'
    )


def _data(dots: Sequence[Dot], scales: Sequence[Scale | None], *, is_open: bool) -> str:
    """Return what a pointer reads: steps, values, and the ends of both axes.

    Of a curve that comes ever nearer to its last value, that it is open.
    """
    read = {int(step): number(value, _DIGITS) for step, value in dots}
    for before, after in pairwise(dots):
        if before.step == after.step:
            read.setdefault(int(before.step) - 1, number(before.value, _DIGITS))
    steps = sorted(read)
    ends = [one and [number(one.low, 17), number(one.high, 17)] for one in scales]
    data = {"s": gaps(steps), "v": [read[step] for step in steps], "y": ends}
    return dumps({**data, "open": 1} if is_open else data)
