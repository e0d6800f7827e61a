"""The curves of a site's calls as numbers, for a report to draw.

They are computed as the verifier computes them, under one of the bindings that
it compares. Nothing here judges: without a curve there is nothing to draw.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..model import Invocation
from ..verify.bounded import RefusedError
from ..verify.comparison import CurveFacts
from ..verify.curve import FLOAT32, Failure, computing, each_step, quiet, whole_curve
from ..verify.pair import Pair
from ..verify.requirements import import_failure
from ..verify.sampling import Binding
from ..verify.side import Side, absent, make_side
from ..verify.steps import choose_steps

LEGIBLE = 100
"""Steps that show a curve's form; of two longer curves the first is as good."""

SEEN = 0.05
"""The share of a curve that its first piece takes, for its form to be seen."""


Shown: TypeAlias = tuple[tuple[str, str], ...]
"""A binding as text, as a counterexample tells it."""

_Key: TypeAlias = tuple[Invocation, Invocation | None, Shown]


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
    """Computes curves, each pair of calls once.

    JAX and the library are imported by the first call of ``of``, if they are
    installed.

    Args:
        facts: what is to be known of each function, by its name.
    """

    def __init__(self, facts: Mapping[str, CurveFacts]) -> None:
        self._facts = facts
        self._known: dict[_Key, SiteCurve | str] = {}

    def of(
        self,
        before: Invocation,
        after: Invocation | None = None,
        wanted: Shown = (),
    ) -> SiteCurve | None:
        """The curve of a call, and of its rewrite at the same steps.

        It is that of the binding ``wanted`` (a counterexample's, say) where that
        one gives a curve, else of one that shows a form.

        None where something is not installed, an argument has no value, or no
        tried value of the free names gives a curve. Never raises for what the
        calls contain.
        """
        found = self._look((before, after, wanted))
        return None if isinstance(found, str) else found

    def why_not(self, before: Invocation, after: Invocation | None = None) -> str:
        """Why there is no curve, in one clause; empty where there is one."""
        found = self._look((before, after, ()))
        return found if isinstance(found, str) else ""

    def _look(self, key: _Key) -> SiteCurve | str:
        if key not in self._known:
            try:
                with quiet():
                    self._known[key] = self._computed(*key)
            except RefusedError as error:
                self._known[key] = str(error)
            except ImportError as error:
                self._known[key] = import_failure(error, key[0].function)
        return self._known[key]

    def _computed(
        self, before: Invocation, after: Invocation | None, wanted: Shown
    ) -> SiteCurve | str:
        calls = [before] if after is None else [before, after]
        for call in calls:
            if call.function not in self._facts:
                return f"nothing is known of the curve of {call.function}"
        if missing := absent(*calls):
            return missing
        sides = [make_side(call, self._facts[call.function]) for call in calls]
        pair = Pair(sides[0], sides[-1])
        bindings = pair.bindings() if wanted else ()
        asked = [one for one in bindings if one.shown == wanted]
        binding = asked[0] if asked else _most_legible(sides[0])
        return _no_curve(sides) if binding is None else _curve(sides, pair, binding)


def _most_legible(side: Side) -> Binding | None:
    """The binding that shows a call's form, the same whatever it becomes."""
    alone = Pair(side, side)

    def key(binding: Binding) -> tuple[bool, tuple[int, int, bool]]:
        return binding == alone.as_stated(binding), _legibility(alone, binding)

    return max(alone.bindings(), key=key, default=None)


def _curve(sides: Sequence[Side], pair: Pair, binding: Binding) -> SiteCurve | str:
    """The curve under one binding, or why there is none."""
    corners = _corners(pair, binding)
    chosen, _ = choose_steps(corners, constant=False)
    # The last step is far past the end, to compare and not to be drawn.
    end = _end(pair, binding) or int(chosen[-2])
    steps = tuple(int(step) for step in chosen[:-1] if step <= end)
    curves: list[tuple[float, ...]] = []
    for side in sides:
        values = _values(side, binding, steps)
        if isinstance(values, Failure):
            return f"the schedule {values}"
        curves.append(values)
    arguments = [side.arguments(binding.lookup) for side in sides]
    return SiteCurve(
        steps,
        curves[0],
        curves[1] if len(curves) > 1 else (),
        binding.shown,
        _boundaries(corners, arguments),
        _peak(sides[0], arguments[0]),
    )


def _no_curve(sides: Sequence[Side]) -> str:
    names = dict.fromkeys(use.name for side in sides for use in side.uses())
    outcomes = [] if names else [side.build(Binding({}).lookup) for side in sides]
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            return f"the call {outcome}"
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


def _corners(pair: Pair, binding: Binding) -> list[float]:
    return [step for step in pair.boundaries(binding) if 0 <= step < math.inf]


def _legibility(pair: Pair, binding: Binding) -> tuple[int, int, bool]:
    end = _end(pair, binding)
    zeros = sum(not value for value in binding.values.values())
    first = min((step for step in _corners(pair, binding) if step), default=0)
    return min(end, LEGIBLE), -zeros, first >= SEEN * end


def _end(pair: Pair, binding: Binding) -> int:
    return math.ceil(max(_corners(pair, binding), default=0))


def _values(
    side: Side, binding: Binding, steps: tuple[int, ...]
) -> tuple[float, ...] | Failure:
    import numpy as np

    with computing(FLOAT32):
        schedule = side.build(binding.lookup)
        if isinstance(schedule, Failure):
            return schedule
        at = np.asarray(steps, dtype=np.int64)
        curve = whole_curve(schedule, at, FLOAT32) or each_step(schedule, at, FLOAT32)
    return curve if isinstance(curve, Failure) else tuple(map(float, curve.values))
