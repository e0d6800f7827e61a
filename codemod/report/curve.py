"""The curves of a site's calls as numbers, for a report to draw.

Where the verifier has shown that a rewrite keeps the curve, or was not asked, they are
plain arithmetic, as near as a drawing can show; where curves differ, they are computed
as the verifier computes them. Nothing here judges: without a curve there is nothing to
draw.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..model import Invocation, Verdict
from ..rule.recipe import Recipes
from ..verify.binding import Binding
from ..verify.bounded import RefusedError
from ..verify.comparison import CurveFacts
from ..verify.curve import FLOAT32, Failure, computing, each_step, quiet, whole_curve
from ..verify.pair import Pair
from ..verify.requirements import import_failure, obstacle
from ..verify.side import Side, absent, make_side
from ..verify.steps import LAST_STEP, choose_steps
from .legible import asked, corners, end_of, most_legible
from .plain import (
    NO_END,
    NotPlainError,
    is_certain,
    plain_side,
    plain_steps,
    plain_values,
)

KEPT = 512
"""Curves that are kept for further findings of the same calls."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A step where two pieces of a curve meet, or where it ends.

    ``name`` is the parameter whose value it is, as ``warmup_steps``; empty where
    it comes from several.
    """

    step: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class SiteCurve:
    """The learning rate at some steps, in float32.

    Attributes:
        steps: ascending from 0 to the curve's end, every corner of it included;
            not evenly spread on a long one.
        values: before the rewrite, at each of ``steps``.
        after: after the rewrite, likewise; empty where it was not asked for.
        binding: what the free names were taken to be, as text; empty where all
            arguments are constant.
        boundaries: where its pieces meet, ascending.
        peak: the learning rate that the call says it rises to; None where it
            says none.
    """

    steps: tuple[int, ...]
    values: tuple[float, ...]
    after: tuple[float, ...]
    binding: tuple[tuple[str, str], ...]
    boundaries: tuple[Boundary, ...] = ()
    peak: float | None = None


class SiteCurves:
    """Computes curves, those of the same calls once.

    JAX and the library are imported where curves differ, and where plain arithmetic
    does not say what a call makes.

    Args:
        facts: what is to be known of each function, by its name.
        recipes: what schedules are in plain arithmetic.
    """

    def __init__(self, facts: Mapping[str, CurveFacts], recipes: Recipes) -> None:
        self._facts = facts
        self._recipes = recipes
        self._look = lru_cache(KEPT)(self._found)

    def of(
        self,
        before: Invocation,
        after: Invocation | None = None,
        verdict: Verdict | None = None,
    ) -> SiteCurve | None:
        """The curve of a call, and of its rewrite at the same steps.

        It is that of the verdict's counterexample where that one gives a curve, else
        of a binding that shows a form.

        None where something is not installed, an argument has no value, or no
        tried value of the free names gives a curve. Never raises for what the
        calls contain.
        """
        found = self._look(before, after, verdict)
        return None if isinstance(found, str) else found

    def why_not(
        self,
        before: Invocation,
        after: Invocation | None = None,
        verdict: Verdict | None = None,
    ) -> str:
        """Why there is no curve, in one clause; empty where there is one."""
        found = self._look(before, after, verdict)
        return found if isinstance(found, str) else ""

    def _found(
        self, before: Invocation, after: Invocation | None, verdict: Verdict | None
    ) -> SiteCurve | str:
        calls = [before] if after is None else [before, after]
        for call in calls:
            if call.function not in self._facts:
                return f"nothing is known of the curve of {call.function}"
        try:
            with quiet():
                return self._computed(calls, verdict)
        except RefusedError as error:
            return str(error)
        except ImportError as error:
            return import_failure(error, before.function)

    def _computed(
        self, calls: Sequence[Invocation], verdict: Verdict | None
    ) -> SiteCurve | str:
        plain = [
            plain_side(one, self._facts[one.function], self._recipes) for one in calls
        ]
        sides = [one for one in plain if one is not None]
        if len(sides) == len(calls) and not _differ(verdict):
            try:
                return _Drawn(sides, verdict).plain()
            except NotPlainError:
                pass
        if found := obstacle():
            return found.short
        if missing := absent(*calls):
            return missing
        sides = [make_side(one, self._facts[one.function]) for one in calls]
        return _Drawn(sides, verdict).computed()


def _differ(verdict: Verdict | None) -> bool:
    """Whether curves were compared that are not one and the same."""
    if verdict is None:
        return False
    return verdict.counterexample is not None or bool(verdict.max_ulp)


class _Drawn:
    """The calls of a finding under the binding that is drawn."""

    def __init__(self, sides: Sequence[Side], verdict: Verdict | None) -> None:
        example = verdict.counterexample if verdict else None
        self._sides = sides
        self._pair = Pair(sides[0], sides[-1])
        told = asked(self._pair, example.binding) if example else None
        self._binding = told or most_legible(sides[0])
        step = example.step if example and told else None
        whole = step is not None and step <= LAST_STEP and step == int(step)
        self._odd = [int(step)] if step is not None and whole else []

    def plain(self) -> SiteCurve | str:
        """The curve in plain arithmetic, or why there is none.

        Raises:
            NotPlainError: the library is to say that.
        """
        if self._binding is None:
            return self._no_curve()
        end = end_of(self._pair, self._binding) or NO_END
        steps = plain_steps(corners(self._pair, self._binding), end, self._odd)
        curves = [plain_values(side, self._binding, steps) for side in self._sides]
        return self._curve(self._binding, steps, curves)

    def computed(self) -> SiteCurve | str:
        """The curve as the library computes it, or why there is none."""
        binding = self._binding
        if binding is None:
            return self._no_curve()
        chosen, _ = choose_steps(corners(self._pair, binding), constant=False)
        # The last step is far past the end, to compare and not to be drawn.
        end = end_of(self._pair, binding) or int(chosen[-2])
        whole = {*map(int, chosen[:-1]), *self._odd}
        steps = sorted(step for step in whole if step <= end)
        curves: list[tuple[float, ...]] = []
        for side in self._sides:
            values = _values(side, binding, steps)
            if isinstance(values, Failure):
                return f"the schedule {values}"
            curves.append(values)
        return self._curve(binding, steps, curves)

    def _curve(
        self,
        binding: Binding,
        steps: Sequence[int],
        curves: Sequence[tuple[float, ...]],
    ) -> SiteCurve:
        arguments = [side.arguments(binding.lookup) for side in self._sides]
        return SiteCurve(
            tuple(steps),
            curves[0],
            curves[1] if len(curves) > 1 else (),
            binding.shown,
            _boundaries(corners(self._pair, binding), arguments),
            _peak(self._sides[0], arguments[0]),
        )

    def _no_curve(self) -> str:
        """Why no binding gives a curve.

        Raises:
            NotPlainError: the library is to say that.
        """
        names = dict.fromkeys(use.name for side in self._sides for use in side.uses())
        if not names:
            for side in self._sides:
                made = side.build(Binding({}).lookup)
                if isinstance(made, Failure):
                    if not is_certain(made):
                        raise NotPlainError(made)
                    return f"the call {made}"
        told = ", ".join(f"`{name}`" for name in names)
        return f"no tried value of {told} gives a curve"


def _boundaries(
    corners: Sequence[float], arguments: Sequence[Mapping[str, object]]
) -> tuple[Boundary, ...]:
    named: dict[float, str] = {}
    for given in arguments:
        for name, value in given.items():
            if isinstance(value, (int, float)) and name.endswith("steps"):
                named.setdefault(value, name)
    steps = sorted({step: named.get(step, "") for step in corners if step}.items())
    return tuple(Boundary(math.ceil(step), name) for step, name in steps)


def _peak(side: Side, arguments: Mapping[str, object]) -> float | None:
    value = arguments.get(side.facts.peak)
    return float(value) if isinstance(value, (int, float)) else None


def _values(
    side: Side, binding: Binding, steps: Sequence[int]
) -> tuple[float, ...] | Failure:
    import numpy as np

    with computing(FLOAT32):
        schedule = side.build(binding.lookup)
        if isinstance(schedule, Failure):
            return schedule
        at = np.asarray(steps, dtype=np.int64)
        curve = whole_curve(schedule, at, FLOAT32) or each_step(schedule, at, FLOAT32)
    return curve if isinstance(curve, Failure) else tuple(map(float, curve.values))
