"""`float(x)` in the modules of a library, where x may be a symbol.

Python's own makes a plain number of it.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from .symbols import Symbol


class _LikeFloat(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, float)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, float)


class _Float(metaclass=_LikeFloat):
    """`float` that knows of symbols: Python's own makes a plain number of one."""

    def __new__(cls, number: Any = 0.0) -> Any:
        if isinstance(number, Symbol):
            return number.ledger.as_float(number)
        return float(number)


@contextlib.contextmanager
def floats_of_symbols(packages: Sequence[str]) -> Iterator[None]:
    """Let the `float(x)` of these packages' modules take a symbol.

    Where another module calls it on one, that is a leak.
    """
    changed = [names for names in _modules(*packages) if "float" not in names]
    for names in changed:
        names["float"] = _Float
    try:
        yield
    finally:
        for names in changed:
            del names["float"]


@functools.cache
def _modules(*packages: str) -> list[dict[str, Any]]:
    """The names of all modules of some packages, which are imported by now."""
    return [
        vars(module)
        for name, module in [*sys.modules.items()]
        if any(name == one or name.startswith(f"{one}.") for one in packages)
        and hasattr(module, "__dict__")
    ]
