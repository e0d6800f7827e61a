"""Two curves compared in plain arithmetic: where they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...rule.curve import Curve
from ..points import drawn_steps
from .singles import Parting, parting, raising

EVERY = 10_000
"""Up to how many steps each one is looked at."""


def apart(before: Curve | str | None, after: Curve | str | None) -> Parting:
    """Return how far two curves are from one another; a text is what one raises."""
    if isinstance(before, Curve) and isinstance(after, Curve):
        return _apart(before, after)
    sides = [one if isinstance(one, str) else "" for one in (before, after)]
    return raising(sides[0], sides[1])


def _apart(before: Curve, after: Curve) -> Parting:
    span = max(before.span, after.span, 1)
    steps: Sequence[int] = range(span + 1)
    if span > EVERY:
        seen = [replace(one, reach=span) for one in (before, after)]
        steps = sorted({step for one in seen for step in drawn_steps(one, EVERY)})
    old, new = ([float(one.at(step)) for step in steps] for one in (before, after))
    return parting(old, new, steps)
