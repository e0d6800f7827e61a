"""From an expression back to what gave it its value, through the names on the way."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .meaning import Key
from .scopes import ScopeTree

Asked = ast.AST | Key


def origins(scopes: ScopeTree, node: Asked) -> list[ast.AST]:
    """Return all that may give an expression or a name its value, in source order.

    Through names, walruses and conditions, to an expression of another kind or to
    what binds a name otherwise: a function, a class, a parameter, an import. A name
    that nothing here binds is its own origin. What leads back to itself alone has
    none.
    """
    found: dict[ast.AST, None] = {}
    seen: set[Asked] = set()
    pending = [node]
    while pending:
        one = pending.pop()
        if one in seen:
            continue
        seen.add(one)
        before = list(_before(scopes, one))
        pending.extend(reversed(before))
        if not before and isinstance(one, ast.AST):
            found[one] = None
    return list(found)


def origin(scopes: ScopeTree, node: ast.AST) -> ast.AST | None:
    """Return what alone gives an expression its value, or None."""
    found = origins(scopes, node)
    return found[0] if len(found) == 1 else None


def bound_name(scopes: ScopeTree, node: ast.AST) -> Asked:
    """Return the name that an expression reads, with its scope, or the expression.

    All uses of a name have the same origins, so it is enough to ask for one.
    """
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return node
    owner = scopes.lookup(node.id, scopes.scope_of[node])
    return node if owner is None else (owner, node.id)


def _before(scopes: ScopeTree, node: Asked) -> Iterator[Asked]:
    """Yield what ``node`` has its value from, where it only passes it on."""
    if isinstance(node, tuple):
        for binding in node[0].bindings[node[1]]:
            yield binding.value if binding.value is not None else binding.node
    elif isinstance(node, ast.NamedExpr):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    elif isinstance(node, ast.BoolOp):
        yield from node.values
    elif (name := bound_name(scopes, node)) is not node:
        yield name
