"""Whether code goes on where a call raises, or even expects that it does."""

from __future__ import annotations

import ast
import re

from .scopes import ScopeTree

_CAUGHT = re.compile(
    r"\b((Base)?Exception|(Attribute|Import|ModuleNotFound|Type|Value)Error)\b"
)
_EXPECTED = re.compile(r"[rR]aises|suppress")


def is_tried(scopes: ScopeTree, node: ast.AST) -> bool:
    """Whether a ``try`` or ``with`` around ``node`` takes an error into account."""
    inner = node
    for outer in scopes.ancestors(node):
        if isinstance(outer, (ast.Try, ast.TryStar)) and inner in outer.body:
            for handler in outer.handlers:
                if handler.type is None or _CAUGHT.search(ast.unparse(handler.type)):
                    return True
        if isinstance(outer, (ast.With, ast.AsyncWith)) and any(
            _EXPECTED.search(ast.unparse(item.context_expr)) for item in outer.items
        ):
            return True
        inner = outer
    return False
