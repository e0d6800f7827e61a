"""What is told of a schedule's call that the mouse is over: its learning rate."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from ..config.pyproject import ConfigError
from ..curves.find import find
from ..curves.made import Made, look_at
from ..curves.points import columns, curve_of
from ..curves.record import LearningRate
from ..curves.show.words import basis, number, told, where
from ..engine.opened import document_of
from ..engine.view import View
from ..files.lines import LINE_END
from ..files.source import Source, SourceError
from ..model import Position
from ..report.draw import LINE_WIDTH, sparkline
from ..report.styled import printable
from ..rule.curve import Curve

# What Markdown reads as a mark anywhere, and what at the beginning of a line.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&$!]|^[-+=]|(?<=^\d)[.)](?=\s))")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A learning rate, and where the call that makes it stands.

    Attributes:
        rate: it.
        end: one past the last character of the call.
        curve: its curve, if there is one.
    """

    rate: LearningRate
    end: Position
    curve: Curve | None

    def holds(self, place: Position) -> bool:
        """Whether a place is in the call."""
        return self.rate.start <= place < self.end


def drawn_in(view: View, path: str, text: str) -> Sequence[Drawn]:
    """Return the learning rates that a file makes."""
    try:
        plan = view.plan(path)
        sources = document_of(path, text).sources
        return [
            Drawn(rate, _end(rate), curve_of(rate, plan.catalogue.recipes))
            for source in sources
            if not source.prose
            for rate in _rates(source, view, path)
        ]
    except (SourceError, ConfigError, OSError, RecursionError):
        return ()


def _rates(source: Source, view: View, path: str) -> Iterator[LearningRate]:
    plan = view.plan(path)
    looked = look_at(source, plan)
    found = find(looked, Made(lambda _: [looked]), plan.catalogue.recipes, {})
    for key, rate in found.rates.items():
        yield replace(rate, optimizers=tuple(found.given.get(key, ())))


def _end(rate: LearningRate) -> Position:
    lines = LINE_END.split(rate.call)
    first = rate.start.column if len(lines) == 1 else 1
    line = rate.start.line + len(lines) - 1
    return Position(line, first + len(lines[-1]), rate.start.cell)


def innermost(drawn: Sequence[Drawn], place: Position) -> Drawn | None:
    """Return the innermost call around a place, if there is one."""
    around = [one for one in drawn if one.holds(place)]
    return max(around, key=lambda one: one.rate.start, default=None)


def hover_text(drawn: Drawn, *, markdown: bool) -> str:
    """Return what is told of a learning rate, with what is the user's escaped."""
    lines = [*_lines(drawn)]
    if not markdown:
        return "\n".join([*_picture(drawn), *lines])
    picture = [f"```text\n{line}\n```" for line in _picture(drawn)]
    return "\n".join([*picture, *(f"{escaped(one)}  " for one in lines)])


def escaped(text: str) -> str:
    """Return a text as Markdown says it, none of it a mark."""
    return _MARKS.sub(r"\\\1", text)


def _picture(drawn: Drawn) -> Iterator[str]:
    if drawn.curve is not None:
        yield sparkline(columns(drawn.curve, LINE_WIDTH))


def _lines(drawn: Drawn) -> Iterator[str]:
    rate, story = drawn.rate, drawn.rate.story
    yield printable(where(rate))
    if rate.raises:
        yield f"raises {printable(rate.raises)}"
    elif story is not None and drawn.curve is not None:
        yield told(story)
        yield ", ".join(_numbers(drawn))
    if said := basis(rate):
        yield printable(said)


def _numbers(drawn: Drawn) -> Iterator[str]:
    """Yield a curve in numbers: start, peak, last value, warmup and length."""
    story = drawn.rate.story
    assert story is not None
    yield f"start {number(story.first)}"
    yield f"peak {number(story.peak.value)}"
    yield f"last {number(story.last.value)}"
    if story.peak.step and story.first < story.peak.value:
        yield f"warmup {math.ceil(story.peak.step)} steps"
    if story.last.step is not None and isfinite(story.last.step):
        yield f"length {story.last.step} steps"
