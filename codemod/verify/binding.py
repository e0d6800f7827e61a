"""A value for every free name of two calls, and what is known of such a binding."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .bounded import RefusedError

LONG_LIST = 20


@dataclass(frozen=True, slots=True)
class Binding:
    """A value for every free name."""

    values: Mapping[str, object]

    def lookup(self, name: str, scope: Mapping[str, object]) -> object:
        """The value of ``name``; in a comprehension, one for each round of it."""
        if name not in self.values:
            raise RefusedError(f"there are no values to sample for `{name}`")
        value = self.values[name]
        if not scope or isinstance(value, bool):
            return value
        shift = zlib.crc32(repr(sorted(scope.items())).encode()) % 11
        if isinstance(value, int):
            return value + shift
        return value * (1 + shift / 16) if isinstance(value, float) else value

    def with_values(self, values: Mapping[str, object]) -> Binding:
        """The same with other values for some names."""
        return Binding({**self.values, **values})

    def changed(self, change: Callable[[object], object]) -> Binding:
        """The same names with what each value is changed to."""
        return Binding({name: change(one) for name, one in self.values.items()})

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """The binding as a counterexample gives it."""
        return tuple((name, _shown(value)) for name, value in self.values.items())


@dataclass(frozen=True, slots=True)
class Trial:
    """What is known of a binding before any curve is computed.

    Attributes:
        builds: whether both calls return a schedule.
        plausible: whether every argument lies within its parameter's domain.
        suspicious: whether only one of the calls returns a schedule, or the curves'
            pieces meet at different steps, so that the curves differ as well if the
            calls are what they seem.
        dull: how many arguments would hide what the others do: a rate of 0, a warmup
            of no steps.
    """

    builds: bool = False
    plausible: bool = False
    suspicious: bool = False
    dull: int = 0


def _shown(value: object) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return f"float('{value}')"
    if isinstance(value, list) and len(value) > LONG_LIST:
        return f"a list of {len(value)} values"
    return repr(value)
