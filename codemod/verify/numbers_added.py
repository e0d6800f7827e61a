"""Numbers that one call alone computes with.

`n * 0.1 * 10` is `n` for every usual number, and `int(p) + 0.1 - 0.1` is `int(p)` but
where that is 4. Values that tell such formulas apart are looked for; that none was
found shows nothing. A rewrite computes with what the call was given, with defaults of
its function, and with 0 and 1. A formula of any other number is not understood.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from .side import Side
from .thresholds import constants_in, formulas_with_names, numbers_in

_UNDERSTOOD = (0, 1)


def number_of_one(before: Side, after: Side) -> str:
    """Return why a formula is not understood; empty where all are.

    An argument without a name is no formula: what it comes to is compared.
    """
    for side, other, which in ((after, before, "new"), (before, after, "old")):
        known = {*_UNDERSTOOD, *_numbers(other)}
        for number in _computed_with(side):
            if number not in known and not math.isnan(number):
                return f"`{number}` is computed with in the {which} call alone"
    return ""


def _computed_with(side: Side) -> Iterator[float]:
    for formula in formulas_with_names(side.call):
        yield from constants_in(formula)


def _numbers(side: Side) -> Iterator[float]:
    """Yield the numbers of a call, and the defaults of its function."""
    for argument in side.call.arguments:
        yield from numbers_in(argument)
    for parameter in side.signature.parameters.values():
        if isinstance(parameter.default, (int, float)):
            yield parameter.default
