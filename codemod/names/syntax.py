"""Small questions about one node."""

from __future__ import annotations

import ast

_DEEPEST = 100


def text_of(node: ast.AST) -> str | None:
    """Return the text of a string literal, or None for anything else."""
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else None


def written(node: ast.AST) -> str:
    """Return the source of a node, or three dots where it is nested too deeply."""
    return "..." if is_deep(node) else ast.unparse(node)


def shown(node: ast.AST) -> str:
    """Return as much of a node's source as a sentence has room for."""
    return written(node)[:40]


def is_deep(node: ast.AST) -> bool:
    """Whether a node is nested more deeply than Python's stack is sure to hold."""
    pending = [(node, 0)]
    while pending:
        outer, depth = pending.pop()
        if depth > _DEEPEST:
            return True
        pending += [(inner, depth + 1) for inner in ast.iter_child_nodes(outer)]
    return False
