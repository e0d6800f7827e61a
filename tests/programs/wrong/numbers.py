"""Numbers for the names of calls: usual ones, odd ones, and those that belong together."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Sequence
from random import Random
from typing import Any

_RATES: tuple[Any, ...] = (
    *(0.0, -0.0, 1.0, 0.1, 1e-3, -0.1, 3e-4, 0.3, 0.7, 1e30, 1e-30, 5e-324, 1e300),
    *(math.inf, -math.inf, math.nan, 1, 0, 2, -1, 3, 10, True, 0.0125001, 1e-7),
)
_SMALL = (0, 1, 2, 3, 4, 5, 7, 10, 29, 57, 64, 100, 128, 255, 512, 640, 641, 777)
_LENGTHS: tuple[Any, ...] = (
    *(1000, 1001, 1234, 4095, 4096, 4097, 5000, 5001, 8192, 10**4, 65536, 10**5),
    *(123457, 10**6, 2**20, 1000003, 10**7, 2**24 + 1, 10**9, 2**31 - 2, 2**31 - 1),
    *(2**31, 2**40, -1, -5, -100, 99.5, 100.0, 0.5, 1.5, *_SMALL),
)
_SHARES = (0.29, 0.57, 0.58, 0.3, 0.5, 0.25, 0.07, 0.14, 1.1, 30, 0.999999)


class Numbers:
    """Draws values for names, by chance.

    Args:
        random: the chance.
    """

    def __init__(self, random: Random) -> None:
        self._random = random

    def binding(self, names: Sequence[str], constants: Sequence[Any]) -> dict[str, Any]:
        """Numbers for names, of which some are multiples of others or of constants."""
        drawn: dict[str, Any] = {}
        for name in names:
            chance = self._random.random()
            if chance < 0.15 and constants:
                number = self._random.choice(constants)
                drawn[name] = self._near(number)
            elif chance < 0.3 and drawn:
                other = self._random.choice([*drawn.values()])
                with contextlib.suppress(Exception):
                    drawn[name] = self._related(other, constants)
            if name not in drawn:
                drawn[name] = self._number()
        for name in names:
            if name == "lengths":
                some = self._random.choices(_SMALL, k=self._random.randrange(4))
                drawn[name] = some
        return drawn

    def _near(self, number: Any) -> Any:
        with contextlib.suppress(OverflowError, ValueError, TypeError):
            ways = (number, number + 1, number - 1, -number, number * 2, number / 2)
            root = abs(number) ** 0.5
            return self._random.choice(
                (*ways, int(root), 1 / (number or 1), math.nextafter(number, math.inf))
            )
        return number

    def _related(self, other: Any, constants: Sequence[Any]) -> Any:
        by = self._random.choice([1, 2, 3, 10, *constants])
        return self._random.choice(
            (other, other * by, other + by, other - by, by - other, other // by)
        )

    def _number(self) -> Any:
        pool = self._random.choice((_RATES, _LENGTHS, _SHARES, None, None))
        if pool is not None:
            return self._random.choice(pool)
        number = 10 ** self._random.uniform(-5, 7) * self._random.choice((1, 1, 1, -1))
        return int(number) if self._random.random() < 0.6 else number
