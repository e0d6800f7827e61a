"""Small questions about one node: what it says, and what a dict is written of.

In ``dict(**base, steps=9)`` there are two entries: a ``**`` part, whose value is
``base``, and ``steps``, whose key is the keyword. In ``{key: 1}`` there is one,
whose text is not known.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from .scopes import ScopeTree

_DEEPEST = 100
_LEAVES = (ast.Constant, ast.Name, ast.expr_context, ast.operator)


def text_of(node: ast.AST) -> str | None:
    """Return the text of a string literal, or None for anything else."""
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else None


def is_named(node: ast.AST, *names: str) -> bool:
    """Whether a node is a plain name, and one of these."""
    return isinstance(node, ast.Name) and node.id in names


def last_name(node: ast.AST | None) -> str:
    """Return ``c`` of ``a.b.c``, a plain name as it is, and nothing of what is else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def written(node: ast.AST) -> str:
    """Return the source of a node, or three dots where it is nested too deeply."""
    return "..." if is_deep(node) else ast.unparse(node)


def shown(node: ast.AST) -> str:
    """Return as much of a node's source as a sentence has room for."""
    text = written(node)
    return text if len(text) <= 40 else f"{text[:37]}..."


def is_deep(node: ast.AST) -> bool:
    """Whether a node is nested more deeply than Python's stack is sure to hold."""
    pending = [(node, 0)]
    while pending:
        outer, depth = pending.pop()
        if depth > _DEEPEST:
            return True
        if not isinstance(outer, _LEAVES):
            pending += [(inner, depth + 1) for inner in ast.iter_child_nodes(outer)]
    return False


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of a dict, as a display or the keywords of a call write it.

    Attributes:
        key: what names it, an expression or the keyword; None for a ``**`` part.
        text: what the key says; None where that is computed, and for a ``**`` part.
        value: what is given; of a ``**`` part, the dict that is unpacked.
        index: its place in the display, or among the call's arguments, as written.
    """

    key: ast.expr | ast.keyword | None
    text: str | None
    value: ast.expr
    index: int


def dict_entries(
    node: ast.expr, scopes: ScopeTree
) -> tuple[ast.Dict | ast.Call, list[Entry]] | None:
    """Return a dict display or ``dict(...)`` call with its parts, if it is one."""
    if isinstance(node, ast.Dict):
        return node, list(display_entries(node))
    if _is_dict_call(node) and is_builtin(scopes, node.func):
        return node, list(keyword_entries(node))
    return None


def display_entries(display: ast.Dict) -> Iterator[Entry]:
    """Yield the parts of a dict display."""
    parts = zip(display.keys, display.values, strict=True)
    for index, (key, value) in enumerate(parts):
        yield Entry(key, None if key is None else text_of(key), value, index)


def keyword_entries(call: ast.Call) -> Iterator[Entry]:
    """Yield what a call is given by name, and its ``**`` parts."""
    for index, node in enumerate(written_arguments(call)):
        if isinstance(node, ast.keyword):
            key = None if node.arg is None else node
            yield Entry(key, node.arg, node.value, index)


def written_arguments(call: ast.Call) -> list[ast.expr | ast.keyword]:
    """Return a call's arguments in the order in which they are written."""
    given: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    return sorted(given, key=lambda node: (node.lineno, node.col_offset))


def _is_dict_call(node: ast.expr) -> TypeGuard[ast.Call]:
    """Whether ``node`` reads ``dict(...)``, with keywords only."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "dict"
        and not node.args
    )


def is_builtin(scopes: ScopeTree, name: ast.expr) -> bool:
    """Whether nothing in the module binds what reads like a builtin's name."""
    if not isinstance(name, ast.Name):
        return False
    scope = scopes.scope_of.get(name)
    return scope is None or scopes.lookup(name.id, scope) is None


def looked_into(call: ast.Call) -> ast.expr | None:
    """Return what a call of ``get`` with no more than a key and a default is of."""
    plain = not call.keywords and len(call.args) in (1, 2)
    if not plain or any(isinstance(one, ast.Starred) for one in call.args):
        return None
    func = call.func
    return (
        func.value if isinstance(func, ast.Attribute) and func.attr == "get" else None
    )


def root_of(node: ast.AST) -> ast.Name | None:
    """Return the name that attributes and entries are taken of, or None."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node if isinstance(node, ast.Name) else None
