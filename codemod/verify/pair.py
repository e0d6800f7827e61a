"""Two calls to be compared, and the bindings of their free names to compare them with.

What is known of a binding before any curve is computed is here; curves are
compared in :mod:`.judging`.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from .binding import Binding, Trial
from .bounded import RefusedError
from .curve import Failure
from .meetings import meetings
from .parted import Boundaries, parted
from .pools import Pool, make_pools, of_numpy
from .sampling import Plan, make_plan
from .side import Side, dullness, within
from .thresholds import Numbers, numbers_beside
from .unlike import unlike

USUAL = 12
"""Bindings that are tried for one that gives schedules."""


@dataclass
class Pair:
    """The call before and the call after, ready to be compared.

    Attributes:
        before: the call as it was.
        after: the call as it would be.
        seen: values that the code gives some names.
        refusal: why the arguments of a binding could not be evaluated; the first time.
    """

    before: Side
    after: Side
    seen: tuple[tuple[str, object], ...] = ()
    refusal: RefusedError | None = field(default=None, init=False)

    def usual(self) -> Binding | None:
        """One binding that gives schedules on both sides; None if none is at hand."""
        for turn in range(USUAL):
            binding = Binding(
                {
                    name: pool.values[turn * (index + 1) % len(pool.values)]
                    for index, (name, pool) in enumerate(self.pools.items())
                }
            )
            if self.trial(binding).builds:
                return binding
        return None

    def bindings(self) -> tuple[Binding, ...]:
        """Those that are always compared and give curves, in that order.

        Without free names that is the empty one. Those with the values that the
        project states come first.
        """
        bindings = self.plan().required if self.pools else (Binding({}),)
        if self.before.invocation.stated:
            bindings = (*map(self.as_stated, bindings), *bindings)
        return tuple(one for one in bindings if self.trial(one).builds)

    @functools.cached_property
    def pools(self) -> Mapping[str, Pool]:
        """Values for each free name; empty where all arguments are constant."""
        uses = [*self.before.uses(), *self.after.uses()]
        domains = {**self.after.facts.domains, **self.before.facts.domains}
        return make_pools(uses, domains, self._beside)

    @functools.cached_property
    def _beside(self) -> Numbers:
        return numbers_beside((self.before.call, self.after.call))

    @property
    def text(self) -> str:
        """Both calls, which the choice of bindings depends on."""
        return f"{self.before.invocation.call}\n{self.after.invocation.call}"

    def telling(
        self, binding: Binding, names: Collection[str]
    ) -> Iterator[Mapping[str, object]]:
        """Changes that both calls may treat otherwise, found without a curve.

        Two sides of a comparison meet, or arguments differ that usually do not, which
        is looked for among values of these names.
        """
        yield from meetings((self.before.call, self.after.call), binding.values)
        if self.before.terms != self.after.terms:
            yield from unlike((self.before, self.after), binding, names, self.text)

    def plan(self) -> Plan:
        """Choose the bindings to compare."""
        return make_plan(self.pools, self.trial, self.text, self._more_telling)

    def _more_telling(self, binding: Binding) -> Iterator[Mapping[str, object]]:
        """Changes that a formula may treat in another way than what it was."""
        yield from self.telling(binding, binding.values)
        if self.before.computes or self.after.computes:
            for name, number in parted(self.boundaries_of, binding):
                yield {name: number}
        for name, value in binding.values.items():
            yield from ({name: one} for one in of_numpy(value))

    def as_stated(self, binding: Binding) -> Binding:
        """Return a binding with the values that the project states for its names."""
        stated = dict(self.before.invocation.stated)
        return Binding(
            {name: stated.get(name, value) for name, value in binding.values.items()}
        )

    def trial(self, binding: Binding) -> Trial:
        """What is known of a binding before any curve is computed."""
        sides = (self.before, self.after)
        try:
            kinds = [
                made.kind if isinstance(made, Failure) else ""
                for made in (side.build(binding.lookup) for side in sides)
            ]
            arguments = [side.arguments(binding.lookup) for side in sides]
        except RefusedError as refusal:
            self.refusal = self.refusal or refusal
            return Trial()
        boundaries = [
            side.boundaries(values)
            for side, values in zip(sides, arguments, strict=True)
        ]
        return Trial(
            builds=not any(kinds),
            plausible=all(
                within(values, side.facts.domains)
                for side, values in zip(sides, arguments, strict=True)
            ),
            suspicious=any(kinds) != all(kinds)
            or (not any(kinds) and boundaries[0] != boundaries[1]),
            dull=sum(map(dullness, arguments)),
        )

    def boundaries(self, binding: Binding) -> tuple[float, ...]:
        """The steps where the pieces of either curve meet.

        Raises:
            RefusedError: an argument cannot be evaluated.
        """
        before, after = self.boundaries_of(binding)
        return before + after

    def boundaries_of(self, binding: Binding) -> tuple[Boundaries, Boundaries]:
        """The steps where the pieces of each curve meet.

        Raises:
            RefusedError: an argument cannot be evaluated.
        """
        before, after = (
            side.boundaries(side.arguments(binding.lookup))
            for side in (self.before, self.after)
        )
        return before, after
