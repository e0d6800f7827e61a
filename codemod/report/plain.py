"""Calls of schedules whose curves are plain arithmetic: neither JAX nor Optax is used.

Where that cannot say what the library would, it says nothing.
"""

from __future__ import annotations

import inspect
import math
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import cast

from ..model import Invocation
from ..rule.curve import Curve, CurveError
from ..rule.recipe import Recipe, Recipes
from ..verify.binding import Binding
from ..verify.bounded import RaisedError
from ..verify.call import parse_call
from ..verify.comparison import CurveFacts
from ..verify.curve import Failure
from ..verify.side import Side
from ..verify.steps import LAST_STEP

POINTS = 256
"""Into so many parts a long curve is divided; a shorter one has all of its steps."""

NO_END = 8
"""Steps that are drawn of what has no end after its start."""


class NotPlainError(Exception):
    """The library is to say what these arguments come to."""


def plain_side(call: Invocation, facts: CurveFacts, recipes: Recipes) -> Side | None:
    """Parse a call, with its function in plain arithmetic; None where it is not.

    Raises:
        RefusedError: the call is not one that can be evaluated.
    """
    signature = recipes.signature(call.function)
    if signature is None:
        return None
    parsed = parse_call(call.call)
    factory = _factory(call.function, signature, recipes)
    return Side(call, parsed, factory, facts, signature)


def _factory(
    function: str, signature: inspect.Signature, recipes: Recipes
) -> Callable[..., Curve]:
    def made(*args: object, **kwargs: object) -> Curve:
        try:
            given = signature.bind(*args, **kwargs).arguments
            curve = recipes.curve(Recipe(function, tuple(given.items())))
        except TypeError as error:
            raise NotPlainError from error
        except CurveError as error:
            raise RaisedError(error.kind, error.text) from error
        if curve is None or not all(one < LAST_STEP for one in curve.boundaries):
            raise NotPlainError
        return curve

    return made


def is_certain(failure: Failure) -> bool:
    """Whether the library fails in the same way."""
    return failure.kind != NotPlainError.__name__


def plain_steps(corners: Iterable[float], end: int, odd: Iterable[int]) -> list[int]:
    """Whole steps that show a curve: between two of its corners it rises or falls.

    Args:
        corners: where its pieces meet.
        end: the last step.
        odd: further ones.
    """
    steps = {end * index // POINTS for index in range(POINTS + 1)} | {*odd}
    for corner in corners:
        first = math.ceil(corner)
        steps.update((first - 1, first, math.floor(corner) + 1))
    return sorted(step for step in steps if 0 <= step <= end)


def plain_values(
    side: Side, binding: Binding, steps: Sequence[int]
) -> tuple[float, ...]:
    """The values at some steps, as near as float32 has them.

    Raises:
        NotPlainError: one is no number in float32.
    """
    curve = side.build(binding.lookup)
    if isinstance(curve, Failure):
        raise NotPlainError(curve)
    try:
        values = array("f", map(cast(Curve, curve).at, steps))
    except (ArithmeticError, ValueError, TypeError, LookupError) as error:
        raise NotPlainError from error
    if not all(map(math.isfinite, values)):
        raise NotPlainError
    return tuple(values)
