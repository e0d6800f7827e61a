"""Whether a gradient transformation follows a metric: is there a plateau in it?"""

from __future__ import annotations

import ast

from ...codemod.rule import Flow
from .names import CHAIN, PLATEAU

_DEPTH = 6


def follows_metric(flow: Flow, node: ast.expr, depth: int = 0) -> bool:
    """Whether an expression certainly has `reduce_on_plateau` in it.

    Through names that are bound once, `optax.chain`, tuples, and what functions of
    the module return.
    """
    if depth > _DEPTH:
        return False
    if isinstance(node, ast.Call):
        return _is_made_with(flow, node, depth)
    if isinstance(node, ast.Name):
        binding = flow.scopes.sole_binding(node)
        value = binding.value if binding is not None else None
        return value is not None and follows_metric(flow, value, depth + 1)
    if isinstance(node, ast.IfExp):
        both = (node.body, node.orelse)
        return all(follows_metric(flow, one, depth + 1) for one in both)
    if isinstance(node, ast.Tuple):
        return any(follows_metric(flow, one, depth + 1) for one in node.elts)
    return False


def _is_made_with(flow: Flow, call: ast.Call, depth: int) -> bool:
    name = flow.functions.known(call.func)
    if name == PLATEAU:
        return True
    if name == CHAIN:
        return any(follows_metric(flow, one, depth + 1) for one in call.args)
    called = flow.functions.called(call.func)
    if called is None or isinstance(called.function, ast.Lambda):
        return False
    returns = [
        node.value
        for node in ast.walk(called.function)
        if isinstance(node, ast.Return) and node.value is not None
    ]
    own = [one for one in returns if flow.enclosing(one) is called.function]
    return bool(own) and all(follows_metric(flow, one, depth + 1) for one in own)
