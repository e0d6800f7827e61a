"""Whether the curves of two calls are the same, over bindings of their free names."""

from __future__ import annotations

import functools
import importlib.metadata
from contextlib import suppress

from packaging.version import Version

from ..model import Verdict, VerdictKind
from .binding import Binding
from .bounded import RefusedError
from .curve import FLOAT64, Failure, computing
from .difference import LOOSE_ULP, Agreement, Difference, compare_curves
from .pair import Pair
from .pools import has_numpy, has_wide
from .runs import Run, constant_runs, is_beyond, sampled_runs, single_runs
from .single import compare_singles
from .steps import choose_steps
from .tally import Tally, divergent, too_early

BY_STEP_BINDINGS = 16
"""Enough where single steps, ten times as slow, have to be computed."""

FIRST = 2
"""Bindings that give curves and are tried with steps of all types: one may be dull."""


class CurveJudge:
    """Compares the curves of two calls.

    Args:
        pair: both calls.
    """

    def __init__(self, pair: Pair) -> None:
        self._pair = pair

    def verdict(self) -> Verdict:
        """Compare the curves.

        Raises:
            RefusedError: no binding's arguments can be evaluated.
        """
        return self._judge_sampled() if self._pair.pools else self._judge_constant()

    def seen(self, base: Binding) -> Verdict | None:
        """Compare when the calls raise for the values that the code shows."""
        for name, value in self._pair.seen:
            binding = base.with_values({name: value})
            run = sampled_runs((), first=False, odd=True)[0]
            outcome = self._compare_known(binding, run, by_step=False)
            if isinstance(outcome, Difference):
                return divergent(outcome, binding, run, Tally())
        return None

    def _judge_constant(self) -> Verdict:
        binding, tally = Binding({}), Tally(bindings=1)
        boundaries = self._pair.boundaries(binding)
        steps, complete = choose_steps(boundaries, constant=True)
        for run in constant_runs(boundaries, steps):
            outcome = self._compare_known(binding, run, by_step=tally.by_step)
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

    def _judge_sampled(self) -> Verdict:
        plan = self._pair.plan()
        tally = Tally()
        usual = plan.required[:1]
        stated = [one for one in map(self._pair.as_stated, usual) if one not in usual]
        for base in usual:
            first = (*stated, base)[0]
            if (verdict := self.seen(base) or self._at_a_glance(first)) is not None:
                return verdict
        odd = set(map(id, plan.odd))
        chosen = sorted((*stated, *plan.required, *plan.odd), key=self._gives_schedules)
        for binding in (*chosen, *plan.extra):
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
            if not tally.bindings and self._pair.refusal is not None:
                raise self._pair.refusal
            names = ", ".join(f"`{name}`" for name in self._pair.pools)
            reason = f"no sampled value of {names} gives a curve ({tally.failure})"
            return Verdict(VerdictKind.UNVERIFIABLE, reason, bindings=tally.bindings)
        return self._equivalent(
            VerdictKind.EQUIVALENT_SAMPLED, tally.told(self._pair.pools), tally
        )

    def _at_a_glance(self, binding: Binding) -> Verdict | None:
        """Compare usual curves in one precision, which most that differ do in."""
        with suppress(RefusedError):
            boundaries = self._pair.boundaries(binding)
            run = sampled_runs(boundaries, first=False, odd=False)[0]
            outcome = self._compare(binding, run, by_step=False)
            if isinstance(outcome, Difference):
                return divergent(outcome, binding, run, Tally(bindings=1))
        return None

    def _gives_schedules(self, binding: Binding) -> bool:
        """Whether both can be made; where they cannot, no curve has to be computed."""
        sides = self._pair.before, self._pair.after
        with computing(FLOAT64), suppress(RefusedError):
            made = [one.build(binding.lookup) for one in sides]
            return not any(isinstance(one, Failure) for one in made)
        return False

    def _compare_binding(
        self, binding: Binding, tally: Tally, *, odd: bool
    ) -> Verdict | None:
        """Compare the curves of one binding; a verdict only if they differ."""
        boundaries = self._pair.boundaries(binding)
        tally.bindings += 1
        points, early = tally.points, False
        first = tally.curves < FIRST
        odd = odd and not has_wide(binding.values)
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

    def _compare_known(
        self, binding: Binding, run: Run, *, by_step: bool
    ) -> Agreement | Difference:
        """Compare for values that the code has, which have to raise where they did."""
        outcome = self._compare(binding, run, by_step=by_step)
        if isinstance(outcome, Agreement) and outcome.early and outcome.failure:
            return too_early(outcome.failure)
        return outcome

    def _compare(
        self, binding: Binding, run: Run, *, by_step: bool
    ) -> Agreement | Difference:
        with computing(run.precision):
            before = self._pair.before.build(binding.lookup)
            after = self._pair.after.build(binding.lookup)
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

    @functools.cached_property
    def _library(self) -> str:
        return self._pair.before.invocation.function.partition(".")[0]

    @functools.cached_property
    def _bound(self) -> float:
        library, since = self._pair.before.facts.looser_before or ("", "")
        if self._library != library:
            return 0.0
        installed = importlib.metadata.version(library)
        return LOOSE_ULP if Version(installed) < Version(since) else 0.0

    def _equivalent(self, kind: VerdictKind, reason: str, tally: Tally) -> Verdict:
        if self._bound:
            before = " before ".join(self._pair.before.facts.looser_before or ())
            reason += (
                f", equal within {LOOSE_ULP:g} ulp: {before} "
                "computes this curve in other arithmetic"
            )
        return Verdict(kind, reason, tally.bindings, tally.points, tally.max_ulp)
