"""Whether a mutant is really equal: by Python and JAX, over numbers of its own.

Nothing of the verifier's choice of values or steps is used, and none of its evaluation:
a call is Python, and its names are given numbers that are far more than those.
"""

from __future__ import annotations

import contextlib
import math
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from wrong.code import Code, TooLongError
from wrong.mutate import Mutant
from wrong.numbers import Numbers

from lrmigrate.codemod.model import Counterexample, Invocation

BINDINGS = 2000
"""For which arguments are looked at."""

CURVES = 10
"""For which curves are computed, where arguments differ; as many where only types do."""


@dataclass(frozen=True)
class Shown:
    """What tells two calls apart: the values of the names, the step, both values.

    Attributes:
        no_curve: whether both calls raise for these values, and only what is another.
    """

    binding: Mapping[str, object]
    step: object
    before: str
    after: str
    no_curve: bool = False


class Judge:
    """Looks for numbers by which a mutant differs from the call before.

    Args:
        seed: of the numbers.
    """

    def __init__(self, seed: int) -> None:
        self._numbers = Numbers(Random(seed))

    def difference(self, mutant: Mutant) -> Shown | None:
        """What tells the mutant from the old call; None where nothing was found.

        An error in the place of another is told where no curve differs.
        """
        sides = [
            Code(one.function, one.call)
            for one in (mutant.right.before, mutant.right.after, mutant.after)
        ]
        names = [*dict.fromkeys(name for side in sides for name in side.names)]
        constants = [one for side in sides for one in side.constants]
        curves = Counter[bool]()
        other_error = None
        for _ in range(BINDINGS if names else 1):
            binding = self._numbers.binding(names, constants)
            try:  # of the old call as well, since its list may be the long one
                _, right, new = (side.arguments(binding) for side in sides)
            except TooLongError:
                continue
            types = right == new
            if repr(right) == repr(new) or curves[types] >= CURVES:
                continue
            shown = _differ(sides[0], sides[2], binding, once=bool(names))
            if shown is not None and not shown.no_curve:
                return shown
            other_error = other_error or shown
            curves[types] += 1
        return other_error


def _differ(
    old: Code, new: Code, binding: Mapping[str, Any], *, once: bool
) -> Shown | None:
    """What tells two calls apart for these values; in one precision if it is said."""
    in_float32 = zlib.crc32(repr(binding).encode()) % 3 == 0
    for x64 in [not in_float32] if once else [True, False]:
        with jax.enable_x64(x64), jax.numpy_dtype_promotion("standard"):
            made = [_made(side, binding) for side in (old, new)]
            steps = _steps(old, new, binding)
            for one, other, step in _values(*made, steps):
                if one != other:
                    no_curve = all(isinstance(one, str) for one in made)
                    return Shown(binding, step, one, other, no_curve)
    return None


def _made(side: Code, binding: Mapping[str, Any]) -> Any:
    try:
        args, kwargs = side.given(binding)
        return side.factory(*args, **kwargs)
    except Exception as error:
        return type(error).__name__


def _values(
    old: Any, new: Any, steps: list[float]
) -> Iterator[tuple[str, str, object]]:
    if isinstance(old, str) or isinstance(new, str):
        kinds = [made if isinstance(made, str) else _at(made, 0) for made in (old, new)]
        yield (kinds[0], kinds[1], None)
        return
    for step in (7, np.int32(3)):
        yield _at(old, step), _at(new, step), step
    whole = jnp.asarray([int(one) for one in steps if one < 2**31 - 1], jnp.int32)
    parts = jnp.asarray([float(one) for one in steps])
    for many in (whole, parts):
        one, other = _all(old, many), _all(new, many)
        if isinstance(one, str) or isinstance(other, str) or one[1:] != other[1:]:
            yield str(one), str(other), "all"
            continue
        for step, left, right in zip(many, one[0], other[0], strict=True):
            if left.tobytes() != right.tobytes() and not (
                np.isnan(left) and np.isnan(right)
            ):
                yield repr(left), repr(right), float(step)
                return


def _all(schedule: Any, steps: Any) -> Any:
    try:
        values = jax.vmap(lambda step: jnp.asarray(schedule(step)))(steps)
    except Exception as error:
        return type(error).__name__
    found = np.asarray(values)
    return found, str(found.dtype), bool(values.weak_type)


def _at(schedule: Any, step: Any) -> str:
    try:
        with np.errstate(all="ignore"):
            value = np.asarray(schedule(step))
            number = float(value)
    except Exception as error:
        return type(error).__name__
    return f"{value.dtype} {'nan' if math.isnan(number) else value.tobytes()!r}"


def _steps(old: Code, new: Code, binding: Mapping[str, Any]) -> list[float]:
    """Steps around all numbers of the arguments, and further ones."""
    found = {*_ALWAYS}
    for side in (old, new):
        with contextlib.suppress(Exception):
            for number in _numbers(side.given(binding)):
                if 0 <= number < 2**31:
                    found |= {number + by for by in (-2, -1, -0.5, 0, 1, 2)}
                    found |= {number * by for by in (0.1, 0.25, 0.5, 0.9, 1.5, 2)}
    chosen = sorted(one for one in found if 0 <= one < 2**31)
    return [*chosen, *_ALWAYS][: len(chosen) // 64 * 64 + 64]


_ALWAYS = tuple(
    float(one) for one in (*range(64), *(int(1.3**one) for one in range(16, 80)))
)


def _numbers(given: Any) -> Iterator[float]:
    if isinstance(given, dict):
        given = [*given.values()]
    if isinstance(given, (list, tuple)):
        for one in given:
            yield from _numbers(one)
    elif isinstance(given, (int, float)) and math.isfinite(given):
        yield float(given)


def holds(before: Invocation, after: Invocation, shown: Counterexample) -> bool:
    """Whether a counterexample is true: it is computed anew, by Python and JAX."""
    sides = [Code(one.function, one.call) for one in (before, after)]
    binding = {name: _read(text) for name, text in shown.binding}
    x64 = not shown.precision.startswith("float32")
    with jax.enable_x64(x64), jax.numpy_dtype_promotion("standard"):
        old, new = (_made(side, binding) for side in sides)
        if isinstance(old, str) or isinstance(new, str):
            return next(_values(old, new, []))[:2] != (old, old)
        assert shown.step is not None
        return any(_apart(old, new, one) for one in _typed(shown.step))


def _apart(old: Any, new: Any, step: Any) -> bool:
    """Whether two schedules differ at a step, alone or as one of many."""
    if _at(old, step) != _at(new, step):
        return True
    if not isinstance(step, jax.Array):
        return False
    # JAX computes a cosine of many numbers in another way than of one.
    many = jnp.full((64,), step)
    return bool(str(_all(old, many)) != str(_all(new, many)))


def _read(text: str) -> object:
    if text.startswith("a list of"):
        return [*range(int(text.split()[3]))]
    return eval(text, {"np": np, "float": float})


def _typed(step: float) -> Iterator[Any]:
    whole = float(step).is_integer()
    yield step
    for kind in ("int32", "int64", "float32", "float64"):
        if not whole and kind.startswith("int"):
            continue
        if kind == "int32" and step >= 2**31:
            continue
        yield getattr(np, kind)(step)
        yield jnp.asarray(step, getattr(jnp, kind))
