"""Which values of a call's free names are drawn: those that show its form."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from ..verify.binding import Binding
from ..verify.bounded import RefusedError
from ..verify.curve import Failure
from ..verify.pair import Pair
from ..verify.pools import Pool
from ..verify.side import Side

LEGIBLE = 100
"""Steps that show a curve's form; of two longer curves the first is as good."""

SEEN = 0.05
"""The share of a curve that its first piece takes, for its form to be seen."""

TRIED = 48
"""Bindings that are tried for one that shows a form."""

Shown: TypeAlias = tuple[tuple[str, str], ...]
"""A binding as text, as a counterexample tells it."""

_Legibility: TypeAlias = tuple[int, int, bool]


def most_legible(side: Side) -> Binding | None:
    """The binding that shows a call's form, the same whatever it becomes.

    One with the values that the project states is preferred to all others.
    """
    alone = Pair(side, side)
    tried = [*_tried(alone)]
    stated = [alone.as_stated(one) for one in tried] if side.invocation.stated else []
    return _best(alone, stated) or _best(alone, tried)


def asked(pair: Pair, wanted: Shown) -> Binding | None:
    """The binding that a counterexample tells; None where it gives no curves."""
    if not wanted:
        return None
    try:
        values = {name: _value(text, pair.pools.get(name)) for name, text in wanted}
    except (ValueError, SyntaxError):
        return None
    binding = Binding(values)
    return binding if builds(pair, binding) else None


def builds(pair: Pair, binding: Binding) -> bool:
    """Whether both calls make a schedule."""
    sides = (pair.before,) if pair.before is pair.after else (pair.before, pair.after)
    try:
        made = [side.build(binding.lookup) for side in sides]
    except RefusedError:
        return False
    return not any(isinstance(one, Failure) for one in made)


def corners(pair: Pair, binding: Binding) -> list[float]:
    """The steps where the pieces of either curve meet, its end with them."""
    return [step for step in pair.boundaries(binding) if 0 <= step < math.inf]


def end_of(pair: Pair, binding: Binding) -> int:
    """The last of them as a whole step; 0 where there is none."""
    return math.ceil(max(corners(pair, binding), default=0))


def _tried(pair: Pair) -> Iterator[Binding]:
    """Yield bindings, the first with the plainest value of each name."""
    pools = [*pair.pools.items()]
    for turn in range(TRIED if pools else 1):
        yield Binding(
            {
                name: pool.values[turn * (index + 1) % len(pool.values)]
                for index, (name, pool) in enumerate(pools)
            }
        )


def _best(pair: Pair, bindings: Iterable[Binding]) -> Binding | None:
    best: tuple[_Legibility, Binding] | None = None
    for binding in bindings:
        if not builds(pair, binding):
            continue
        found = _legibility(pair, binding)
        if found == (LEGIBLE, 0, True):
            return binding
        if best is None or found > best[0]:
            best = found, binding
    return best[1] if best else None


def _legibility(pair: Pair, binding: Binding) -> _Legibility:
    end = end_of(pair, binding)
    zeros = sum(not value for value in binding.values.values())
    first = min((step for step in corners(pair, binding) if step), default=0)
    return min(end, LEGIBLE), -zeros, first >= SEEN * end


def _value(text: str, pool: Pool | None) -> object:
    """The value that a counterexample tells.

    Raises:
        ValueError, SyntaxError: the text is none of a value.
    """
    for value in pool.values if pool else ():
        if Binding({"": value}).shown == (("", text),):
            return value
    if text.startswith("float('"):
        return float(text.removeprefix("float('").removesuffix("')"))
    return ast.literal_eval(text)
