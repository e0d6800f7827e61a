"""Values for which two calls are given other arguments, looked for among many.

`rate / 7 * 7` is `rate` for eleven fractions in twelve, and `steps / 7 * 7` is `steps`
for twenty whole numbers in twenty-one. Whether arguments differ costs little to ask,
since no curve is computed for it. What differs for usual values as well, as where two
parameters of one name mean different things, tells nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from random import Random

from .bounded import EvaluationError
from .pools import is_number
from .sampling import Binding

DRAWN = 192
"""How many are looked at: of calls that differ once in twenty, one in 10,000 passes."""

MOST = 3
"""For each thing that differs."""


def unlike(
    differing: Callable[[Binding], Set[str]],
    binding: Binding,
    names: Collection[str],
    random: Random,
) -> Iterator[Mapping[str, object]]:
    """Yield values of the names for which something differs that usually does not.

    Args:
        differing: what two calls are given otherwise.
        binding: usual values of all names.
        names: those that are changed, where they are numbers.
        random: what the values are drawn with.
    """
    usual = _asked(differing, binding)
    left = Counter[str]()
    for _ in range(DRAWN):
        change = {
            name: _drawn(value, random)
            for name, value in binding.values.items()
            if name in names and is_number(value)
        }
        new = _asked(differing, Binding({**binding.values, **change})) - usual
        if any(left[one] < MOST for one in new):
            left.update(new)
            yield change


def _asked(differing: Callable[[Binding], Set[str]], binding: Binding) -> Set[str]:
    try:
        return differing(binding)
    except EvaluationError:
        return frozenset()


def _drawn(value: float, random: Random) -> float:
    """A number of any size: mostly of the kind of another one.

    A length may be computed, so that it is a whole number that is a `float`.
    """
    kind = random.random()
    if kind < 0.1:  # so large that a sum with a small number is that number no more
        return math.copysign(math.exp(random.uniform(35, 70)), kind - 0.05)
    if isinstance(value, int) and kind < 0.8:
        whole = int(math.exp(random.uniform(0, 21)))
        return random.choice((whole, float(whole)))
    number = math.exp(random.uniform(-15, 18))
    return math.copysign(number, 0.95 - kind)
