"""Where a module takes a state from an object, by `nnx.state` or `nnx.split`."""

from __future__ import annotations

import ast

from ....codemod.names.origins import origins
from ....codemod.rule import Flow
from ..apis import api_of, paths_of

STATE, SPLIT = "nnx.state", "nnx.split"
_CONTEXTS = frozenset({"nnx.split_context", "nnx.graph.split_context"})


def takings(flow: Flow) -> list[ast.Call]:
    """Return the calls of a module that take a state from an object."""
    return flow.remember(_takings)


def _takings(flow: Flow) -> list[ast.Call]:
    return [
        node
        for node in flow.scopes.nodes(ast.Call)
        if node.args and takes_state(flow, node.func)
    ]


def takes_state(flow: Flow, callee: ast.expr) -> bool:
    """Whether an expression may be one of the functions that take a state."""
    if not paths_of(flow, callee).isdisjoint((STATE, SPLIT)):
        return True
    return "split_context" in flow.source.text and any(
        _is_of_context(flow, one) for one in (callee, *origins(flow.scopes, callee))
    )


def _is_of_context(flow: Flow, callee: ast.AST) -> bool:
    """Whether a method splits, of what `nnx.split_context` gives."""
    if not isinstance(callee, ast.Attribute) or callee.attr != "split":
        return False
    return any(
        isinstance(item := flow.scopes.parents.get(one), ast.withitem)
        and _is_context(flow, item.context_expr)
        for one in origins(flow.scopes, callee.value)
    )


def _is_context(flow: Flow, made: ast.AST) -> bool:
    return isinstance(made, ast.Call) and api_of(flow, made.func) in _CONTEXTS


def _is_bound_by_with(flow: Flow, made: ast.Call) -> bool:
    item = flow.scopes.parents[made]
    names = ast.Name | None
    return isinstance(item, ast.withitem) and isinstance(item.optional_vars, names)


def handed_on(flow: Flow) -> list[ast.expr]:
    """Return where a function that takes a state is given to something else."""
    return flow.remember(_handed_on)


def _handed_on(flow: Flow) -> list[ast.expr]:
    given = [
        node
        for node in flow.scopes.nodes(ast.Attribute, ast.Name)
        if isinstance(flow.scopes.parents[node], ast.Call | ast.keyword)
        if getattr(flow.scopes.parents[node], "func", None) is not node
        if takes_state(flow, node)
    ]
    contexts = [node for node in flow.scopes.nodes(ast.Call) if _is_context(flow, node)]
    return given + [one for one in contexts if not _is_bound_by_with(flow, one)]
