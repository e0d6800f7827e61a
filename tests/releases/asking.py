"""How far two schedules are from one another, asked with JAX's numbers or others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

BOUND = 4.0  # in the last place of the largest value, as docs/safety.md says
BIG = 2**24 + 3
STEPS = (*range(130), 149, 150, 151, 999, 1000, 10**4, BIG - 4, BIG, 2**31 - 2)
TYPES = ("int32", "uint32", "float32")
PYTHON = (0, 1, 7, 100, 2, True, 30, 12345, 2**31 - 2, 0.0, 0.5, 29.999, 1e9)
NUMPY = (
    *(np.int32(0), np.int32(30), np.int64(2), np.int64(100), np.uint32(3)),
    *(np.float32(12.5), np.float64(85.5), np.arange(3.0), np.arange(3)),
)
STRIDE = 3  # of the numbers that are no JAX's, each case is asked every third
KINDS = ("JAX", "Python", "NumPy")
PRECISIONS = (False, True)


class Level(IntEnum):
    """How far apart they are."""

    IDENTICAL = 0
    EQUAL = 1
    NEAR = 2
    OTHER = 3

    @property
    def told(self) -> bool:
        """Whether it is more than another way to the same bits."""
        return self > Level.EQUAL


@dataclass(frozen=True)
class Found:
    """A level, the distance in ulp if it is near, and where if it is another curve."""

    level: Level
    ulp: float = 0.0
    where: str = ""


def made(make: Callable[[], Any]) -> Any:
    """Both schedules, or what making either raises."""
    try:
        return make()
    except Exception as error:
        return error


def asked(pair: Any, kind: str, index: int, *, x64: bool) -> Found:
    """Compare both schedules of a case.

    Args:
        pair: the schedules, or what making them raises.
        kind: whose numbers the steps are.
        index: which of a function's cases it is, as not all are asked for all steps.
        x64: whether JAX computes in float64.
    """
    if isinstance(pair, Exception):
        return Found(Level.OTHER, where=f"raises {type(pair).__name__} when made")
    if kind == "JAX":
        return _with_jax(pair, x64)
    every = PYTHON if kind == "Python" else NUMPY
    steps = every[index % STRIDE :: STRIDE] if index else every
    old, new = ([_outcome(one, step) for step in steps] for one in pair)
    return _apart(old, new, steps, x64=x64, types=False)


def _with_jax(pair: Any, x64: bool) -> Found:
    given = [jnp.zeros((), one) for one in TYPES] + [0, 0.0]
    programs = [[program(one, step) for step in given] for one in pair]
    if programs[0] == programs[1]:
        return Found(Level.IDENTICAL)
    steps = jnp.asarray(np.asarray(STEPS), "int32")
    old, new = ([_outcome(jax.vmap(one), steps)] for one in pair)
    return _apart(old, new, ["int32"], x64=x64, types=True)


def program(schedule: Any, step: Any) -> Any:
    """What JAX makes of a schedule for such a step, or what it raises, as a type."""
    made = _outcome(jax.make_jaxpr(schedule), step)
    if isinstance(made, type):
        return made
    return str(made), made.out_avals, [described(one) for one in made.consts]


def _outcome(function: Any, step: Any) -> Any:
    try:
        with np.errstate(all="ignore"):
            return function(step)
    except Exception as error:
        return type(error)


def described(value: Any) -> object:
    """The type and the bits of a number or an array; NaN is NaN."""
    array = np.asarray(value)
    nan = array != array
    bits = np.where(nan, np.ones((), array.dtype), array).tobytes()
    weak = getattr(value, "weak_type", None)
    return type(value), weak, array.dtype, array.shape, bits, nan.tolist()


def _apart(
    old: Sequence[Any],
    new: Sequence[Any],
    steps: Sequence[Any],
    *,
    x64: bool,
    types: bool,
) -> Found:
    """How far apart two lists of outcomes are; their types count if ``types``."""
    unit = _unit([*old, *new], x64)
    largest = 0.0
    for before, after, step in zip(old, new, steps, strict=True):
        if isinstance(before, type) or isinstance(after, type):
            ulp = 0.0 if _both_refuse(before, after, step) else np.inf
        elif described(before) == described(after):
            ulp = 0.0
        elif types and np.asarray(before).dtype != np.asarray(after).dtype:
            ulp = np.inf
        else:
            ulp = _ulp(before, after, unit)
        if ulp > BOUND:
            kind = "" if isinstance(step, str) else f"{type(step).__name__} "
            where = f"{kind}{step}: {_text(before, after)}"
            return Found(Level.OTHER, where=where)
        largest = max(largest, ulp)
    return Found(Level.NEAR, largest) if largest else Found(Level.EQUAL)


def _both_refuse(before: Any, after: Any, step: Any) -> bool:
    """Whether both raise the same; or both, in whatever words, for many steps at once."""
    many = np.ndim(step) and isinstance(before, type) and isinstance(after, type)
    return bool(before is after or many)


def _ulp(before: Any, after: Any, unit: float) -> float:
    one, other = np.asarray(before, np.float64), np.asarray(after, np.float64)
    if one.shape != other.shape:
        return np.inf
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    with np.errstate(all="ignore"):
        # What is equal but for its type or its sign of zero is as near as can be.
        apart = np.where(same, 0.5, np.abs(one - other) / unit)
    return float(np.max(np.where(np.isnan(apart), np.inf, apart), initial=0.5))


def _unit(outcomes: Sequence[Any], x64: bool) -> float:
    arrays = [
        np.ravel(np.asarray(one, np.float64))
        for one in outcomes
        if not isinstance(one, type)
    ]
    numbers = np.abs(np.concatenate(arrays)) if arrays else np.zeros(1)
    largest = np.max(numbers[np.isfinite(numbers)], initial=0.0)
    with np.errstate(all="ignore"):
        return float(np.spacing(largest if x64 else np.float32(largest)))


def _text(before: Any, after: Any) -> str:
    if isinstance(before, type) or isinstance(after, type):
        told = [
            f"raises {one.__name__}" if isinstance(one, type) else "has a value"
            for one in (before, after)
        ]
        return " and ".join(told)
    one, other = (np.ravel(np.asarray(side)) for side in (before, after))
    if one.shape != other.shape:
        return f"{one.size} and {other.size} values"
    index = int(np.argmax(~((one == other) | (np.isnan(one) & np.isnan(other)))))
    return f"{one[index]} and {other[index]}"
