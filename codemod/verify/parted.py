"""Whole numbers for which the pieces of two curves meet at different whole steps.

`int(w / n * n)` and `w / n * n` are the same number but for one value of `w` in twenty,
which comes out just below itself. Whether they are costs little to ask: no curve is
computed for it, so that hundreds of values can be asked about.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from .binding import Binding
from .bounded import EvaluationError
from .pools import is_number

Boundaries = tuple[float, ...]

ASKED = range(1, 257)
"""The values of each name; a computed length that rounds goes wrong below these."""

MOST = 4
"""Values of a name, for each way to make a step of what is none."""


def parted(
    boundaries: Callable[[Binding], tuple[Boundaries, Boundaries]], binding: Binding
) -> Iterator[tuple[str, int]]:
    """Yield names with values for which the pieces meet at different whole steps.

    Args:
        boundaries: where the pieces of both curves meet.
        binding: of all names; those that are numbers are changed.
    """
    for name, value in binding.values.items():
        if not is_number(value):
            continue
        left = {math.floor: MOST, math.ceil: MOST}
        for number in ASKED:
            one = binding.with_values({name: number})
            try:
                before, after = boundaries(one)
            except EvaluationError:
                continue
            for whole, more in left.items():
                if more and _steps(before, whole) != _steps(after, whole):
                    left[whole] -= 1
                    yield name, number
                    break
            if not any(left.values()):
                break


def _steps(boundaries: Boundaries, whole: Callable[[float], int]) -> list[float]:
    return [whole(one) if math.isfinite(one) else one for one in boundaries]
