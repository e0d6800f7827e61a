"""What the first look at a file held, found again in what was written since.

A rewrite may take away what a second look would see: what held another one. So that
stays held, whatever is seen then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ..files.edits import places_before
from ..model import Edit
from ..units.unit import Member, Unit
from .analysis import Analysis


class StillHeld:
    """Holds units in a file that is rewritten, by what the first look said.

    Args:
        first: it.
        written: the units that it did not hold.
    """

    def __init__(self, first: Analysis, written: Collection[Unit]) -> None:
        self._passes: list[Callable[[int], int]] = []
        self._reasons: dict[tuple[str, int], str] = {}
        for unit in first.units:
            if unit not in written:
                held = unit.holder(False)
                reason = held[1] if held is not None else "it was not compared"
                for place in _places(unit.members, first):
                    self._reasons.setdefault(place, reason)

    def rewritten(self, edits: Sequence[Edit]) -> None:
        """Take what was done to the file, once more."""
        self._passes.append(places_before(edits))

    def hold(self, analysis: Analysis) -> None:
        """Hold what was held where the file is looked at again."""
        for unit in analysis.units if self._reasons else ():
            for member in unit.members:
                for code, place in _places([member], analysis):
                    for before in reversed(self._passes):
                        place = before(place)
                    reason = self._reasons.get((code, place), "")
                    member.blocked = member.blocked or reason


def _places(members: Sequence[Member], analysis: Analysis) -> list[tuple[str, int]]:
    """Return what rules say that would be rewritten, and where."""
    return [
        (rule.code, analysis.source.span(report.node)[0])
        for member in members
        for rule, report in member.reports
        if report.rewrites
    ]
