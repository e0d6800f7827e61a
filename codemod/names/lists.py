"""Builtins that only look at what they are given."""

from __future__ import annotations

import ast

from .scopes import ScopeTree
from .syntax import is_builtin

# What looks at a value, or at what is in it, and keeps nothing of it.
_LOOKS_ONLY = frozenset(
    {
        *("id", "isinstance", "len", "list", "print", "repr"),
        *("set", "sorted", "str", "tuple"),
    }
)


def only_looks(scopes: ScopeTree, function: ast.expr) -> bool:
    """Whether a function is a builtin that only looks at what it is given."""
    named = isinstance(function, ast.Name) and function.id in _LOOKS_ONLY
    return named and is_builtin(scopes, function)
