"""The attributes and keys that lead from a name to what is read or set."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from heapq import merge

from ..names.syntax import dict_entries, text_of
from .tree import Module

Keys = tuple[str, ...]

ANY = "?"  # a key that is computed
_CALLED = "()"  # a method that is called


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


def near(
    module: Module, names: Sequence[ast.Name], keys: Keys, *, called: bool
) -> Iterable[ast.Name]:
    """Return the uses of a name that may concern what is found by some keys, in order.

    Others take another attribute or entry of it.

    Args:
        module: where the name stands.
        names: all of its uses.
        keys: the keys from it to what is asked about.
        called: whether calls of its methods may concern it, too.
    """
    if not keys or not names:
        return names
    variable = names[0], len(names)
    if variable not in module.by_key:
        by_key = module.by_key[variable] = {}
        for number, name in enumerate(names):
            by_key.setdefault(_first(module, name), []).append((number, name))
    by_key = module.by_key[variable]
    firsts = {keys[0], ANY, _CALLED} if called else {keys[0], ANY}
    found = merge(*(by_key.get(first, ()) for first in firsts))
    return (name for _, name in found)


def _first(module: Module, name: ast.Name) -> str:
    """Return the key by which a use begins; any where it may concern all of them."""
    scopes = module.scopes
    node = scopes.parents[name]
    if isinstance(node, ast.Attribute):
        return _CALLED if scopes.is_called(node) else node.attr
    if isinstance(node, ast.Subscript) and node.value is name:
        return text_of(node.slice) or ANY
    return ANY


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
