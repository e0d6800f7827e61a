"""Dicts that hold functions for later, and are only looked up in."""

from __future__ import annotations

import ast

from .lists import only_looks
from .meaning import Key
from .scopes import ScopeTree


def registry(scopes: ScopeTree, node: ast.expr) -> tuple[Key, ast.Dict] | None:
    """Return the dict display behind a name that is only looked up in."""
    if not isinstance(node, ast.Name):
        return None
    binding = scopes.sole_binding(node)
    if binding is None or not isinstance(binding.value, ast.Dict):
        return None
    statement = binding.statement
    if isinstance(statement, ast.Assign) and len(statement.targets) > 1:
        return None
    owner = scopes.lookup(node.id, scopes.scope_of[node])
    assert owner is not None
    key = (owner, node.id)
    looked_up = all(_only_looks(scopes, use) for use in scopes.uses_of[key])
    return (key, binding.value) if looked_up else None


def _only_looks(scopes: ScopeTree, use: ast.Name) -> bool:
    if isinstance(use.ctx, ast.Store):
        return True
    parent = scopes.parents[use]
    if isinstance(parent, ast.Subscript):
        return parent.value is use and isinstance(parent.ctx, ast.Load)
    if isinstance(parent, ast.Compare):
        return use in parent.comparators
    if isinstance(parent, ast.Attribute):
        return parent.attr == "keys"
    if isinstance(parent, ast.Call) and use in parent.args:
        function = parent.func
        join = isinstance(function, ast.Attribute) and function.attr == "join"
        return join or only_looks(scopes, function)
    return isinstance(parent, ast.FormattedValue)
