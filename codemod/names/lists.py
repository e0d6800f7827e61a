"""Builtins that say something of a module by being used in it."""

from __future__ import annotations

import ast

from .scopes import ScopeTree
from .syntax import is_builtin

# What can give any name of the module, or any attribute, another value.
_OPENERS = frozenset({"globals", "locals", "vars", "eval", "exec", "setattr"})
# What looks at a value, or at what is in it, and keeps nothing of it.
_LOOKS_ONLY = frozenset(
    {
        *("id", "isinstance", "len", "list", "print", "repr"),
        *("set", "sorted", "str", "tuple"),
    }
)


def opener(scopes: ScopeTree) -> str:
    """Return why some call can reach every name of a module, or nothing."""
    used = {name.id for name, _ in scopes.uses}
    if found := sorted(_OPENERS & used):
        return f"the module calls `{found[0]}`, which can reach every name"
    if "__name__" in used and any(map(_is_own_module, scopes.parents)):
        return "the module uses `[__name__]`, by which every name can be reached"
    return ""


def only_looks(scopes: ScopeTree, function: ast.expr) -> bool:
    """Whether a function is a builtin that only looks at what it is given."""
    named = isinstance(function, ast.Name) and function.id in _LOOKS_ONLY
    return named and is_builtin(scopes, function)


def _is_own_module(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Name)
        and node.slice.id == "__name__"
    )
