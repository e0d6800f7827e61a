"""A schedule as the program that JAX makes of it, in a form that can be compared.

Two programs are one if they are the same operations, in the same order, on the same
things, whatever their variables are called: then they give the same bits at every
step, in every precision and on every device. Numbers in them are compared by their
bits, in the type that they are computed in; names of functions, and rules for
derivatives, which compute no value, are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any

from .curve import FLOAT32, FLOAT64, Failure, Precision, Schedule
from .symbols import Ledger, Symbol

Program = tuple[object, ...]


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

_NO_VALUES = frozenset(
    {"name", "jvp_jaxpr_fun", "jvp_jaxpr_thunk", "fwd_jaxpr_thunk", "bwd"}
)
"""What an operation is called, and how it is differentiated."""


def program(
    make: Callable[[], Schedule | Failure],
    steps: Steps,
    precision: Precision,
    ledger: Ledger,
) -> tuple[Program, bool]:
    """The program of a schedule, and whether it gives a value for some step.

    It is made and called while JAX traces, so that all that is computed counts.

    Args:
        make: makes the schedule.
        steps: what it is called with.
        precision: call it inside ``computing`` of that one.
        ledger: whose symbols may occur.
    """
    import jax

    outcomes: list[tuple[str, str]] = []

    def at_all_steps(*traced: Any) -> list[Any]:
        schedule = make()
        if isinstance(schedule, Failure):
            outcomes.append(("is not made", schedule.kind))
            return []
        values = []
        for step in traced or _untraced(steps, ledger):
            try:
                value = schedule(step)
                values.append(_number(value))
                outcomes.append(("gives", _type(value)))
            except Exception as error:
                outcomes.append(("raises", type(error).__name__))
        return values

    closed = jax.make_jaxpr(at_all_steps)(*_traced(steps, precision))
    written = _Writer(ledger).closed(closed)
    return (written, tuple(outcomes)), any(how == "gives" for how, _ in outcomes)


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


class _Writer:
    """Writes programs out: variables by number, symbols by which one they are."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def closed(self, closed: Any) -> Program:
        return self.jaxpr(closed.jaxpr, closed.consts)

    def jaxpr(self, jaxpr: Any, constants: Sequence[Any] = ()) -> Program:
        numbers: dict[Any, int] = {}
        for variable in (*jaxpr.constvars, *jaxpr.invars):
            numbers[variable] = len(numbers)
        stated = tuple(
            self.value(constant, variable.aval)
            for constant, variable in zip(constants, jaxpr.constvars, strict=False)
        )
        lines = tuple(self._line(equation, numbers) for equation in jaxpr.eqns)
        ends = tuple(self._atom(one, numbers) for one in jaxpr.outvars)
        given = tuple(one.aval for one in jaxpr.invars)
        return (stated, given, lines, ends, frozenset(jaxpr.effects))

    def _line(self, equation: Any, numbers: dict[Any, int]) -> Program:
        inputs = tuple(self._atom(one, numbers) for one in equation.invars)
        for variable in equation.outvars:
            numbers[variable] = len(numbers)
        return (
            equation.primitive.name,
            inputs,
            tuple(one.aval for one in equation.outvars),
            self.parameters(equation.params),
            frozenset(equation.effects),
        )

    def _atom(self, atom: Any, numbers: Mapping[Any, int]) -> Program:
        if hasattr(atom, "val"):
            return self.value(atom.val, atom.aval)
        return ("variable", numbers[atom])

    def value(self, value: Any, aval: Any) -> Program:
        """A number or an array: its type and bits, or the symbols in it."""
        import numpy as np

        array = np.asarray(value)
        if array.dtype != aval.dtype:
            with np.errstate(all="ignore"):
                array = array.astype(aval.dtype)
        if array.dtype.kind in "iuf" and array.size:
            found = [self._ledger.index(float(one)) for one in array.flat[:64]]
            if any(one is not None for one in found):
                bits = tuple(one.tobytes() for one in array.flat)
                pairs = zip(bits, (*found, *[None] * len(bits)), strict=False)
                return (aval, tuple(bit if at is None else at for bit, at in pairs))
        return (aval, array.shape, array.tobytes())

    def parameters(self, values: Mapping[str, Any]) -> object:
        """What an operation is given beside numbers."""
        return tuple(
            (name, self.parameter(values[name]))
            for name in sorted(values)
            if name not in _NO_VALUES
        )

    def parameter(self, value: Any) -> object:
        """A parameter: nearly all are tuples, numbers and None."""
        kind = type(value)
        if value is None:
            return None
        if kind is tuple:
            return ("tuple", *map(self.parameter, value))
        if kind in (bool, int, float):
            index = self._ledger.index(value)
            return (kind.__name__, repr(value)) if index is None else ("symbol", index)
        return self._other(value)

    def _other(self, value: Any) -> object:
        import jax
        import numpy as np

        if isinstance(value, Symbol):
            return ("symbol", value.formula)
        if hasattr(value, "consts") and hasattr(value, "jaxpr"):
            return self.closed(value)
        if hasattr(value, "eqns"):
            return self.jaxpr(value)
        if isinstance(value, dict):
            return tuple((key, self.parameter(value[key])) for key in sorted(value))
        if isinstance(value, (list, tuple)):
            return (type(value).__name__, *map(self.parameter, value))
        if isinstance(value, (np.ndarray, np.generic, jax.Array)):
            array = np.asarray(value)
            return (array.dtype, array.shape, array.tobytes())
        return value
