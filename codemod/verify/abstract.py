"""Whether two calls are one program for every value of their names.

Names are symbols (:mod:`.symbols`); each combination of answers to what Python asks
of them is tried. On every way both calls have to raise the same error when they are
made, or to be the same program. A name whose number Python needs, as `int(p * n)`
does, is no symbol: it has to be given a value.

That proves it for every `float`: what both do with it, outside of
JAX, is the same arithmetic, by which each literal of the programs is known; what they
ask of it has the same answers; and JAX goes by the type of a number, which is that
of the symbol, and by its value alike on both sides, since the same operations have
the same numbers. A NumPy scalar or an array in the place of a number takes the same
operators and meets the same questions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .cases import (
    PRECISIONS,
    SEEDS,
    TRIED,
    BothCalls,
    Care,
    Case,
    Every,
    Values,
    case_of,
)
from .formulas import Formula, evaluated, names_of
from .programs import STEP, Programs, Steps
from .side import Side
from .symbol_floats import floats_of_symbols
from .symbols import LeakError, Ledger

MOST_WAYS = 64
"""Combinations of answers: where there are more, what is asked of gets values."""

MOST_STEP_WAYS = 16
"""The same where the step is asked of: it is there in single numbers as well."""

_Answers = tuple[bool, ...]

_OURS = __name__.partition(".")[0]


class NeededError(Exception):
    """Some names have to be given values.

    Attributes:
        names: which; none where it is the step.
    """

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(names)))
        self.names = names


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a way ends.

    Attributes:
        same: both calls are the same.
        curve: and in no precision they only raise.
        needed: the names that need a value; None where none does.
    """

    same: bool = False
    curve: bool = False
    needed: frozenset[str] | None = None


class Prover:
    """Compares two calls as programs, each way once.

    Args:
        before: the call as it was.
        after: the call as it would be.
    """

    def __init__(self, before: Side, after: Side) -> None:
        self._sides = (before, after)
        paths = (side.invocation.function for side in self._sides)
        self._packages = tuple(dict.fromkeys(map(_package, paths)))
        self._asked: dict[tuple[Case, _Answers], Formula] = {}
        self._ends: dict[tuple[Case, _Answers], _Outcome] = {}

    def same(
        self, values: Values, constants: Values, care: Care = Care.LITTLE
    ) -> bool | None:
        """Whether the calls are one program; None where that was not shown.

        Args:
            values: for each name a value, or WHOLE or FRACTION for all of them.
            constants: what is certain of the latter, to answer questions with.
            care: what is tried.

        Returns:
            Whether there is a curve, and not only errors, on some way.

        Raises:
            NeededError: a name needs a value.
            RefusedError: an argument cannot be evaluated.
        """
        curve = False
        for steps, seeds, precisions in TRIED[care]:
            try:
                found = self._same_at(
                    case_of(steps, seeds, precisions, values), constants
                )
            except NeededError as needed:
                if STEP not in needed.names:
                    raise
                continue  # such steps are among the single ones
            if found is None:
                return None
            curve = curve or found
        return curve

    def same_for_numbers(self, values: Values, names: Collection[str]) -> bool:
        """Whether the calls are one for numbers that are not JAX's.

        Args:
            values: for each name.
            names: those that may be NumPy's.
        """
        import numpy as np

        types: Mapping[type, Any] = {int: np.int32, float: np.float32}
        changed = {
            name: types[type(one)](one) if name in names and type(one) in types else one
            for name, one in values.items()
        }
        cases = ((Steps.SINGLE, values), (Steps.COUNTED, changed))
        return all(
            self._same_at(case_of(steps, SEEDS[:1], PRECISIONS, one), {}) is not None
            for steps, one in cases
        )

    def _same_at(self, case: Case, constants: Values) -> bool | None:
        """Take all ways of a case; those that no constants lead to are left out."""
        pending: list[_Answers] = [()]
        curve, ways = False, 0
        single = case.steps in (Steps.WHOLE, Steps.FRACTION)
        while pending:
            first = pending.pop()
            answers = self._way(case, first, constants)
            end = self._ends[case, answers]
            if end.needed is not None:
                raise NeededError(end.needed)
            if not end.same:
                return None
            curve, ways = curve or end.curve, ways + 1
            for count in range(len(first), len(answers)):
                asked = self._asked[case, answers[:count]]
                if _answer(asked, constants) is None:
                    pending.append((*answers[:count], not answers[count]))
                ways_known = ways + len(pending)
                if single and ways_known > MOST_STEP_WAYS:
                    raise NeededError(frozenset({STEP}))
                if ways_known > MOST_WAYS:
                    raise NeededError(frozenset(names_of(asked)))
        return curve

    def _way(self, case: Case, answers: _Answers, constants: Values) -> _Answers:
        """The whole of a way that begins so; afterwards it is known how it ends."""

        def further(condition: Formula) -> bool:
            return _answer(condition, constants) is not False

        while (case, answers) in self._asked:
            answers = (*answers, further(self._asked[case, answers]))
        if (case, answers) in self._ends:
            return answers
        end, conditions = self._tried(case, answers, further)
        taken = tuple(conditions.values())
        for count, condition in enumerate(conditions):
            self._asked[case, taken[:count]] = condition
        self._ends[case, taken] = end
        return taken

    def _tried(
        self, case: Case, answers: _Answers, further: Callable[[Formula], bool]
    ) -> tuple[_Outcome, Mapping[Formula, bool]]:
        """How a way ends, and what was asked on it."""
        found: list[Sequence[Programs] | None] = []
        asked: list[Mapping[Formula, bool]] = []
        curve = True
        for seed in case.seeds:
            ledger = Ledger(seed, answers, further)
            trial = BothCalls(self._sides, case, ledger)
            try:
                with floats_of_symbols(self._packages):
                    found.append(trial.programs())
                    asked.append(ledger.answered)
            except LeakError as leak:
                needed = frozenset(names_of(leak.formula))
                return _Outcome(needed=needed), ledger.answered
            curve = curve and trial.curve
        shown = [one for one in found if one is not None]
        if len(shown) < len(found):
            return _Outcome(), asked[0]
        if any(one != asked[0] for one in asked) or not all(
            mine.again(other)
            for further in shown[1:]
            for mine, other in zip(shown[0], further, strict=True)
        ):
            return _Outcome(needed=_may_leak(case)), asked[0]
        return _Outcome(True, curve), asked[0]


def _may_leak(case: Case) -> frozenset[str]:
    """The names, one of which was read past its methods: whole ones if it can."""
    symbols = {name: one for name, one in case.values.items() if isinstance(one, Every)}
    wholes = frozenset(name for name, one in symbols.items() if one.whole)
    return wholes or frozenset(symbols)


def _answer(condition: Formula, constants: Values) -> bool | None:
    """What a condition comes to, where all of its names are constant."""
    try:
        return bool(evaluated(condition, constants))
    except (KeyError, ArithmeticError):
        return None


def _package(function: str) -> str:
    """The package whose modules a function may be made of."""
    first, *rest = function.split(".")
    # Ours holds more than schedules.
    return f"{first}.{rest[0]}" if first == _OURS else first
