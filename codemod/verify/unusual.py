"""Bindings in which few names have a telling value, and the others ordinary ones."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .binding import Binding, Trial
from .pools import Pool, has_numpy, is_number

BASES = 2
OTHERS = 4
MOST_ZEROS = 12

FARTHEST = 2**31 - 3
"""Odd, so that a product of two such is a number that no float is."""

FAR_BELOW = 3 - 2**20
"""A product of three such is no float, and fits in 64 bits."""

NEAREST = 1e-15

Changes = Callable[[Binding], Iterable[Mapping[str, object]]]
"""Telling changes of a binding."""


@dataclass(frozen=True, slots=True)
class Unusual:
    """Makes such bindings.

    Attributes:
        pools: the values for each name.
        good: bindings that build both schedules, or else any one.
        trial: what is known of a binding.
    """

    pools: Mapping[str, Pool]
    good: Sequence[Binding]
    trial: Callable[[Binding], Trial]

    def bindings(self, further: Changes) -> Iterator[Binding]:
        """Yield those of each name by itself, of two at 0, and of all together.

        In the last ones all are below 0, since a difference of two such may be above;
        all far out, above 0 and below, since a product of two such is more than a
        float tells apart; and all fractions near 0, since what is added to a larger
        one is lost.
        """
        ordinary = sorted(self.good, key=lambda one: self.trial(one).dull)[:BASES]
        for name, pool in self.pools.items():
            for turn, value in enumerate(pool.again + pool.odd):
                yield self._with(name, value, ordinary[turn % len(ordinary)])
                if str(value) == "-0.0":
                    # A bound above it would hide its sign.
                    below = ordinary[0].with_values(dict(self._below(ordinary[0])))
                    yield from self._if_telling(below.with_values({name: value}))
            for value in pool.far_fetched:
                yield from self._if_telling(self._with(name, value, ordinary[0]))
        yield from itertools.islice(self._zeros(ordinary[0]), MOST_ZEROS)
        far = ordinary[0].changed(_far)
        for change in further(ordinary[0]):
            own = {name: one for name, one in change.items() if name in self.pools}
            if own:
                yield ordinary[0].with_values(own)
            if own and len(own) < len(self.pools) and not has_numpy(own):
                # An ordinary bound may hide what a number alone makes of a curve.
                yield from self._if_telling(far.with_values(own))
        if len(self.pools) > 1:
            yield far
            yield from map(ordinary[0].changed, (_negated, _far_below))
            yield ordinary[0].with_values(dict(self._near(ordinary[0])))

    def _with(self, name: str, value: object, usual: Binding) -> Binding:
        """The value among usual ones, or among others if it gives no curve with those.

        A warmup of 777 steps is longer than most lengths, and a length below 0 needs a
        warmup that is further below.
        """
        others: Iterable[Binding] = (usual, *self.good[:OTHERS], usual.changed(_far))
        if is_number(value) and value < 0:
            below = (usual.with_values({other: -FARTHEST}) for other in self.pools)
            others = itertools.chain(others, below)
        made = (one.with_values({name: value}) for one in others)
        builds = (one for one in made if self.trial(one).builds)
        return next(builds, usual.with_values({name: value}))

    def _zeros(self, usual: Binding) -> Iterator[Binding]:
        """Two names at 0, such as a warmup and what the rest is multiplied by."""
        zeros: dict[str, object] = {}
        for name, pool in self.pools.items():
            for value in (*pool.values, *pool.odd):
                if is_number(value) and not value:
                    zeros.setdefault(name, value)
        for pair in itertools.combinations(zeros.items(), 2):
            yield from self._if_telling(usual.with_values(dict(pair)))

    def _if_telling(self, binding: Binding) -> Iterator[Binding]:
        """Yield it if one of the calls, at least, returns a schedule.

        Else they may raise, each at another place.
        """
        trial = self.trial(binding)
        if trial.builds or trial.suspicious:
            yield binding

    def _near(self, usual: Binding) -> Iterator[tuple[str, float]]:
        for name, value in self._fractions(usual):
            yield name, value * NEAREST

    def _below(self, usual: Binding) -> Iterator[tuple[str, float]]:
        for name, value in self._fractions(usual):
            yield name, -abs(value)

    def _fractions(self, usual: Binding) -> Iterator[tuple[str, float]]:
        for name, pool in self.pools.items():
            value = usual.values[name]
            if is_number(value) and isinstance(pool.required[0], float):
                yield name, value


def _negated(value: object) -> object:
    return -value if is_number(value) else value


def _far(value: object) -> object:
    return FARTHEST if is_number(value) else value


def _far_below(value: object) -> object:
    return FAR_BELOW if is_number(value) else value
