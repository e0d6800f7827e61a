"""The value that the code states for an expression, as far as one file tells.

This is the one place that says what an argument's value is: literals, names that are
bound once to such, and arithmetic of them. Nothing of the user's is run.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..names.certain import stated
from ..names.scopes import ScopeTree
from ..names.syntax import is_builtin, is_deep
from ..verify.bounded import EvaluationError, RefusedError
from ..verify.call import parse_call
from ..verify.evaluate import evaluate_arguments

if TYPE_CHECKING:
    from ..sites.site import Site

_DEEPEST = 20  # names behind names
_LASTING = (int, float, str, tuple, type(None))  # which nobody can change
_FILLED = (list, dict, set)


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is known; it may be None."""

    value: object


def known_value(site: Site, node: ast.expr) -> Known | None:
    """Return the value that an expression of a site's module has, or None."""
    try:
        return Known(_value(site.module.scopes, node, 0))
    except EvaluationError:
        return None


def known_number(site: Site, node: ast.expr) -> int | float | None:
    """Return the number that an expression of a site's module is, or None."""
    known = known_value(site, node)
    if known is None or isinstance(known.value, bool):
        return None
    return known.value if isinstance(known.value, (int, float)) else None


def _is_read_once(scopes: ScopeTree, name: ast.Name) -> bool:
    """Whether a name is bound, and read here, and nothing else is done with it."""
    owner = scopes.lookup(name.id, scopes.scope_of[name])
    return owner is not None and len(scopes.uses_of.get((owner, name.id), ())) == 2


def known_parts(site: Site, node: ast.expr) -> list[ast.expr] | None:
    """Return the parts of a list that is written out, here or for a name read here."""
    scopes = site.module.scopes
    if isinstance(node, ast.Name) and node in scopes.scope_of:
        value = stated(scopes, node)
        if value is None or not _is_read_once(scopes, node):
            return None
        node = value
    if not isinstance(node, (ast.List, ast.Tuple)):
        return None
    return None if any(isinstance(one, ast.Starred) for one in node.elts) else node.elts


def _value(scopes: ScopeTree, node: ast.expr, depth: int) -> object:
    """Evaluate an expression.

    Raises:
        EvaluationError: its value is not known.
    """
    if isinstance(node, ast.Constant):
        return node.value
    if depth > _DEEPEST or is_deep(node):
        raise RefusedError("it is nested too deeply")
    names = _names(scopes, node)

    def looked_up(name: str, _: object) -> object:
        value = stated(scopes, names[name]) if name in names else None
        if value is None:
            raise RefusedError(f"`{name}` is not known")
        found = _value(scopes, value, depth + 1)
        filled = isinstance(found, _FILLED) and _is_read_once(scopes, names[name])
        if not filled and not isinstance(found, _LASTING):
            raise RefusedError(f"`{name}` may hold something else by now")
        return found

    (value,), _ = evaluate_arguments(parse_call(f"f({ast.unparse(node)})"), looked_up)
    return value


def _names(scopes: ScopeTree, node: ast.expr) -> dict[str, ast.Name]:
    """Return a place of each name that an expression reads.

    Raises:
        EvaluationError: it calls what is not a builtin.
    """
    names: dict[str, ast.Name] = {}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            names.setdefault(inner.id, inner)
        elif isinstance(inner, ast.Call) and not is_builtin(scopes, inner.func):
            raise RefusedError("it calls something")
    return names
