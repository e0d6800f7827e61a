"""Why the tree states no value for an expression, in words."""

from __future__ import annotations

import ast

from ..names.scopes import FUNCTION_NODES
from .spots import Spot


def why_unstated(origin: Spot, leaf: ast.expr) -> str:
    """Return why an expression has no stated value.

    Args:
        origin: where all steps from it end.
        leaf: the expression.
    """
    text = f"`{ast.unparse(leaf)}`"
    if isinstance(origin.node, ast.arg):
        module = origin.module
        function = module.scopes.parents[module.scopes.parents[origin.node]]
        name = getattr(function, "name", "a lambda")
        if isinstance(function, FUNCTION_NODES):
            return f"{text} comes from the callers of `{name}`"
    return f"{text} is not stated"
