"""What two calls are compared in: with which steps and values, in which precisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any

from .bounded import RefusedError
from .curve import FLOAT32, FLOAT64, Precision, computing
from .pools import value_key
from .programs import Programs, Steps, programs
from .side import Side
from .symbols import Ledger

SEEDS = (0, 1)
"""Of the marks of symbols."""

PRECISIONS = (FLOAT32, FLOAT64)


class Care(Enum):
    """How much is tried of two calls."""

    LITTLE = "an optimizer's steps in float64: what Python does is the same in each"
    EVERY_TYPE = "steps of all types that JAX traces, in both precisions"
    MUCH = "the numbers of Python with them, and other marks"


_Trials = tuple[Steps, tuple[int, ...], tuple[Precision, ...]]
_TRACED: _Trials = (Steps.TRACED, SEEDS[:1], PRECISIONS)
TRIED: Mapping[Care, Sequence[_Trials]] = {
    Care.LITTLE: [(Steps.COUNTED, SEEDS[:1], PRECISIONS[1:])],
    Care.EVERY_TYPE: [_TRACED],
    Care.MUCH: [
        (Steps.COUNTED, SEEDS, PRECISIONS),
        _TRACED,
        (Steps.WHOLE, SEEDS[:1], PRECISIONS),
        (Steps.FRACTION, SEEDS[:1], PRECISIONS),
    ],
}

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Every:
    """In the place of a value: a symbol."""

    whole: bool


WHOLE, FRACTION = Every(whole=True), Every(whole=False)


@dataclass(frozen=True, slots=True)
class Case:
    """What is compared: with which steps, marks and values."""

    steps: Steps
    seeds: Sequence[int]
    precisions: Sequence[Precision]
    shown: tuple[tuple[str, str, str], ...]
    values: Values = field(compare=False)


def case_of(
    steps: Steps, seeds: Sequence[int], precisions: Sequence[Precision], values: Values
) -> Case:
    """Return the case with these values, which are told apart by type and bits."""
    shown = tuple((name, *value_key(one)) for name, one in values.items())
    return Case(steps, seeds, precisions, shown, values)


class BothCalls:
    """Both calls in a case, with the symbols and answers of one way.

    Attributes:
        curve: whether each gave a value for some step, in every precision so far.
    """

    def __init__(self, sides: Sequence[Side], case: Case, ledger: Ledger) -> None:
        self._sides = sides
        self._steps = case.steps
        self._precisions = case.precisions
        self._ledger = ledger
        self._values = {
            name: ledger.symbol(("name", name), whole=one.whole)
            if isinstance(one, Every)
            else one
            for name, one in case.values.items()
        }
        self.curve = True

    def programs(self) -> Sequence[Programs] | None:
        """What both sides are; None where they differ, or cannot be compared."""
        try:
            found = [self._one(precision) for precision in self._precisions]
        except RefusedError:
            raise
        except Exception:  # of JAX: what it makes of a schedule can be anything
            return None
        return [one for one, _ in found] if all(same for _, same in found) else None

    def _one(self, precision: Precision) -> tuple[Programs, bool]:
        makes = [partial(side.build, self._lookup) for side in self._sides]
        with computing(precision):
            found = programs(makes, self._steps, precision, self._ledger)
            self.curve = self.curve and found.curves
            return found, found.one

    def _lookup(self, name: str, scope: Values) -> Any:
        return self._values[name]
