"""In which combinations the free names' values are compared."""

from __future__ import annotations

import functools
import itertools
import math
import random
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .binding import Binding, Trial
from .pools import Pool, value_key
from .unusual import Changes, Unusual

BINDINGS = 64
CANDIDATES = 256
SUSPECTS = 8


def make_plan(
    pools: Mapping[str, Pool],
    trial: Callable[[Binding], Trial],
    text: str,
    further: Changes = lambda _: (),
) -> Plan:
    """Choose the bindings to compare.

    Most of them build a schedule. Those whose pieces meet at different steps
    come first, those where no schedule is built last. The choice depends on
    ``text`` alone.

    Args:
        pools: the values for each name.
        trial: what is known of a binding.
        text: both calls.
        further: telling changes of a binding.
    """
    chance = random.Random(zlib.crc32(text.encode()))
    return Plan(pools, trial, chance, further)


@dataclass(eq=False)
class Plan:
    """Bindings to compare: `required`, then `odd`, then `extra`.

    They are worked out when they are asked for: most calls that differ do so in the
    first one.
    """

    pools: Mapping[str, Pool]
    trial: Callable[[Binding], Trial]
    random: random.Random
    further: Changes
    trials: dict[tuple[object, ...], Trial] = field(default_factory=dict)

    @functools.cached_property
    def required(self) -> tuple[Binding, ...]:
        """Bindings in which every value that must occur does, telling ones first."""
        good = self._good
        suspects = [one for one in good if self._try(one).suspicious][:SUSPECTS]
        failing = [one for one in self._drawn if not self._try(one).builds]
        failing += self._distinct_bindings(self._draw_odd() for _ in range(CANDIDATES))
        unlike = [one for one in failing if self._try(one).suspicious]
        suspects += unlike[: SUSPECTS // 2]
        required = self._distinct_bindings([*suspects, *self._cover(good)])
        return tuple(sorted(required, key=self._rank))

    @functools.cached_property
    def odd(self) -> tuple[Binding, ...]:
        """Bindings in which few names have a telling value, the others do not."""
        unusual = Unusual(self.pools, self._good or self._drawn[:1], self._try)
        return tuple(unusual.bindings(self.further))

    @functools.cached_property
    def extra(self) -> tuple[Binding, ...]:
        """Further combinations, so that all of them are `BINDINGS`."""
        chosen = {self._key(one) for one in self.required}
        extra = [one for one in self._good if self._key(one) not in chosen]
        return tuple(extra[: max(0, BINDINGS - len(self.required) - len(self.odd))])

    @functools.cached_property
    def _drawn(self) -> list[Binding]:
        return self._distinct_bindings(self._candidates())

    @functools.cached_property
    def _good(self) -> list[Binding]:
        """Those that build both schedules; plausible ones first, else as drawn."""
        good = [one for one in self._drawn if self._try(one).builds]
        return sorted(good, key=lambda one: not self._try(one).plausible)

    def _candidates(self) -> list[Binding]:
        sizes = (len(pool.values) for pool in self.pools.values())
        if math.prod(sizes) <= CANDIDATES:
            rows = itertools.product(*(pool.values for pool in self.pools.values()))
            everything = [
                Binding(dict(zip(self.pools, row, strict=True))) for row in rows
            ]
            self.random.shuffle(everything)
            return everything
        return [self._draw({}) for _ in range(CANDIDATES)]

    def _draw(self, fixed: Mapping[str, object]) -> Binding:
        return Binding(
            {
                name: fixed[name] if name in fixed else self.random.choice(pool.values)
                for name, pool in self.pools.items()
            }
        )

    def _draw_odd(self) -> Binding:
        """A binding that any name may have an unusual value in."""
        return Binding(
            {
                name: self.random.choice(pool.odd or pool.values)
                if self.random.random() < 0.5
                else self.random.choice(pool.values)
                for name, pool in self.pools.items()
            }
        )

    def _cover(self, good: Sequence[Binding]) -> list[Binding]:
        """Bindings in which every required value occurs at least once."""
        missing = {
            (name, value_key(value)): value
            for name, pool in self.pools.items()
            for value in pool.required
        }
        cover: list[Binding] = []
        while missing:
            (name, _), value = next(iter(missing.items()))
            binding = self._with_value(name, value, missing, good)
            cover.append(binding)
            missing.pop((name, value_key(value)))
            if self._try(binding).builds:
                for other, chosen in binding.values.items():
                    missing.pop((other, value_key(chosen)), None)
        return cover

    def _with_value(
        self,
        name: str,
        value: object,
        missing: Mapping[tuple[str, tuple[str, str]], object],
        good: Sequence[Binding],
    ) -> Binding:
        attempts: list[Binding] = []
        for _ in range(4):
            wanted = {
                other: self.random.choice(
                    [one for (owner, _), one in missing.items() if owner == other]
                    or self.pools[other].values
                )
                for other in self.pools
            }
            attempts.append(self._draw({**wanted, name: value}))
        attempts.extend(one.with_values({name: value}) for one in good[:4])
        for binding in attempts:
            if self._try(binding).builds:
                return binding
        return attempts[-1]

    def _rank(self, binding: Binding) -> tuple[bool, bool, int, bool, int]:
        trial = self._try(binding)
        values = binding.values.values()
        # With the first ones steps of all types are tried: a rate of 0 tells nothing.
        zeros = 0 if trial.suspicious else sum(not one for one in values)
        # The first binding that tells the curves apart is shown to a person.
        odd = sum(not one or len(repr(one)) > 6 for one in values)
        unlike, far = not trial.suspicious, not trial.plausible
        return (not trial.builds, unlike, zeros, far, odd)

    def _key(self, binding: Binding) -> tuple[object, ...]:
        return tuple(value_key(value) for value in binding.values.values())

    def _try(self, binding: Binding) -> Trial:
        key = self._key(binding)
        if key not in self.trials:
            self.trials[key] = self.trial(binding)
        return self.trials[key]

    def _distinct_bindings(self, bindings: Iterable[Binding]) -> list[Binding]:
        return list({self._key(one): one for one in bindings}.values())
