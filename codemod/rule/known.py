"""What an argument is, in numbers, as far as the project tells.

A value is known where nothing in sight can give another one. One that is stated with a
choice, as a default is, is known where it is supposed: see `judged`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, TypeAlias

from ..model import Severity
from ..names.certain import sole_value
from ..names.scopes import ScopeTree

if TYPE_CHECKING:
    from ..sites.site import Site
    from .rule import Report

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
        site.supposed.update(stated.places)
    return Known(stated.value)


def known_number(site: Site, node: ast.expr) -> int | float | None:
    """Return the number that an expression of a site's module is, or None."""
    known = known_value(site, node)
    if known is None or isinstance(known.value, bool):
        return None
    return known.value if isinstance(known.value, (int, float)) else None


def judged(check: Check) -> Check:
    """Let a check look twice: at what is certain, and at values with a choice.

    What the second look alone finds is information, and says who states the values.
    What the first one finds as well, gets its numbers from the second.
    """

    @wraps(check)
    def look(site: Site) -> Iterator[Report]:
        certain, places = [*check(site)], dict[str, str]()
        supposed = [*check(replace(site, supposed=places))]
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


def _is_read_once(scopes: ScopeTree, name: ast.Name) -> bool:
    """Whether a name is bound, and read here, and nothing else is done with it."""
    owner = scopes.lookup(name.id, scopes.scope_of[name])
    return owner is not None and len(scopes.uses_of.get((owner, name.id), ())) == 2


def known_parts(site: Site, node: ast.expr) -> list[ast.expr] | None:
    """Return the parts of a list that is written out, here or for a name read here."""
    scopes = site.module.scopes
    if isinstance(node, ast.Name) and node in scopes.scope_of:
        value = sole_value(scopes, node)
        if value is None or not _is_read_once(scopes, node):
            return None
        node = value
    if not isinstance(node, (ast.List, ast.Tuple)):
        return None
    return None if any(isinstance(one, ast.Starred) for one in node.elts) else node.elts
