"""Two calls compared over the bindings of their free names."""

from __future__ import annotations

import functools
import importlib.metadata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from packaging.version import Version

from ..model import Counterexample, Verdict, VerdictKind
from .bounded import RefusedError
from .curve import COUNTER64, FLOAT32, FLOAT64, Failure, Precision, computing
from .difference import LOOSE_ULP, Agreement, Difference, compare_curves
from .pools import Pool, make_pools
from .sampling import Binding, Plan, Trial, make_plan
from .side import Side
from .steps import choose_steps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BY_STEP_BINDINGS = 16
"""Enough where single steps, ten times as slow, have to be computed."""


@dataclass
class _Tally:
    """What was compared so far, and found equal."""

    bindings: int = 0
    curves: int = 0
    points: int = 0
    max_ulp: float = 0.0
    by_step: bool = False
    failure: Failure | None = None

    def add(self, agreement: Agreement) -> None:
        self.points += agreement.points
        self.max_ulp = max(self.max_ulp, agreement.max_ulp)
        self.by_step = self.by_step or agreement.by_step
        self.failure = self.failure or agreement.failure


@dataclass
class Pair:
    """The call before and the call after, ready to be compared."""

    before: Side
    after: Side
    _refusal: RefusedError | None = field(default=None, init=False)

    def judge(self) -> Verdict:
        """Compare the curves.

        Raises:
            RefusedError: no binding's arguments can be evaluated.
        """
        pools = self._pools()
        return self._judge_sampled(pools) if pools else self._judge_constant()

    def bindings(self) -> tuple[Binding, ...]:
        """Those that are always compared and give curves, in that order.

        Without free names that is the empty one.
        """
        pools = self._pools()
        bindings = self._plan(pools).required if pools else (Binding({}),)
        return tuple(one for one in bindings if self._trial(one).builds)

    def _judge_constant(self) -> Verdict:
        binding, tally = Binding({}), _Tally(bindings=1)
        steps, complete = choose_steps(self.boundaries(binding), constant=True)
        some, _ = choose_steps(self.boundaries(binding), constant=False)
        runs = ((FLOAT32, steps), (FLOAT64, steps), (COUNTER64, some))
        for precision, chosen in runs:
            outcome = self._compare(binding, chosen, precision, by_step=tally.by_step)
            if isinstance(outcome, Difference):
                return _divergent(outcome, binding, precision, tally)
            tally.add(outcome)
        if tally.failure is not None:
            reason = f"both raise {tally.failure.kind}"
            return Verdict(VerdictKind.EQUIVALENT_EXACT, reason, bindings=1)
        end = int(steps[-2])
        if complete:
            reason = f"every step from 0 to {end} compared"
            return self._equivalent(VerdictKind.EQUIVALENT_EXACT, reason, tally)
        reason = f"a curve of {end} steps, compared at {len(steps)} of them"
        return self._equivalent(VerdictKind.EQUIVALENT_SAMPLED, reason, tally)

    def _pools(self) -> Mapping[str, Pool]:
        uses = [*self.before.uses(), *self.after.uses()]
        domains = {**self.after.facts.domains, **self.before.facts.domains}
        return make_pools(uses, domains)

    def _plan(self, pools: Mapping[str, Pool]) -> Plan:
        text = f"{self.before.invocation.call}\n{self.after.invocation.call}"
        return make_plan(pools, self._trial, text)

    def _judge_sampled(self, pools: Mapping[str, Pool]) -> Verdict:
        plan = self._plan(pools)
        tally = _Tally()
        for binding in (*plan.required, *plan.extra):
            enough = len(plan.required) <= tally.bindings >= BY_STEP_BINDINGS
            if tally.by_step and enough:
                break
            try:
                verdict = self._compare_binding(binding, tally)
            except RefusedError:
                continue
            if verdict is not None:
                return verdict
        names = ", ".join(f"`{name}`" for name in pools)
        if not tally.curves:
            if not tally.bindings and self._refusal is not None:
                raise self._refusal
            reason = f"no sampled value of {names} gives a curve ({tally.failure})"
            return Verdict(VerdictKind.UNVERIFIABLE, reason, bindings=tally.bindings)
        reason = f"sampled: {names}"
        if tally.curves < tally.bindings:
            reason += f"; both raise for {tally.bindings - tally.curves}"
        return self._equivalent(VerdictKind.EQUIVALENT_SAMPLED, reason, tally)

    def _compare_binding(self, binding: Binding, tally: _Tally) -> Verdict | None:
        """Compare the curves of one binding; a verdict only if they differ."""
        steps, _ = choose_steps(self.boundaries(binding), constant=False)
        tally.bindings += 1
        points = tally.points
        # What depends on the type of the steps does not depend on the binding.
        last = () if tally.curves else (COUNTER64,)
        for precision in (FLOAT32, FLOAT64, *last):
            outcome = self._compare(binding, steps, precision, by_step=tally.by_step)
            if isinstance(outcome, Difference):
                return _divergent(outcome, binding, precision, tally)
            tally.add(outcome)
            if outcome.failure is not None:
                return None
        tally.curves += tally.points > points
        return None

    def _compare(
        self,
        binding: Binding,
        steps: NDArray[np.int64],
        precision: Precision,
        *,
        by_step: bool,
    ) -> Agreement | Difference:
        with computing(precision):
            return compare_curves(
                self.before.build(binding.lookup),
                self.after.build(binding.lookup),
                steps,
                precision,
                bound=self._bound,
                by_step=by_step,
            )

    def _trial(self, binding: Binding) -> Trial:
        sides = (self.before, self.after)
        try:
            builds = not any(
                isinstance(side.build(binding.lookup), Failure) for side in sides
            )
            arguments = [side.arguments(binding.lookup) for side in sides]
        except RefusedError as refusal:
            self._refusal = self._refusal or refusal
            return Trial()
        boundaries = [
            side.boundaries(values)
            for side, values in zip(sides, arguments, strict=True)
        ]
        return Trial(
            builds=builds,
            plausible=all(
                _within(values, side.facts.domains)
                for side, values in zip(sides, arguments, strict=True)
            ),
            suspicious=boundaries[0] != boundaries[1],
        )

    def boundaries(self, binding: Binding) -> tuple[float, ...]:
        """The steps where the pieces of either curve meet.

        Raises:
            RefusedError: an argument cannot be evaluated.
        """
        return tuple(
            step
            for side in (self.before, self.after)
            for step in side.boundaries(side.arguments(binding.lookup))
        )

    @functools.cached_property
    def _library(self) -> str:
        return self.before.invocation.function.partition(".")[0]

    @functools.cached_property
    def _bound(self) -> float:
        since = self.before.facts.looser_before
        if not since:
            return 0.0
        installed = importlib.metadata.version(self._library)
        return LOOSE_ULP if Version(installed) < Version(since) else 0.0

    def _equivalent(self, kind: VerdictKind, reason: str, tally: _Tally) -> Verdict:
        if self._bound:
            since = self.before.facts.looser_before
            reason += (
                f", equal within {LOOSE_ULP:g} ulp: {self._library} before {since} "
                "computes this curve in other arithmetic"
            )
        return Verdict(kind, reason, tally.bindings, tally.points, tally.max_ulp)


def _within(
    arguments: Mapping[str, object], domains: Mapping[str, Sequence[object]]
) -> bool:
    for name, value in arguments.items():
        numbers = [
            one for one in domains.get(name, ()) if isinstance(one, (int, float))
        ]
        if not numbers or not isinstance(value, (int, float)):
            continue
        if not min(numbers) <= value <= max(numbers):
            return False
    return True


def _divergent(
    difference: Difference, binding: Binding, precision: Precision, tally: _Tally
) -> Verdict:
    counterexample = Counterexample(
        binding=binding.shown,
        step=difference.step,
        before=difference.before,
        after=difference.after,
        precision=precision.name,
    )
    return Verdict(
        VerdictKind.DIVERGENT,
        "the curves differ",
        bindings=tally.bindings,
        points=tally.points,
        max_ulp=difference.ulp,
        counterexample=counterexample,
    )
