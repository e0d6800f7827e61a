"""Which learning rates of two states are one and the same.

Pairs that share more are taken before those that share less, so that one that is
inserted, or put in another place, shifts no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial

from ..record import LearningRate
from .alike import in_order

Pair = tuple[LearningRate | None, LearningRate | None]
_Key = Callable[[LearningRate], Hashable]
"""What two have in common; None where one has nothing in common with another."""


def matched(
    before: Iterable[LearningRate],
    after: Iterable[LearningRate],
    renamed: Mapping[str, str],
) -> list[Pair]:
    """Return the learning rates of two states in pairs; None where one is missing.

    Args:
        before: those of the first state.
        after: those of the second.
        renamed: from the paths of files of the first state to those of the second.
    """
    pairing = _Pairing(before, after, renamed)
    pairing.within(lambda one: (pairing.path(one), one.scope))
    pairing.blocks(lambda one: one.scope or None)
    for key in (_made, _target, _name):
        pairing.only(partial(pairing.within_file, key))
    pairing.only(_made_by_call)
    return pairing.pairs()


def _made(rate: LearningRate) -> Hashable:
    """Return what two that are as before have in common."""
    words = " ".join(rate.call.split())
    if rate.recipe is None:
        return rate.name, words
    try:
        return rate.name, str(rate.recipe), rate.sampled
    except ValueError:  # more digits than Python writes
        return rate.name, words, rate.sampled


def _made_by_call(rate: LearningRate) -> Hashable:
    """Return the same of a schedule; a number alone may stand anywhere by chance."""
    recipe = rate.recipe
    own = recipe is not None and recipe.function == rate.function
    return _made(rate) if own else None


def _story(rate: LearningRate) -> Hashable:
    """Return what it does, by whichever function."""
    return (rate.target, rate.name, rate.story) if rate.story is not None else None


def _target(rate: LearningRate) -> Hashable:
    return (rate.target, rate.name) if rate.target else None


def _target_alone(rate: LearningRate) -> Hashable:
    return rate.target or None


def _name(rate: LearningRate) -> Hashable:
    return rate.name


# Within a scope, from what shares most to what shares least.
_LIKENESS: tuple[_Key, ...] = (
    lambda one: (one.target, _made(one)),
    _story,
    _target,
    _target_alone,
    _made,
    _name,
)


class _Pairing:
    def __init__(
        self,
        before: Iterable[LearningRate],
        after: Iterable[LearningRate],
        renamed: Mapping[str, str],
    ) -> None:
        self._renamed = renamed
        self._before = {id(one): one for one in before}
        self._after = {id(one): one for one in after}
        self._left = (dict(self._before), dict(self._after))
        self._pairs: dict[int, LearningRate] = {}

    def path(self, rate: LearningRate) -> str:
        """Return the file of a learning rate, as the second state calls it."""
        if id(rate) in self._before:
            return self._renamed.get(rate.path, rate.path)
        return rate.path

    def within(self, key: _Key) -> None:
        """Pair those that share a key, by what each is, and then by their order."""
        for here, there in self._groups(key):
            self._align(here, there)

    def blocks(self, key: _Key) -> None:
        """The same for what moved to another file, where just one may be meant."""
        for here, there in self._groups(key):
            if all(
                len({self.path(one) for one in side}) == 1 for side in (here, there)
            ):
                self._align(here, there)

    def only(self, key: _Key) -> None:
        """Pair those that alone have a key among all that are left."""
        for here, there in self._groups(key):
            if len(here) == len(there) == 1:
                self._pair(here[0], there[0])

    def within_file(self, key: _Key, rate: LearningRate) -> Hashable:
        """Return what a learning rate has in common with others of its file."""
        found = key(rate)
        return None if found is None else (self.path(rate), found)

    def pairs(self) -> list[Pair]:
        """Return all pairs, in the order of the second state; what is gone at last."""
        found: list[Pair] = [
            (self._pairs.get(name), one) for name, one in self._after.items()
        ]
        return [*found, *((one, None) for one in self._left[0].values())]

    def _groups(
        self, key: _Key
    ) -> list[tuple[Sequence[LearningRate], Sequence[LearningRate]]]:
        """Return those that are left and share a key, on both sides."""
        sides = [_grouped(side.values(), key) for side in self._left]
        return [
            (one, sides[1][name]) for name, one in sides[0].items() if name in sides[1]
        ]

    def _align(
        self, before: Sequence[LearningRate], after: Sequence[LearningRate]
    ) -> None:
        for key in _LIKENESS:
            sides = [
                _grouped(self._unpaired(side, at), key)
                for at, side in enumerate((before, after))
            ]
            for name in sides[0].keys() & sides[1].keys():
                for one, other in in_order(sides[0][name], sides[1][name]):
                    self._pair(one, other)
        before, after = self._unpaired(before, 0), self._unpaired(after, 1)
        if len(before) == len(after):
            for one, other in zip(before, after, strict=True):
                self._pair(one, other)

    def _unpaired(self, rates: Sequence[LearningRate], side: int) -> list[LearningRate]:
        return [one for one in rates if id(one) in self._left[side]]

    def _pair(self, before: LearningRate, after: LearningRate) -> None:
        self._pairs[id(after)] = before
        del self._left[0][id(before)], self._left[1][id(after)]


def _grouped(
    rates: Iterable[LearningRate], key: _Key
) -> dict[Hashable, list[LearningRate]]:
    groups: dict[Hashable, list[LearningRate]] = defaultdict(list)
    for one in rates:
        name = key(one)
        if name is not None:
            groups[name].append(one)
    return groups
