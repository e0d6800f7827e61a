"""Where a state ends that is passed to what the module does not define.

A library's function may hold it in what it makes, which is followed; a method that the
project has none of the name of uses it up, but for one that a container has; a function
of another file is looked at there.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from ....codemod.names.scopes import FUNCTION_NODES, Function
from ....codemod.names.syntax import last_name
from ....codemod.objects.functions import Called
from ....codemod.rule import Flow
from ..apis import api_of
from ..model_uses import LIBRARIES
from .changing import changing, defined_in
from .other_flows import flow_of
from .run_later import is_driven, is_late
from .state_within import Use
from .taken_state import uses_of_parameter, uses_of_state

_KEEPING = frozenset(
    {
        *("add", "append", "appendleft", "copy", "extend", "get", "insert", "pop"),
        *("push", "put", "setdefault", "submit", "update", "replace_by_pure_dict"),
    }
)
_MOST = 4  # files, or calls within each other, that a state is followed through


def known_uses(flow: Flow, taking: ast.expr) -> Iterator[Use]:
    """Yield the uses of a state, those by functions of other files, too."""
    for use in uses_of_state(flow, taking):
        of_project = use.passed is not None and _is_of_project(flow, use.passed)
        yield from _in_other_file(flow, use, 1) if of_project else [use]


def resolved(flow: Flow, taking: ast.expr, depth: int = 0) -> Iterator[Use]:
    """Yield the uses of a state, those of what a library has made of it, too."""
    for use in uses_of_state(flow, taking):
        yield from _ends(flow, use, depth)


def _ends(flow: Flow, use: Use, depth: int) -> Iterator[Use]:
    call = use.passed
    if call is None or depth > _MOST:
        yield use
    elif _is_used_up(flow, call):
        yield Use(use.taken, use.node)
    elif _is_of_library(flow, call):
        yield Use(use.taken, use.node)
        yield from resolved(flow, call, depth + 1)
    else:
        yield from _in_other_file(flow, use, depth + 1)


def _in_other_file(flow: Flow, use: Use, depth: int) -> Iterator[Use]:
    """Yield how functions of other files keep a state, or that they do not."""
    assert use.passed is not None
    driven = is_driven(flow, use.passed)
    functions = [*_defined_elsewhere(flow, use.node, use.passed)]
    keeping = (
        one.kept
        for other, function, name in functions
        for each in uses_of_parameter(other, function, name)
        for one in _ends(other, each, depth)
    )
    seen = functions and all(
        name and (driven or not is_late(other, function))
        for other, function, name in functions
    )
    yield use if not seen or any(keeping) else Use(use.taken, use.node)


def _is_used_up(flow: Flow, call: ast.Call) -> bool:
    """Whether a method is called that is none of the project, nor of a container."""
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if not method or method in _KEEPING or api_of(flow, call.func):
        return False
    return method not in changing(flow).defined


def _is_of_project(flow: Flow, call: ast.Call) -> bool:
    """Whether a function is called that is imported from another file."""
    path, project = api_of(flow, call.func), flow.resolver.project
    root = path.partition(".")[0]
    if not path or project is None or root in LIBRARIES:
        return False
    return project.file(flow.source.path, root, 0) is not None


def _is_of_library(flow: Flow, call: ast.Call) -> bool:
    """Whether a function is called that no file of the project defines."""
    path = api_of(flow, call.func)
    root, project = path.partition(".")[0], flow.resolver.project
    if not path or path == "nnx.merge":
        return False
    if "." not in path and hasattr(builtins, path):
        return True
    return project is None or project.file(flow.source.path, root, 0) is None


def _defined_elsewhere(
    flow: Flow, node: ast.expr, call: ast.Call
) -> Iterator[tuple[Flow, Function, str]]:
    """Yield the functions of other files that a call may run, and parameters."""
    name, project = last_name(call.func), flow.resolver.project
    if not name or project is None or name in defined_in(flow):
        return
    for source in project.connected(flow.source, name):
        if f"def {name}" not in source.text:
            continue
        other = flow_of(flow, source)
        for function in other.scopes.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
            if isinstance(function, FUNCTION_NODES) and _name(function) == name:
                yield other, function, _parameter(other, function, node, call)


def _name(function: Function) -> str:
    return getattr(function, "name", "")


def _parameter(flow: Flow, function: Function, node: ast.expr, call: ast.Call) -> str:
    """Return which parameter of a function gets an argument, or nothing."""
    is_method = isinstance(flow.scopes.parents[function], ast.ClassDef)
    given = Called(function, skipped=int(is_method)).bound(call)
    return next((to.arg for value, to in given if value is node and to), "")
