"""Values for which two calls are given other arguments, looked for among many.

`rate / 7 * 7` is `rate` for eleven fractions in twelve, and `steps / 7 * 7` is `steps`
for twenty whole numbers in twenty-one. Whether arguments differ costs little to ask,
since no curve is computed for it. What differs for usual values as well, as where two
parameters of one name mean different things, tells nothing.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from random import Random

from .binding import Binding
from .bounded import EvaluationError
from .pools import is_number, value_key
from .side import Side

SMALL = range(1, 65)
"""Given to each name by itself: `n + 0.1 - 0.1` is another number where `n` is 4."""

DRAWN = 192
"""How many are looked at: of calls that differ once in twenty, one in 10,000 passes."""

MOST = 2
"""For each thing that differs, and each size: what is cut from a number hides much."""


_Sides = tuple[Side, Side]


def unlike(
    sides: _Sides, binding: Binding, names: Collection[str], text: str
) -> Iterator[Mapping[str, object]]:
    """Yield values of the names for which something differs that usually does not.

    Args:
        sides: the two calls.
        binding: usual values of all names.
        names: those that are changed, where they are numbers.
        text: of both calls, which the values depend on.
    """
    random = Random(zlib.crc32(text.encode()))
    usual = _differing(sides, binding)
    numbers = {
        name: value
        for name, value in binding.values.items()
        if name in names and is_number(value)
    }
    found = Counter[tuple[int, str]]()
    for change in (*_small(numbers), *_drawn(numbers, random)):
        new = _differing(sides, binding.with_values(change)) - usual
        size = _size(change.values())
        if any(found[size, one] < MOST for one in new):
            found.update((size, one) for one in new)
            yield change


def _small(numbers: Iterable[str]) -> Iterator[Mapping[str, float]]:
    """Yield each small number for one name, the others being as they are."""
    yield from ({name: one} for name in numbers for one in SMALL)


def _drawn(
    numbers: Mapping[str, float], random: Random
) -> Iterator[Mapping[str, float]]:
    """Yield numbers of all sizes for all names."""
    for _ in range(DRAWN):
        yield {name: _number_like(value, random) for name, value in numbers.items()}


def _size(numbers: Iterable[float]) -> int:
    """How large the largest number is, to three digits."""
    largest = max(map(abs, numbers), default=0)
    return int(math.log10(largest) // 3) if largest else 0


def _differing(sides: _Sides, binding: Binding) -> Set[str]:
    """The parameters that both functions have and are given other values of.

    With them stands whether one call alone raises, and whether pieces of the curves
    meet at other steps. Nothing differs where an argument cannot be evaluated.
    """
    try:
        before, after = (side.arguments(binding.lookup) for side in sides)
    except EvaluationError:
        return frozenset()
    if not before or not after:
        return {"raises"} if before or after else frozenset()
    found: set[str] = set()
    for one in before.keys() & after.keys():
        old, new = value_key(before[one]), value_key(after[one])
        if old[0] != new[0]:
            found.add(f"{one}: type")
        if old[1] != new[1] and before[one] != after[one]:
            found.add(f"{one}: value")
    if sides[0].boundaries(before) != sides[1].boundaries(after):
        found.add("pieces")
    return found


def _number_like(value: float, random: Random) -> float:
    """A number of any size: mostly of the kind of another one.

    A length may be computed, so that it is a whole number that is a `float`.
    """
    kind = random.random()
    if kind < 0.1:  # so large, or so small, that a sum with another one is one of them
        size = random.choice((1, 1, -1)) * random.uniform(35, 70)
        return math.copysign(math.exp(size), kind - 0.05)
    if isinstance(value, int) and kind < 0.8:
        whole = int(math.exp(random.uniform(0, 21)))
        return random.choice((whole, float(whole)))
    number = math.exp(random.uniform(-15, 18))
    return math.copysign(number, 0.95 - kind)
