"""A learning rate in words: its numbers, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator

from ...values.spots import Place
from ..record import Basis, LearningRate, Story

ARROW = "→"
BASES = {
    Basis.KNOWN: "known",
    Basis.CHOICE: "with a choice",
    Basis.SAMPLED: "sampled",
    Basis.UNKNOWN: "not known",
}


def number(value: float) -> str:
    """Return a number as a story tells it."""
    return f"{value:.4g}"


def told(story: Story, arrow: str = ARROW) -> str:
    """Return the story of a curve: its start, its peak and its end."""
    return f" {arrow} ".join(_numbers(story))


def _numbers(story: Story) -> Iterator[str]:
    first, peak, last = story.first, story.peak, story.last
    if last.step == 0 and peak.value == first:
        yield f"{number(first)} at every step"
        return
    yield number(first)
    if peak.value not in (first, last.value):
        yield f"{number(peak.value)} at step {peak.step}"
    if last.step is None:
        yield f"ever nearer to {number(last.value)}"
    else:
        yield f"{number(last.value)} at step {last.step}"


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
        return f"{place.name}={place.value!r}"
    except ValueError:  # more digits than Python writes
        return f"{place.name}=..."
