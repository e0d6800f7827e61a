"""The curves of the page: pictures, and the data that its scripts read, each once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING

from ...model import Finding
from .data import dumps, gaps, number, packed
from .marks import Mark, marks
from .pictures import Paths, Picture, picture
from .thinning import thin

if TYPE_CHECKING:
    from ...rule.catalogue import Catalogue
    from ..curve import SiteCurve, SiteCurves


@dataclass(frozen=True, slots=True)
class Drawing:
    """A curve of the page.

    Attributes:
        index: where it is stored.
        curve: before it was thinned.
        marks: what is odd about it.
        picture: of both curves.
    """

    index: int
    curve: SiteCurve
    marks: tuple[Mark, ...]
    picture: Picture

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
        known: gives the facts about curves; asked for the first of them.
    """

    def __init__(self, known: Callable[[], Catalogue]) -> None:
        self._known = known
        self._drawn: dict[str, tuple[int, Picture]] = {}
        self._data: list[str] = []
        self._paths = Paths()

    def drawing(self, finding: Finding) -> Drawing | str:
        """The curve of a finding, or in one clause why there is none."""
        before, after, verdict = finding.before, finding.after, finding.verdict
        if before is None:
            return "no call of a schedule can be read here"
        curve = self._curves.of(before, after, verdict)
        if curve is None:
            return self._curves.why_not(before, after, verdict)
        found = tuple(marks(curve))
        index, made = self._once(curve, found)
        return Drawing(index, curve, found, made)

    @cached_property
    def _curves(self) -> SiteCurves:
        from ..curve import SiteCurves

        known = self._known()
        return SiteCurves(known.facts, known.recipes)

    def json(self) -> str:
        """All curves, as JSON that can stand inside a script element."""
        return f'{{"curves":[{",".join(self._data)}]}}'

    def paths(self) -> str:
        """All that is drawn by its name, as an element."""
        return self._paths.stored()

    def _once(self, curve: SiteCurve, found: Sequence[Mark]) -> tuple[int, Picture]:
        kept = thin(curve)
        drawn = [[one.step, one.name] for one in curve.boundaries]
        drawn += [[one.step, one.label] for one in found]
        key = dumps([_series(curve, kept), drawn])
        if key not in self._drawn:
            made = picture(curve, kept, found, self._paths)
            self._drawn[key] = (len(self._drawn), made)
            self._data.append(dumps({**_series(curve, kept), **_ends(made)}))
        return self._drawn[key]


def _series(curve: SiteCurve, kept: Sequence[int]) -> dict[str, object]:
    after = curve.after if curve.after != curve.values else ()
    return {
        "steps": gaps([curve.steps[index] for index in kept]),
        "before": packed(curve.values[index] for index in kept),
        "after": packed(after[index] for index in kept) if after else None,
        "rewritten": bool(curve.after),
    }


def _ends(made: Picture) -> dict[str, object]:
    """The axes that a pointer reads."""
    ends = [one and [number(end) for end in one] for one in made.ends]
    return {"ends": ends, "rest": made.rest}
