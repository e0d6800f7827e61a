"""Where a function, or a partial of it, goes out of sight."""

from __future__ import annotations

import ast

from ..names.resolver import Resolver
from .gin_texts import is_gins

_STORED = {
    ast.Call: "is passed to another function",
    ast.keyword: "is passed to another function",
    ast.Return: "is returned",
    ast.Dict: "is stored in a dict",
    ast.List: "is stored in a list",
    ast.Tuple: "is stored in a tuple",
}


def escape(resolver: Resolver, node: ast.expr) -> str:
    """Return in a clause where an expression goes, with the line."""
    parent = resolver.scopes.parents[node]
    line = getattr(parent, "lineno", node.lineno)
    return f"{_STORED.get(type(parent), 'goes out of sight')} on line {line}"


def registered(resolver: Resolver, node: ast.expr) -> str:
    """Return that gin files bind what an expression is by its name, or nothing."""
    parent = resolver.scopes.parents[node]
    of_gin = isinstance(parent, ast.Call) and is_gins(resolver, parent)
    return "gin registers it by this name" if of_gin else ""
