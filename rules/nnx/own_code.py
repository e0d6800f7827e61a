"""Whether what a call runs is code of the project, which is seen."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from ...codemod.names.origins import origins
from ...codemod.names.scopes import FUNCTION_NODES
from ...codemod.names.syntax import is_builtin
from ...codemod.rule import Flow


def is_of_project(flow: Flow, callee: ast.expr) -> bool:
    """Whether all that a callee may be is defined in code that is seen."""
    seen: set[ast.AST] = set()
    pending: list[ast.AST] = [callee]
    while pending:
        for node in origins(flow.scopes, pending.pop()):
            if node in seen:
                continue
            seen.add(node)
            held = [*_held(flow, node)]
            pending += held
            if not held and not _is_seen(flow, node):
                return False
    return True


def _held(flow: Flow, node: ast.AST) -> Iterator[ast.AST]:
    """Yield what the module gives for a parameter, or keeps in a dict of functions."""
    if isinstance(node, ast.arg):
        around = flow.scopes.ancestors(node)
        function = next(one for one in around if isinstance(one, FUNCTION_NODES))
        for call, called in flow.callers(function):
            for value, parameter in called.bound(call):
                if parameter is node:
                    yield value
    elif isinstance(node, ast.Subscript):
        for one in origins(flow.scopes, node.value):
            if isinstance(one, ast.Dict):
                yield from one.values


def _is_seen(flow: Flow, node: ast.AST) -> bool:
    return isinstance(node, (ast.arg, *FUNCTION_NODES)) or _is_defined(flow, node)


def _is_defined(flow: Flow, callee: ast.AST) -> bool:
    """Whether code that is seen defines a function.

    The module does, or a file that it is connected with, or nothing, as in a snippet.
    """
    if isinstance(callee, ast.Call) and callee.args:  # a wrapper of one
        callee = callee.args[0]
    name = str(
        getattr(callee, "attr", getattr(callee, "id", getattr(callee, "name", "")))
    )
    if not name:
        return False
    if _is_unbound(flow, callee):
        return True
    defines = re.compile(rf"^\s*(?:async\s+)?(?:def|class)\s+{re.escape(name)}\b", re.M)
    if defines.search(flow.source.text):
        return True
    project = flow.resolver.project
    sources = project.connected(flow.source, name) if project is not None else ()
    return any(defines.search(source.text) for source in sources)


def _is_unbound(flow: Flow, callee: ast.AST) -> bool:
    """Whether nothing gives a name a value, not even an import of all names."""
    unbound = isinstance(callee, ast.Name) and is_builtin(flow.scopes, callee)
    known = hasattr(builtins, getattr(callee, "id", ""))
    return unbound and not known and not flow.scopes.module.stars
