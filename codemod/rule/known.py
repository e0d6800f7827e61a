"""What an argument is, in numbers, as far as the project tells.

A value is known where nothing in sight can give another one. One that is stated with a
choice, as a default is, serves a message, and no judgement.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..names.certain import sole_value
from ..names.scopes import ScopeTree

if TYPE_CHECKING:
    from ..sites.site import Site


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is known; it may be None."""

    value: object


def known_value(site: Site, node: ast.expr) -> Known | None:
    """Return the value that an expression of a site's module has, or None."""
    stated = site.module.values.of(node)
    return None if stated is None or stated.choice else Known(stated.value)


def known_number(site: Site, node: ast.expr) -> int | float | None:
    """Return the number that an expression of a site's module is, or None."""
    known = known_value(site, node)
    if known is None or isinstance(known.value, bool):
        return None
    return known.value if isinstance(known.value, (int, float)) else None


def as_stated(site: Site, *nodes: ast.expr) -> str:
    """Return where the values of expressions are stated, for a message; or nothing.

    That is for values with a choice: others need no word.
    """
    found = [site.module.values.of(node) for node in nodes]
    places = dict.fromkeys(
        f"`{name}` on {place}"
        for stated in found
        if stated is not None and stated.choice
        for name, place in stated.places
    )
    return f"by {' and '.join(places)}" if places else ""


def stated_number(site: Site, node: ast.expr) -> int | float | None:
    """Return the number that the project states for an expression, or None.

    Other than one that is known, it may be a default, or what a flag replaces.
    """
    stated = site.module.values.of(node)
    value = stated.value if stated is not None else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value


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
