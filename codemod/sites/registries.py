"""Dicts of dicts, and what is looked up in them: ``**CONFIGS[name]``.

Which of its dicts that is, is not asked: it may be any.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from ..names.certain import sole_value
from ..names.scopes import ScopeTree
from ..names.syntax import Entry, dict_entries, looked_into


@dataclass(frozen=True, slots=True)
class LookedUp:
    """One of the dicts of a dict, or else a default.

    Attributes:
        registry: the name of the dict of dicts.
        default: what there is where it has none, if that is given.
    """

    registry: ast.Name
    default: Sequence[ast.expr] = ()


def looked_up(scopes: ScopeTree, node: ast.expr) -> LookedUp | None:
    """Return what ``CONFIGS[name]`` or ``CONFIGS.get(name)`` is one of."""
    default: Sequence[ast.expr] = ()
    if isinstance(node, ast.Subscript):
        held: ast.expr | None = node.value
    elif isinstance(node, ast.Call):
        held, default = looked_into(node), node.args[1:]
    else:
        return None
    if not isinstance(held, ast.Name):
        return None
    entries = entries_of(scopes, held)
    if not entries or not all(_is_dict(scopes, one.value) for one in entries):
        return None
    return LookedUp(held, default)


def entries_of(scopes: ScopeTree, name: ast.Name) -> Sequence[Entry] | None:
    """Return the parts of the dict that a name is given, if that is written once."""
    value = sole_value(scopes, name)
    found = dict_entries(value, scopes) if value is not None else None
    return found[1] if found is not None else None


def _is_dict(scopes: ScopeTree, node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return entries_of(scopes, node) is not None
    return dict_entries(node, scopes) is not None
