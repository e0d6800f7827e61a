"""A learning rate in words: its numbers, and where they come from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...report.draw import ARROW
from ..record import Basis, LearningRate, Story

if TYPE_CHECKING:
    from ...rule.curve import Point
    from ...values.spots import Place

_LONGEST = 70

BASES = {
    Basis.KNOWN: "known",
    Basis.CHOICE: "with a choice",
    Basis.SAMPLED: "sampled",
    Basis.UNKNOWN: "not known",
}


def number(value: float) -> str:
    """Return a number as a story tells it."""
    return f"{value or 0:.4g}"  # no zero has a sign


def told(story: Story) -> str:
    """Return the story of a curve: its start, its extremes and its end."""
    return f" {ARROW} ".join(_numbers(story))


def _numbers(story: Story) -> Iterator[str]:
    first, last = story.first, story.last
    if math.isnan(first) and math.isnan(last.value):
        yield "NaN at every step"
        return
    if last.step == 0 and story.peak.value == first:
        yield f"{number(first)} at every step"
        return
    yield number(first)
    for point in sorted(_turns(story), key=lambda one: one.step or 0):
        yield f"{number(point.value)} at step {point.step}"
    yield _end(story)


def _turns(story: Story) -> Iterator[Point]:
    """Yield the extremes that are higher, or lower, than the start and the end."""
    ends = (story.first, story.last.value)
    if story.peak.step is not None and story.peak.value > max(ends):
        yield story.peak
    lowest = story.lowest
    if lowest is not None and lowest.step is not None and lowest.value < min(ends):
        yield lowest


def _end(story: Story) -> str:
    last = story.last
    if last.step is not None:
        return f"{number(last.value)} at step {last.step}"
    grows = "growing for ever" if last.value > 0 else "falling for ever"
    ends = f"ever nearer to {number(last.value)}"
    where = grows if math.isinf(last.value) else ends
    if story.seen is None:
        return where
    return f"{number(story.seen)} at step {story.span}, {where}"


def where(rate: LearningRate) -> str:
    """Return what makes a learning rate, in what, and for whom."""
    said = rate.name + (f" in {rate.scope}" if rate.scope else "")
    return f"{said}, for {' and '.join(rate.optimizers)}" if rate.optimizers else said


def basis(rate: LearningRate) -> str:
    """Return what its values are, and where they come from if not from the call."""
    if rate.basis is Basis.UNKNOWN:
        return f"not known: {rate.why}"
    stated = [source(one) for one in rate.stated]
    taken = [f"{name}={value}" for name, value in rate.sampled]
    if rate.basis is Basis.SAMPLED:
        said = f"sampled: {', '.join(taken)}" + (f" ({rate.why})" if rate.why else "")
        return "; ".join((said, *stated))
    if rate.basis is Basis.CHOICE:
        return "; ".join((*stated, rate.why))
    return "; ".join(stated)


def source(place: Place) -> str:
    """Return where the value of a name is said."""
    return f"{said(place)} ({place.path}:{place.line})"


def said(place: Place) -> str:
    """Return the value of a name, as the place says it."""
    try:
        return f"{place.name}={cut(repr(place.value))}"
    except ValueError:  # more digits than Python writes
        return f"{place.name}=..."


def cut(text: str) -> str:
    """Return a text, or the start of a long one."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
