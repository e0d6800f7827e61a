"""What an argument is, in numbers, as far as the project tells.

A value is known where nothing in sight can give another one. One that is stated with a
choice, as a default is, is known where it is supposed: see `judged`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

from ..model import Severity

if TYPE_CHECKING:
    from ..sites.site import Site
    from .rule import Report

_MOST_BITS = 512  # a product of two is a float yet
Check: TypeAlias = "Callable[[Site], Iterator[Report]]"


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is known; it may be None."""

    value: object


def known_value(site: Site, node: ast.expr) -> Known | None:
    """Return the value that an expression of a site's module has, or None."""
    stated = site.module.values.of(node)
    if stated is None or (stated.choice and site.supposed is None):
        return None
    if stated.choice and site.supposed is not None:
        site.supposed.update({one.name: str(one) for one in stated.places})
    return Known(stated.value)


def known_number(site: Site, node: ast.expr) -> int | float | None:
    """Return the number that an expression of a site's module is, or None."""
    known = known_value(site, node)
    if known is None or isinstance(known.value, bool):
        return None
    return known.value if is_number(known.value) else None


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number that can be computed with.

    No schedule counts to a whole number of hundreds of digits: no float holds what
    comes of it, and no message can say that.
    """
    if isinstance(value, int):
        return value.bit_length() <= _MOST_BITS
    return isinstance(value, float)


def judged(check: Check) -> Check:
    """Let a check look at values with a choice, and then at what is certain alone.

    What the first look alone finds is information, and says who states the values.
    What the second one finds as well, gets its numbers from the first.
    """

    @wraps(check)
    def look(site: Site) -> Iterator[Report]:
        places: dict[str, str] = {}
        supposed = [*check(replace(site, supposed=places))]
        if not places:  # nothing was supposed
            yield from supposed
            return
        certain = [*check(site)]
        said = " and ".join(f"`{name}` on {place}" for name, place in places.items())
        for report in supposed:
            same = next((one for one in certain if one.node is report.node), None)
            if same is not None:
                certain.remove(same)
            if same is not None and same.message == report.message:
                yield same
                continue
            severity = same.severity if same is not None else Severity.INFO
            message = f"{report.message} (by {said})"
            yield replace(report, message=message, severity=severity)
        yield from certain

    return look


def known_parts(site: Site, node: ast.expr) -> list[ast.expr] | None:
    """Return the parts of a list that is written out, as `list_parts` of its module."""
    return site.module.list_parts(node)
