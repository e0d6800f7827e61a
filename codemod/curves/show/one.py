"""The one learning rate that a picture is of."""

from __future__ import annotations

from collections.abc import Sequence

from ...rule.curve import Curve
from ..record import LearningRate
from .words import basis, where

_TOLD = 20
"""So many places are told where one is to be chosen."""


class NotOneError(Exception):
    """Why there is no one curve to draw, and what can be done."""


def only(
    drawn: Sequence[tuple[LearningRate, Curve | None]],
) -> tuple[LearningRate, Curve]:
    """Return the one learning rate that has a curve.

    Raises:
        NotOneError: none has, or several have.
    """
    found = [(rate, curve) for rate, curve in drawn if curve is not None]
    if len(found) == 1:
        return found[0]
    if found:
        places = [_told(rate) for rate, _ in found[:_TOLD]]
        more = len(found) - len(places)
        listed = "; ".join(places) + (f"; and {more} more" if more else "")
        first, _ = found[0]
        raise NotOneError(
            f"an SVG is a picture of one curve, and there are {len(found)}; name one, "
            f"as {first.path}:{first.start.row}: {listed}"
        )
    if not drawn:
        raise NotOneError("no learning rate was found, so there is no curve to draw")
    reasons = [f"{_told(rate)}: {_why(rate)}" for rate, _ in drawn[:_TOLD]]
    raise NotOneError(f"there is no curve to draw: {'; '.join(reasons)}")


def _told(rate: LearningRate) -> str:
    return f"{rate.path}:{rate.start.row} {where(rate)}"


def _why(rate: LearningRate) -> str:
    if rate.raises:
        return f"it raises {rate.raises}"
    return basis(rate) or "no curve of numbers comes of its values"
