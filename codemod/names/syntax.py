"""Small questions about one node."""

from __future__ import annotations

import ast


def text_of(node: ast.AST) -> str | None:
    """Return the text of a string literal, or None for anything else."""
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else None
