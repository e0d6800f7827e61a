"""What became of learning rates, in words and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ....report.draw import LINE_WIDTH, sparkline
from ....rule.curve import Curve
from ....rule.recipe import Recipes
from ...points import columns, curve_of
from ...record import LearningRate
from ...show.words import cut, number, told
from ..record import Apart, Change, Difference, Fate, Move
from ..written import shown


def drawn(change: Change, recipes: Recipes, width: int = LINE_WIDTH) -> tuple[str, str]:
    """Return both curves as lines of one scale and one length; empty for none."""
    curves = [
        curve_of(one, recipes) if one is not None else None
        for one in (change.before, change.after)
    ]
    span = max((one.span for one in curves if one is not None), default=0)
    values = [_values(one, span, width) for one in curves]
    line = sparkline([*values[0], *values[1]])
    return line[: len(values[0])], line[len(values[0]) :]


def _values(curve: Curve | None, span: int, width: int) -> list[float]:
    return [] if curve is None else columns(replace(curve, reach=span), width)


def story(rate: LearningRate) -> str:
    """Return one side in words."""
    if rate.raises:
        return f"raises {rate.raises}"
    return told(rate.story) if rate.story is not None else "not known"


def parted(move: Move) -> str:
    """Return where two curves part."""
    return f"they part at step {_at(move.first)}"


def farthest(move: Move) -> str:
    """Return where two curves are farthest from each other."""
    about = "" if move.every_step else "about "
    return f"farthest apart at {about}step {_at(move.farthest)}"


def _at(point: Apart) -> str:
    """Return a step and both values, in as many digits as tell them apart."""
    before, after = number(point.before), number(point.after)
    if before == after:
        before, after = f"{point.before:.9g}", f"{point.after:.9g}"
    return f"{shown(point.step)}, {before} before and {after} after"


def area(move: Move) -> str:
    """Return by how much the area under a curve grew; empty where there was none."""
    if move.area is None:
        return ""
    percent = 100 * move.area
    about = "" if move.every_step else "about "
    if 0 < abs(percent) < 0.05:
        return "less than 0.1 %"
    digits = ".1f" if abs(percent) < 100_000 else ".3g"
    return f"{about}{percent:+{digits}} %"


def moved(move: Move) -> Iterator[str]:
    """Yield how a curve moved, a clause each."""
    yield parted(move)
    if move.farthest.step != move.first.step:
        yield farthest(move)
    grown = area(move)
    if grown:
        until = f" up to step {shown(move.span)}" if move.span > 1 else ""
        yield f"area under the curve {grown}{until}"


def samples(change: Change) -> str:
    """Return what both sides were computed with, where that is not the user's."""
    taken = ", ".join(f"{name}={value}" for name, value in change.sampled)
    both = " on both sides" if change.before and change.after else ""
    return f"sampled{both}: {taken}" if taken else ""


def said(change: Change) -> str:
    """Return what became of a learning rate."""
    return f"{change.fate}, changed" if change.why else change.fate.value


def calls(change: Change) -> Iterator[str]:
    """Yield how a learning rate is written on both sides, where that differs."""
    for side, rate in (("before", change.before), ("after ", change.after)):
        if rate is not None:
            yield f"{side}  {cut(' '.join(rate.call.split()))}"


def counted(difference: Difference) -> str:
    """Return how many learning rates there are, by what became of them."""
    counts = Counter(one.fate for one in difference.changes)
    parts = [f"{counts[fate]} {fate.value}" for fate in Fate if counts[fate]]
    return ", ".join(parts) or "no learning rates"


def states(difference: Difference) -> str:
    """Return what is compared."""
    return f"from {difference.before} to {difference.after}"


def where(rate: LearningRate) -> str:
    """Return what a learning rate is called in a list."""
    said = f"{rate.target} = {rate.name}" if rate.target else rate.name
    return f"{said} in {rate.scope}" if rate.scope else said
