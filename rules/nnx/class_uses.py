"""Where a module does more with the class of an optimizer than to make one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.names.syntax import shown
from ...codemod.rule import Flow
from .apis import api_of
from .names import NNX_MODULES, OPTIMIZERS, PATHS

# What a class may be given to without being changed or looked into.
_ASK = frozenset(
    {"isinstance", "issubclass", "functools.partial", "typing.cast", "getattr"}
)

_NAMED = (ast.Name, ast.Attribute)


def held_class(flow: Flow, callee: ast.expr) -> str:
    """Return how a class is had otherwise than of its module, or nothing.

    Beside `Config.optimizer` no other class of that module is found.
    """
    if not isinstance(callee, ast.Attribute):
        return ""
    owner = flow.resolver.expression(callee.value)
    if owner is not None and f"{owner.path}.{callee.attr}" in PATHS:
        return ""
    return f"`{shown(callee)}` stands for the class on line {callee.lineno}"


def class_used(flow: Flow) -> Iterator[str]:
    """Yield where the class itself is given to something that is not listed."""
    yield from flow.remember(_class_used)


def _class_used(flow: Flow) -> list[str]:
    found = []
    for node in flow.scopes.nodes(*_NAMED):
        parent = flow.scopes.parents[node]
        if isinstance(parent, ast.keyword):
            parent = flow.scopes.parents[parent]
        if not isinstance(parent, ast.Call) or parent.func is node:
            continue
        if _is_theirs(flow, node) and api_of(flow, parent.func) not in _ASK:
            where = f"on line {node.lineno}"
            found.append(f"`{shown(node)}` is given to `{shown(parent.func)}` {where}")
    return found


def _is_theirs(flow: Flow, node: ast.expr) -> bool:
    """Whether an expression is an optimizer's class, or the module that has them."""
    meaning = flow.resolver.expression(node)
    if meaning is not None and meaning.path in NNX_MODULES:
        return True
    return flow.functions.known(node) in OPTIMIZERS
