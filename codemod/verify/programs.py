"""Two schedules as the programs that JAX makes of them.

If they are one (:mod:`.matching`), they give the same bits at every step, in every
precision and on every device.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from .curve import FLOAT32, FLOAT64, Failure, Precision, Schedule
from .matching import Matcher
from .symbols import Ledger


class Steps(Enum):
    """What a schedule is called with, all of one kind in one trace."""

    COUNTED = "what an optimizer counts in"
    TRACED = "all types that JAX traces, and numbers that take the type of others"
    WHOLE = "every int of Python's"
    FRACTION = "every float of Python's"
    SINGLE = "some numbers of Python's and NumPy's"


_STRONG = {
    FLOAT32: ("int32", "uint32", "float32"),
    FLOAT64: ("int64", "int32", "uint32", "float32", "float64"),
}
_WEAK = (3, 3.0)
_SINGLE = (0, 7, 1000, 0.5, 57.25)
_NUMPY = ("int32", "int64", "float32", "float64")
STEP = "the step"

_Outcome = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs of both calls.

    Attributes:
        closed: their operations, one after the other, as JAX has them.
        outcomes: for each call, what comes of each step.
        ledger: whose symbols may occur.
    """

    closed: Any
    outcomes: Sequence[Sequence[_Outcome]]
    ledger: Ledger

    @property
    def one(self) -> bool:
        """Whether both calls are the same."""
        first, second = self.outcomes
        return first == second and Matcher(self.ledger, self.ledger).halves(self.closed)

    @property
    def curves(self) -> bool:
        """Whether each call gives a value for some step."""
        return all(any(how == "gives" for how, _ in own) for own in self.outcomes)

    def again(self, other: Programs) -> bool:
        """Whether others, with other marks, are the same."""
        matcher = Matcher(self.ledger, other.ledger)
        same = matcher.closed(self.closed, other.closed)
        return same and self.outcomes == other.outcomes


def programs(
    makes: Sequence[Callable[[], Schedule | Failure]],
    steps: Steps,
    precision: Precision,
    ledger: Ledger,
) -> Programs:
    """The programs of two schedules.

    They are made and called while JAX traces, so that all that is computed counts.

    Args:
        makes: makes each schedule.
        steps: what it is called with.
        precision: call it inside ``computing`` of that one.
        ledger: whose symbols may occur.
    """
    import jax

    outcomes: list[list[_Outcome]] = []

    def at_all_steps(*traced: Any) -> list[Any]:
        values: list[Any] = []
        for make in makes:
            given = traced or _untraced(steps, ledger)
            outcomes.append(_called(make(), given, values))
        return values

    closed = jax.make_jaxpr(at_all_steps)(*_traced(steps, precision))
    return Programs(closed, outcomes, ledger)


def _called(
    schedule: Schedule | Failure, steps: Sequence[Any], values: list[Any]
) -> list[_Outcome]:
    """What comes of each step; the values that are computed go to ``values``."""
    if isinstance(schedule, Failure):
        return [("is not made", schedule.kind)]
    outcomes = []
    for step in steps:
        try:
            value = schedule(step)
            values.append(_number(value))
            outcomes.append(("gives", _type(value)))
        except Exception as error:
            outcomes.append(("raises", type(error).__name__))
    return outcomes


def _traced(steps: Steps, precision: Precision) -> list[Any]:
    import jax

    abstract: Any = jax.ShapeDtypeStruct
    strong = [abstract((), one) for one in _STRONG[precision]]
    if steps is Steps.COUNTED:
        return strong[:1]
    return [*strong, *_WEAK] if steps is Steps.TRACED else []


def _untraced(steps: Steps, ledger: Ledger) -> list[Any]:
    import numpy as np

    if steps is Steps.SINGLE:
        return [*_SINGLE, *(getattr(np, kind)(7) for kind in _NUMPY)]
    return [ledger.symbol(("name", STEP), whole=steps is Steps.WHOLE)]


def _number(value: Any) -> Any:
    import jax
    import jax.numpy as jnp
    import numpy as np

    if not isinstance(value, (int, float, np.generic, np.ndarray, jax.Array)):
        raise TypeError("the schedule does not return a number")
    number = jnp.asarray(value)
    if number.shape:
        raise TypeError("the schedule does not return one number for a step")
    return number


def _type(value: Any) -> str:
    import jax

    return "Array" if isinstance(value, jax.Array) else type(value).__name__
