"""Two calls compared over the bindings of their free names."""

from __future__ import annotations

import functools
import importlib.metadata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from packaging.version import Version

from ..model import Verdict, VerdictKind
from .bounded import RefusedError
from .curve import Failure, computing
from .difference import LOOSE_ULP, Agreement, Difference, compare_curves
from .meetings import meetings
from .parted import Boundaries, parted
from .pools import Pool, has_numpy, make_pools, of_numpy
from .runs import Run, constant_runs, is_beyond, sampled_runs, single_runs
from .sampling import Binding, Plan, Trial, make_plan
from .side import Side, dullness, within
from .single import compare_singles
from .steps import choose_steps
from .tally import Tally, divergent, too_early
from .thresholds import Numbers, numbers_beside
from .unlike import unlike

USUAL = 12
"""Bindings that are tried for one that gives schedules."""

BY_STEP_BINDINGS = 16
"""Enough where single steps, ten times as slow, have to be computed."""


FIRST = 2
"""Bindings that give curves and are tried with steps of all types: one may be dull."""


@dataclass
class Pair:
    """The call before and the call after, ready to be compared."""

    before: Side
    after: Side
    seen: tuple[tuple[str, str | None], ...] = ()
    _refusal: RefusedError | None = field(default=None, init=False)

    def judge(self) -> Verdict:
        """Compare the curves.

        Raises:
            RefusedError: no binding's arguments can be evaluated.
        """
        return self._judge_sampled() if self.pools else self._judge_constant()

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
        bindings = self._plan().required if self.pools else (Binding({}),)
        if self.before.invocation.stated:
            bindings = (*map(self.as_stated, bindings), *bindings)
        return tuple(one for one in bindings if self.trial(one).builds)

    def _judge_constant(self) -> Verdict:
        binding, tally = Binding({}), Tally(bindings=1)
        boundaries = self.boundaries(binding)
        steps, complete = choose_steps(boundaries, constant=True)
        for run in constant_runs(boundaries, steps):
            outcome = self._compare(binding, run, by_step=tally.by_step)
            if isinstance(outcome, Agreement) and outcome.early and outcome.failure:
                outcome = too_early(outcome.failure)
            if isinstance(outcome, Difference):
                return divergent(outcome, binding, run, tally)
            tally.add(run, outcome)
        if tally.failure is not None and not tally.points:
            both = f"both raise {str(tally.failure).removeprefix('raises ')}"
            return Verdict(VerdictKind.UNVERIFIABLE, both, bindings=1)
        if is_beyond(boundaries) and not tally.beyond:
            reason = "no step is reached at which a piece of the curve begins"
            return Verdict(VerdictKind.UNVERIFIABLE, reason, bindings=1)
        end = int(steps[-2])
        kind = VerdictKind.EQUIVALENT_SAMPLED
        reason = f"a curve of {end} steps, compared at {len(steps)} of them"
        if is_beyond(boundaries):
            reason = "a curve of more than 2**31 steps, compared at some of them"
        elif complete and not tally.failed:
            kind = VerdictKind.EQUIVALENT_EXACT
            reason = f"every step from 0 to {end} compared"
        return self._equivalent(kind, reason + tally.failures(), tally)

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

    def _plan(self) -> Plan:
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

    def _judge_sampled(self) -> Verdict:
        plan = self._plan()
        tally = Tally()
        for base in plan.required[:1]:
            if (verdict := self.judge_seen(base)) is not None:
                return verdict
        odd = set(map(id, plan.odd))
        stated = [*map(self.as_stated, plan.required[:1])]
        stated = [one for one in stated if one != plan.required[0]]
        for binding in (*stated, *plan.required, *plan.odd, *plan.extra):
            enough = len(plan.required) + len(odd) <= tally.bindings >= BY_STEP_BINDINGS
            if tally.by_step and enough:
                break
            try:
                verdict = self._compare_binding(binding, tally, odd=id(binding) in odd)
            except RefusedError:
                continue
            if verdict is not None:
                return verdict
        if not tally.curves:
            if not tally.bindings and self._refusal is not None:
                raise self._refusal
            names = ", ".join(f"`{name}`" for name in self.pools)
            reason = f"no sampled value of {names} gives a curve ({tally.failure})"
            return Verdict(VerdictKind.UNVERIFIABLE, reason, bindings=tally.bindings)
        return self._equivalent(
            VerdictKind.EQUIVALENT_SAMPLED, tally.told(self.pools), tally
        )

    def judge_seen(self, base: Binding) -> Verdict | None:
        """Compare when the calls raise for the values that the code shows."""
        for name, value in self.seen:
            binding = Binding({**base.values, name: value})
            run = sampled_runs((), first=False, odd=True)[0]
            outcome = self._compare(binding, run, by_step=False)
            if isinstance(outcome, Agreement) and outcome.early and outcome.failure:
                outcome = too_early(outcome.failure)
            if isinstance(outcome, Difference):
                return divergent(outcome, binding, run, Tally())
        return None

    def _compare_binding(
        self, binding: Binding, tally: Tally, *, odd: bool
    ) -> Verdict | None:
        """Compare the curves of one binding; a verdict only if they differ."""
        boundaries = self.boundaries(binding)
        tally.bindings += 1
        points, early = tally.points, False
        first = tally.curves < FIRST
        runs = sampled_runs(boundaries, first=first, odd=odd)
        if self._bound:
            runs += single_runs(boundaries)
        for run in runs:
            outcome = self._compare(binding, run, by_step=tally.by_step)
            if isinstance(outcome, Difference):
                return divergent(outcome, binding, run, tally)
            tally.add(run, outcome)
            early = early or outcome.early
        # What Python's numbers raise for, as a division by 0, NumPy's may not.
        tally.curves += tally.points > points and not has_numpy(binding.values)
        tally.early += early
        return None

    def _compare(
        self, binding: Binding, run: Run, *, by_step: bool
    ) -> Agreement | Difference:
        with computing(run.precision):
            before = self.before.build(binding.lookup)
            after = self.after.build(binding.lookup)
            if not isinstance(run.steps, list):
                return compare_curves(
                    before,
                    after,
                    run.steps,
                    run.precision,
                    bound=self._bound,
                    by_step=by_step,
                )
            if isinstance(before, Failure) or isinstance(after, Failure):
                return Agreement()  # the runs before this one have told
            return compare_singles(before, after, run.steps, run.precision, self._bound)

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
            self._refusal = self._refusal or refusal
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

    @functools.cached_property
    def _library(self) -> str:
        return self.before.invocation.function.partition(".")[0]

    @functools.cached_property
    def _bound(self) -> float:
        library, since = self.before.facts.looser_before or ("", "")
        if self._library != library:
            return 0.0
        installed = importlib.metadata.version(library)
        return LOOSE_ULP if Version(installed) < Version(since) else 0.0

    def _equivalent(self, kind: VerdictKind, reason: str, tally: Tally) -> Verdict:
        if self._bound:
            before = " before ".join(self.before.facts.looser_before or ())
            reason += (
                f", equal within {LOOSE_ULP:g} ulp: {before} "
                "computes this curve in other arithmetic"
            )
        return Verdict(kind, reason, tally.bindings, tally.points, tally.max_ulp)
