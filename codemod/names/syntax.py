"""Small questions about one node."""

from __future__ import annotations

import ast


def text_of(node: ast.AST) -> str | None:
    """Return the text of a string literal, or None for anything else."""
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else None


def written(node: ast.AST) -> str:
    """Return the source of a node, or three dots where it is nested too deeply."""
    try:
        return ast.unparse(node)
    except RecursionError:
        return "..."


def shown(node: ast.AST) -> str:
    """Return as much of a node's source as a sentence has room for."""
    return written(node)[:40]
