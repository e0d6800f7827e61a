"""Which values a free name is given: those of the parameters it is used for.

And, one at a time, some that are unusual: far out, negative, no number, and the
constants that it stands beside.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from .thresholds import Numbers, around
from .uses import Role, Use

GENERIC = (10, 100, 3, 1000, 7, 29, 0.5, 0.1, 0.29, 0.9, 2.0, 1.0, 1, 0, 1e-3)
COUNTS = (3, 1, 2, 5, 0)
LONGEST_LIST = 1000
SEQUENCES: tuple[list[object], ...] = (
    [100, 200, 400],
    [10, 5, 30],
    [0.1, 0.05],
    [3],
    [],
    [0.01, 0.3, 0.02],
)
MOST_ODD = 40
"""Of one name."""

_NO_STEPS = (-math.inf, math.nan)

_ROWS = (100, 0.1, 10, 400, 0.05, 5, 200, 0.01, 1, 50, 0.3)


@dataclass(frozen=True, slots=True)
class Pool:
    """The values for one name.

    Attributes:
        required: each is used at least once.
        extra: further ones.
        odd: each is used once, among ordinary values of the other names.
        again: those of the others that are used in that way, too: what is next to a
            constant, or 0, shows nothing where another name is 0.
        far_fetched: further unusual ones, where one of the calls gives a schedule with
            them: else both may raise, each at another place.
    """

    required: tuple[object, ...]
    extra: tuple[object, ...] = ()
    odd: tuple[object, ...] = ()
    again: tuple[object, ...] = ()
    far_fetched: tuple[object, ...] = ()

    @property
    def values(self) -> tuple[object, ...]:
        """All of them, the required ones first."""
        return self.required + self.extra


def make_pools(
    uses: Iterable[Use],
    domains: Mapping[str, Sequence[object]],
    beside: Numbers | None = None,
) -> dict[str, Pool]:
    """The values for each name, from the domains of the parameters it is for.

    Args:
        uses: where the names stand.
        domains: the values for each parameter.
        beside: the constants that each name stands beside.
    """
    required: dict[str, list[object]] = {}
    extra: dict[str, list[object]] = {}
    odd: dict[str, list[object]] = {}
    for use in uses:
        near = (beside or {}).get(use.name, ())
        odd.setdefault(use.name, []).extend(_odd_values(use, domains, near))
        required.setdefault(use.name, []).extend(_values_for(use, domains))
        extra.setdefault(use.name, [])
        if use.role is Role.VALUE and not use.alone:
            extra[use.name].extend(GENERIC)
    pools = {}
    for name, values in required.items():
        first = distinct(values or extra[name] or GENERIC)
        every = distinct([*first, *extra[name]])
        every_odd = distinct([*every, *odd[name]])[len(every) :]
        telling = set(map(value_key, odd[name]))
        again = tuple(one for one in every if value_key(one) in telling)
        pools[name] = Pool(
            first,
            every[len(first) :],
            every_odd[:MOST_ODD],
            again[:MOST_ODD],
            tuple(one for one in _NO_STEPS if extra[name] and one not in odd[name]),
        )
    return pools


def _values_for(use: Use, domains: Mapping[str, Sequence[object]]) -> list[object]:
    if use.role is Role.COUNT:
        return list(COUNTS)
    if use.role is Role.LENGTH:
        return _lists(domains.get(use.parameter, ()))
    if use.role is Role.SEQUENCE:
        if not use.width:
            return list(SEQUENCES)
        return list(_rows(use.width))
    domain = list(domains.get(use.parameter, ()))
    if use.role is Role.ELEMENT:
        return [
            element
            for value in domain
            if isinstance(value, (list, tuple))
            for element in value
        ]
    numbers = [value for value in domain if type(value) in (int, float) and value]
    return [*domain, *(_unround(value) for value in numbers[:1])]


def _odd_values(
    use: Use, domains: Mapping[str, Sequence[object]], beside: Sequence[float]
) -> Iterator[object]:
    """Values that a formula may treat in another way than the usual ones."""
    if use.role is Role.COUNT:
        yield from (max(0, int(one)) for one in around(beside) if abs(one) < 64)
    if use.role is not Role.VALUE:
        return
    domain = domains.get(use.parameter, ())
    numbers = [one for one in domain if type(one) in (int, float)]
    yield from [one for one in numbers if not one][:1]
    yield from around(beside)
    for number in [one for one in numbers if one][:1]:
        assert isinstance(number, (int, float))
        yield from (-number, 10**6 * number, number / 4096)
    if numbers and all(isinstance(one, float) for one in numbers):
        yield from (math.inf, -math.inf, math.nan, -0.0, 2**31)
    elif numbers and not use.alone:
        yield math.inf
    if numbers and not use.alone:
        yield math.ulp(0.0)


def of_numpy(value: object) -> Iterator[object]:
    """A number in a type that does not take that of others, as Python's does."""
    import numpy as np

    if type(value) is float:
        yield np.float32(value)
    elif type(value) is int and not _is_wide(value):
        yield np.int32(value)


def has_numpy(values: Mapping[str, object]) -> bool:
    """Whether a value is a number of NumPy's."""
    return any(type(one).__module__ == "numpy" for one in values.values())


def has_wide(values: Mapping[str, object]) -> bool:
    """Whether a value is a whole number that JAX takes in x64 alone."""
    return any(map(_is_wide, values.values()))


def _is_wide(value: object) -> bool:
    return type(value) is int and abs(value) >= 2**31


def _lists(lengths: Iterable[object]) -> list[object]:
    whole = [one for one in lengths if type(one) is int and 0 <= one <= LONGEST_LIST]
    return [[*range(one)] for one in whole or (*COUNTS, 10, 100)]


def _unround(value: object) -> object:
    """A value that no rounding, and no cut to an integer, leaves as it is."""
    return value * 0.99731 if isinstance(value, (int, float)) else value


def _rows(width: int) -> Iterator[list[tuple[object, ...]]]:
    for turn in range(len(_ROWS)):
        values = itertools.cycle(_ROWS[turn:] + _ROWS[:turn])
        yield [tuple(itertools.islice(values, width)) for _ in range(1 + turn % 2)]


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is one of Python's numbers; True and False are answers."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def value_key(value: object) -> tuple[str, str]:
    """Tells values apart: 1, 1.0 and True are three."""
    return (type(value).__name__, repr(value))


def distinct(values: Iterable[object]) -> tuple[object, ...]:
    """The values without repetitions, in their order."""
    return tuple({value_key(value): value for value in values}.values())
