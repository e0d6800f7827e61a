"""Which points of a long curve are kept, so that it looks as the whole one does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..curve import SiteCurve

FULL = 160
"""A curve of so many points is stored whole."""
BUCKETS = 60
"""Parts of a longer one, of each of which the lowest and highest are stored."""


def thin(curve: SiteCurve) -> list[int]:
    """The indices of the points to keep: extremes, boundaries and odd ones with."""
    count = len(curve.steps)
    if count <= FULL:
        return list(range(count))
    kept = {0, count - 1, *_corners(curve)}
    for values in _series(curve):
        kept.update(_extremes(values, curve.steps), _edges(values))
    return sorted(kept)


def _corners(curve: SiteCurve) -> Iterator[int]:
    corners = {boundary.step for boundary in curve.boundaries}
    last = len(curve.steps) - 1
    for index, step in enumerate(curve.steps):
        if step in corners:
            yield from (max(index - 1, 0), index, min(index + 1, last))


def _series(curve: SiteCurve) -> Iterator[Sequence[float]]:
    """What must keep its form: the curves, and how far they are apart."""
    yield curve.values
    if curve.after and curve.after != curve.values:
        yield curve.after
        pairs = zip(curve.values, curve.after, strict=True)
        yield [new - old for old, new in pairs]


def _extremes(values: Sequence[float], steps: Sequence[int]) -> Iterator[int]:
    end = steps[-1] + 1
    buckets: dict[int, list[int]] = {}
    for index, step in enumerate(steps):
        if isfinite(values[index]):
            buckets.setdefault(step * BUCKETS // end, []).append(index)
    for indices in buckets.values():
        yield min(indices, key=values.__getitem__)
        yield max(indices, key=values.__getitem__)


def _edges(values: Sequence[float]) -> Iterator[int]:
    """The first and the last of what is no number, in a row: they tell where it is."""
    for index, value in enumerate(values):
        around = values[max(index - 1, 0) : index + 2]
        if not isfinite(value) and any(map(isfinite, around)):
            yield index
