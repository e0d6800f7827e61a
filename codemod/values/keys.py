"""The attributes and keys that lead from a name to what is read or set."""

from __future__ import annotations

import ast

from ..names.syntax import dict_entries, text_of
from .tree import Module

Keys = tuple[str, ...]

ANY = "?"  # a key that is computed


def outermost(module: Module, name: ast.expr) -> tuple[ast.expr, Keys, bool]:
    """Return the attribute or entry of a name that is used, with its keys."""
    node, keys = name, list[str]()
    while True:
        parent = module.scopes.parents[node]
        if isinstance(parent, ast.Attribute):
            keys.append(parent.attr)
        elif isinstance(parent, ast.Subscript) and parent.value is node:
            keys.append(text_of(parent.slice) or ANY)
        else:
            return node, tuple(keys), isinstance(node, ast.Attribute)
        node = parent


def matches(keys: Keys, asked: Keys) -> bool:
    """Whether some keys may be those that are asked for."""
    return len(keys) == len(asked) and all(
        one in (other, ANY) for one, other in zip(keys, asked, strict=True)
    )


def keys_given(module: Module, call: ast.Call) -> set[str] | None:
    """Return which keys a call of a dict's method changes, if they are written."""
    found: set[str] = set()
    for one in call.args:
        entries = dict_entries(one, module.scopes)
        text = text_of(one)
        if text is not None:
            return {text}  # of `setdefault`, or `pop`
        if entries is None or any(entry.text is None for entry in entries[1]):
            return None
        found |= {entry.text for entry in entries[1] if entry.text is not None}
    for keyword in call.keywords:
        if keyword.arg is None:
            return None
        found.add(keyword.arg)
    return found
