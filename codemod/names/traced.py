"""Whether a name is a parameter of a function that JAX traces, in the same file."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .certain import imported_path
from .scopes import FUNCTION_NODES, Scope, ScopeTree

# What hands a tracer for each parameter to the function that is given first.
_TRACING = frozenset({"jax.jit", "jax.pmap", "jax.vmap", "jax.lax.scan"})
# With these some parameters keep their value.
_KEEPING = ("static_", "in_axes")


def traced_at(scopes: ScopeTree, node: ast.AST) -> int:
    """Return the line of what traces a parameter, or 0."""
    if not isinstance(node, ast.Name) or node not in scopes.scope_of:
        return 0
    owner = scopes.lookup(node.id, scopes.scope_of[node])
    binding = scopes.sole_binding(node)
    if owner is None or binding is None or binding.statement is not None:
        return 0
    if not isinstance(owner.node, FUNCTION_NODES):
        return 0
    lines = (one.lineno for one in _given_to(scopes, owner) if _traces(scopes, one))
    return next(lines, 0)


def _given_to(scopes: ScopeTree, owner: Scope) -> Iterator[ast.expr]:
    """Yield the decorators of a function, and the calls that take it first."""
    function = owner.node
    if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from function.decorator_list
        around = owner.parent
        key = (around, function.name) if around is not None else None
        handed: list[ast.AST] = [*scopes.uses_of.get(key, ())] if key else []
    else:
        handed = [function]
    for one in handed:
        call = scopes.parents.get(one)
        if isinstance(call, ast.Call) and call.args[:1] == [one]:
            yield call


def _traces(scopes: ScopeTree, node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        names = [keyword.arg or "" for keyword in node.keywords]
        if len(node.args) > 1 and imported_path(scopes, node.func) != "jax.lax.scan":
            return False
        if any(not name or name.startswith(_KEEPING) for name in names):
            return False
        node = node.func
    return imported_path(scopes, node) in _TRACING
