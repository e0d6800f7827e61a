"""What became of each learning rate."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from ...rule.curve import Curve
from ...rule.recipe import Recipes
from ..points import curve_of
from ..record import Basis, LearningRate
from .causes import causes
from .compare import compared
from .match import Pair
from .record import Change, Fate, Move
from .written import Parameters, shown, texts


@dataclass(frozen=True, slots=True)
class Judge:
    """Says what became of pairs.

    Attributes:
        recipes: what is known of schedules.
        parameters: those of each function, by its path.
        unread: files of each state that could not be read, by their paths.
    """

    recipes: Recipes
    parameters: Parameters
    unread: tuple[Set[str], Set[str]] = (frozenset(), frozenset())

    def change(self, pair: Pair) -> Change:
        """Return what became of a learning rate."""
        before, after = pair
        if before is not None and after is not None:
            return self._both(before, after)
        one = after or before
        assert one is not None
        when = ("before", "after")[after is None]
        if one.path in self.unread[after is None]:
            why = f"{one.path} cannot be read {when}"
            return Change(Fate.NOT_KNOWN, before, after, why=why, changed=True)
        return Change(Fate.GONE if after is None else Fate.NEW, before, after)

    def _both(self, before: LearningRate, after: LearningRate) -> Change:
        made = before.recipe, before.sampled
        same = before.recipe is not None and made == (after.recipe, after.sampled)
        if same and (not after.sampled or _words(before) == _words(after)):
            return Change(Fate.AS_BEFORE, before, after)
        why = _why_not_known(before, after) or self._why_not_seen(before, after)
        ways = "" if why else _other_ways(before, after)
        if why or ways:
            known = (before.recipe is None) != (after.recipe is None)
            written = _words(before) != _words(after)
            changed = known or written or bool(ways)
            why = why or ways
            return Change(Fate.NOT_KNOWN, before, after, why=why, changed=changed)
        if before.raises or after.raises:
            return self._raising(before, after)
        fate, move = self._compared(before, after)
        told = [texts(one, self.parameters) for one in (before, after)]
        if fate is not Fate.MOVED and after.sampled and told[0] != told[1]:
            why = "with what was tried for its open values it is as before"
            return Change(Fate.NOT_KNOWN, before, after, why=why, changed=True)
        found = causes(before, after, self.parameters) if move is not None else ()
        return Change(fate, before, after, move, found)

    def _raising(self, before: LearningRate, after: LearningRate) -> Change:
        both = bool(before.raises and after.raises)
        told = () if both else causes(before, after, self.parameters)
        fate = Fate.AS_BEFORE if both else Fate.RAISES
        return Change(fate, before, after, causes=told)

    def _why_not_seen(self, before: LearningRate, after: LearningRate) -> str:
        """Return why the curves of two do not say whether one moved, or nothing."""
        raises = before.raises or after.raises
        if raises and after.sampled:
            return f"with what was tried for its open values it raises {raises}"
        if raises or self._curves(before, after) is not None:
            return ""
        return "no curve can be computed of its numbers"

    def _compared(
        self, before: LearningRate, after: LearningRate
    ) -> tuple[Fate, Move | None]:
        curves = self._curves(before, after)
        assert curves is not None
        return compared(*curves)

    def _curves(
        self, before: LearningRate, after: LearningRate
    ) -> tuple[Curve, Curve] | None:
        one, other = (curve_of(rate, self.recipes) for rate in (before, after))
        return None if one is None or other is None else (one, other)


def _why_not_known(before: LearningRate, after: LearningRate) -> str:
    """Return why two cannot be compared, or nothing."""
    unknown = [one.recipe is None for one in (before, after)]
    if all(unknown):
        same = before.why == after.why
        return before.why if same else f"before: {before.why}; after: {after.why}"
    if unknown[0]:
        return f"before: {before.why}"
    if unknown[1]:
        return f"after: {after.why}"
    taken = dict(before.sampled), dict(after.sampled)
    if taken[0] == taken[1]:
        return ""
    open_values = [
        f"{when} {', '.join(f'`{name}`' for name in names) or 'none'}"
        for when, names in zip(("before", "after"), taken, strict=True)
    ]
    if taken[0].keys() == taken[1].keys():
        return "what is tried for its open values is not the same on both sides"
    return f"other values of it are open: {'; '.join(open_values)}"


def _other_ways(before: LearningRate, after: LearningRate) -> str:
    """Return what is said in another way, where others can give it another value.

    Which of several calls is seen, or whether the default is, is no change of a curve.
    """
    if Basis.CHOICE not in (before.basis, after.basis):
        return ""
    here, there = (
        {
            first.owner: first
            for place in rate.stated
            for first in place.first()
            if first.owner
        }
        for rate in (before, after)
    )
    for owner in there:
        old, new = here.get(owner), there[owner]
        if old is not None and old.way is not new.way and old.value != new.value:
            told = [f"{shown(one.value)} ({one.path}:{one.line})" for one in (old, new)]
            who = after.why or before.why
            return f"{owner} is {told[0]} before and {told[1]} after, and {who}"
    return ""


def _words(rate: LearningRate) -> list[str]:
    return rate.call.split()
