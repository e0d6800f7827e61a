"""What a module calls and defines, by the last names of it."""

from __future__ import annotations

import ast

from ....codemod.names.scopes import FUNCTION_NODES
from ....codemod.names.syntax import last_name
from ....codemod.rule import Flow


def calls_by_name(flow: Flow) -> dict[str, list[ast.Call]]:
    """Return all calls of a module by the last names of what they call."""
    calls: dict[str, list[ast.Call]] = {}
    for node in flow.scopes.nodes(ast.Call):
        calls.setdefault(last_name(node.func), []).append(node)
    return calls


def functions_in(flow: Flow) -> dict[str, frozenset[str]]:
    """Return the names of the functions in each function of a module."""
    found: dict[str, set[str]] = {}
    for node in flow.scopes.nodes(ast.FunctionDef):
        for outer in flow.scopes.ancestors(node):
            if isinstance(outer, FUNCTION_NODES):
                inner = found.setdefault(getattr(outer, "name", ""), set())
                inner.add(getattr(node, "name", ""))
    return {name: frozenset(inner) for name, inner in found.items()}
