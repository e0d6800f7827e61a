"""Old names, still accepted: each use warns with the new name and the rule code.

The codes are those of the migration rules, so that a warning in a log can be
looked up, and fixed, with ``lrmigrate rule CODE``.
"""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def unchanged(value: Any, arguments: Mapping[str, Any]) -> Any:
    """Converts nothing: the new name takes the very value of the old one."""
    del arguments
    return value


def warn_old_name(owner: str, old: str, instead: str, code: str) -> None:
    """Warns at the first line outside this package on the way to the caller.

    Python's own filters show a warning once per line that it is attributed to, so
    each line of the user's code that must change is shown, once.

    Args:
        owner: The function that was called.
        old: The old name.
        instead: What to write instead.
        code: Code of the migration rule.
    """
    level, frame = 1, inspect.currentframe()
    while frame is not None and frame.f_globals.get("__package__") == __package__:
        level, frame = level + 1, frame.f_back
    warnings.warn(
        f"{owner}: {old} is deprecated, use {instead} ({code}).",
        DeprecationWarning,
        stacklevel=level,
    )


def both_names_error(owner: str, old: str, new: str) -> TypeError:
    """Returns the error for an argument given under both of its names."""
    return TypeError(
        f"{owner} got both {old} and {new}, its new name; pass {new} alone."
    )


def accepts_old_keyword(
    old: str,
    new: str,
    code: str,
    *,
    instead: str | None = None,
    convert: Callable[[Any, Mapping[str, Any]], Any] = unchanged,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Lets a function take the keyword ``old`` for its parameter ``new``.

    Neither ``inspect.signature`` nor a type checker sees the old keyword.

    Args:
        old: The old keyword.
        new: The parameter that it became.
        code: Code of the migration rule.
        instead: What the warning tells to write; ``new`` by default.
        convert: Makes the new value of the old value and all bound arguments.

    Returns:
        A decorator.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        owner = function.__name__

        @functools.wraps(function)
        def accepting(*args: P.args, **kwargs: P.kwargs) -> R:
            if old not in kwargs:
                return function(*args, **kwargs)
            value = kwargs.pop(old)
            if new in signature.bind_partial(*args, **kwargs).arguments:
                raise both_names_error(owner, old, new)
            kwargs[new] = value
            bound = signature.bind(*args, **kwargs)
            warn_old_name(owner, old, instead or new, code)
            bound.arguments[new] = convert(value, bound.arguments)
            return function(*bound.args, **bound.kwargs)

        return accepting

    return decorate
