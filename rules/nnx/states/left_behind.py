"""What runs when a function is left, behind what it returns: `finally`, and `with`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ....codemod.names.scopes import FUNCTION_NODES
from ....codemod.names.syntax import last_name
from ....codemod.rule import Flow
from ..apis import api_of
from ..model_uses import LIBRARIES
from .changing import changing, may_change


def changes_on_leaving(flow: Flow, returned: ast.AST) -> bool:
    """Whether a model may change between where a function returns and its caller."""
    return any(_changes(flow, node) for node in _run_on_leaving(flow, returned))


def _run_on_leaving(flow: Flow, returned: ast.AST) -> Iterator[ast.AST]:
    inner = returned
    for outer in flow.scopes.ancestors(returned):
        if isinstance(outer, FUNCTION_NODES):
            return
        if isinstance(outer, ast.Try) and inner not in outer.finalbody:
            for statement in outer.finalbody:
                yield from ast.walk(statement)
        elif isinstance(outer, ast.With | ast.AsyncWith):
            yield from (item.context_expr for item in outer.items)
        inner = outer


def _changes(flow: Flow, node: ast.AST) -> bool:
    if may_change(node):
        return True
    if not isinstance(node, ast.Call):
        return False
    if api_of(flow, node.func).partition(".")[0] in LIBRARIES:
        return False
    return last_name(node.func) in changing(flow).names
