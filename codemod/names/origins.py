"""From an expression back to what gave it its value, through the names on the way."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scopes import ScopeTree


def origins(scopes: ScopeTree, node: ast.AST) -> list[ast.AST]:
    """Return all that may give an expression its value, in source order.

    Through names, walruses and conditions, to an expression of another kind or to
    what binds a name otherwise: a function, a class, a parameter, an import. A name
    that nothing here binds is its own origin. What leads back to itself alone has
    none.
    """
    found: dict[ast.AST, None] = {}
    seen: set[ast.AST] = set()
    pending = [node]
    while pending:
        one = pending.pop()
        if one in seen:
            continue
        seen.add(one)
        before = list(_before(scopes, one))
        pending.extend(reversed(before))
        if not before:
            found[one] = None
    return list(found)


def origin(scopes: ScopeTree, node: ast.AST) -> ast.AST | None:
    """Return what alone gives an expression its value, or None."""
    found = origins(scopes, node)
    return found[0] if len(found) == 1 else None


def _before(scopes: ScopeTree, node: ast.AST) -> Iterator[ast.AST]:
    """Yield what ``node`` has its value from, where it only passes it on."""
    if isinstance(node, ast.NamedExpr):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    elif isinstance(node, ast.BoolOp):
        yield from node.values
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        owner = scopes.lookup(node.id, scopes.scope_of[node])
        for binding in owner.bindings[node.id] if owner is not None else ():
            yield binding.value if binding.value is not None else binding.node
