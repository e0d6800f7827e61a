"""Curves as the data that the page draws: thinned, each of them stored once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from ...model import Finding
from ...rule.recipe import Recipes
from ...verify.comparison import CurveFacts
from ..curve import SiteCurve, SiteCurves
from .data import dumps, number
from .marks import Mark, marks
from .thinning import thin


@dataclass(frozen=True, slots=True)
class Drawing:
    """A curve of the page.

    Attributes:
        index: where it is stored.
        curve: before it was thinned.
        marks: what is odd about it.
    """

    index: int
    curve: SiteCurve
    marks: tuple[Mark, ...]

    @property
    def same(self) -> bool:
        """Whether there is a curve after the rewrite, and it is the same."""
        pairs = zip(self.curve.values, self.curve.after, strict=False)
        return bool(self.curve.after) and all(
            one == other or (isnan(one) and isnan(other)) for one, other in pairs
        )


class CurveBook:
    """The curves of a page.

    Args:
        facts: what is to be known of each function, by its name.
        recipes: what schedules are in plain arithmetic.
    """

    def __init__(self, facts: Mapping[str, CurveFacts], recipes: Recipes) -> None:
        self._curves = SiteCurves(facts, recipes)
        self._stored: dict[str, int] = {}

    def drawing(self, finding: Finding) -> Drawing | str:
        """The curve of a finding, or in one clause why there is none."""
        before, after, verdict = finding.before, finding.after, finding.verdict
        if before is None:
            return "no call of a schedule can be read here"
        curve = self._curves.of(before, after, verdict)
        if curve is None:
            return self._curves.why_not(before, after, verdict)
        found = tuple(marks(curve))
        text = dumps(_data(curve, found))
        index = self._stored.setdefault(text, len(self._stored))
        return Drawing(index, curve, found)

    def json(self) -> str:
        """All curves, as JSON that can stand inside a script element."""
        return f'{{"curves":[{",".join(self._stored)}]}}'


def _data(curve: SiteCurve, found: Sequence[Mark]) -> Mapping[str, Any]:
    kept = thin(curve)
    after = curve.after if curve.after != curve.values else ()
    return {
        "steps": [curve.steps[index] for index in kept],
        "before": [number(curve.values[index]) for index in kept],
        "after": [number(after[index]) for index in kept] if after else None,
        "rewritten": bool(curve.after),
        "boundaries": [[one.step, one.name] for one in curve.boundaries],
        "marks": [[mark.step, number(mark.value), mark.label] for mark in found],
    }
