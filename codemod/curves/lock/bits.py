"""What a lock keeps of a computed curve, and how a curve of today compares with it."""

from __future__ import annotations

import hashlib
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ...rule.recipe import Recipe
from .compute import Asked, Outcome, Values
from .record import Bits
from .singles import Kind, Parting, is_last_bits, largest, parting, raising
from .steps import Steps, number_steps

NUMBERS = "asked with Python's numbers"


def asked(recipe: Recipe, steps: Steps, telling: Sequence[int]) -> Asked:
    """Return what is to be computed of a curve, so that it can be locked."""
    return Asked(recipe, steps, number_steps(steps, telling))


def bits_of(outcome: Outcome, steps: Steps, telling: Sequence[int]) -> Bits:
    """Return what is kept of a curve: a few values, the mean, and a digest."""
    alone = number_steps(steps, telling)
    at, singly = outcome.steps, outcome.numbers
    return Bits(
        steps,
        {} if isinstance(at, str) else _kept(at, steps, telling),
        {} if isinstance(singly, str) else _kept(singly, alone, telling),
        0.0 if isinstance(at, str) else _mean(at),
        _digest(one for one in (at, singly) if not isinstance(one, str)),
        at if isinstance(at, str) else "",
        singly if isinstance(singly, str) else "",
    )


def _kept(
    values: Values, steps: Steps | Sequence[int], telling: Sequence[int]
) -> Mapping[int, float]:
    return {step: values[steps.index(step)] for step in telling}


def against(locked: Bits, outcome: Outcome) -> Parting:
    """Return how far a curve is from what was locked of it.

    Where the bits are not the same, the locked values and the mean of all decide
    whether these are the last bits.
    """
    now = bits_of(outcome, locked.steps, locked.telling)
    found = worst(
        _way(locked.raises, locked.values, now.raises, now.values),
        _way(locked.numbers_raise, locked.numbers, now.numbers_raise, now.numbers),
    )
    if found.kind is Kind.MOVED or locked.digest == now.digest:
        return found
    magnitude = largest((*locked.values.values(), *now.values.values()))
    if not is_last_bits(locked.mean, now.mean, magnitude):
        old, new = (f"a mean of {one.mean:.9g}" for one in (locked, now))
        return Parting(Kind.MOVED, None, old, new)
    return replace(found, kind=Kind.LAST, ulp=0.0)  # of a few steps it says nothing


def between(one: Outcome, other: Outcome, curve: Asked) -> Parting:
    """Return how far two computed curves are from one another."""
    return worst(
        _side(one.steps, other.steps, curve.steps),
        _side(one.numbers, other.numbers, curve.numbers),
    )


def worst(steps: Parting, numbers: Parting) -> Parting:
    """Return that by which a curve is farther away, asked in the two ways."""
    if numbers.kind.rank <= steps.kind.rank:
        return steps
    return replace(numbers, asked=NUMBERS)


def _way(
    raised: str, before: Mapping[int, float], raises: str, after: Mapping[int, float]
) -> Parting:
    return _side(raised or [*before.values()], raises or [*after.values()], [*before])


def _side(
    before: Sequence[float] | str, after: Sequence[float] | str, steps: Iterable[int]
) -> Parting:
    if isinstance(before, str) or isinstance(after, str):
        sides = [one if isinstance(one, str) else "" for one in (before, after)]
        return raising(sides[0], sides[1])
    return parting(before, after, steps)


def _digest(all_values: Iterable[Values]) -> str:
    digest = hashlib.sha256()
    for values in all_values:
        little = values[:]
        if sys.byteorder == "big":
            little.byteswap()
        digest.update(little.tobytes())
    return digest.hexdigest()


def _mean(values: Values) -> float:
    finite = [one for one in values if math.isfinite(one)]
    return math.fsum(finite) / len(finite) if finite else 0.0
