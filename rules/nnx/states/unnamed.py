"""Functions that a call runs without their name: those of an object that is called.

``trainer(x)`` runs `__call__` of its class, and ``Trainer(model)`` runs `__init__`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ....codemod.names.definitions import Method
from ....codemod.names.meaning import Key
from ....codemod.names.origins import bound_name, origins
from ....codemod.names.syntax import last_name
from ....codemod.rule import Flow
from .changing import called

_CONTEXTS = frozenset({"asynccontextmanager", "contextmanager"})
_PUTTING = frozenset({"add", "append", "extend", "insert", "register", "setdefault"})
_TAKING_OUT = frozenset({"get", "next", "pop", "popleft"})
_MAKING = frozenset({"__init__", "__post_init__"})
_CALLED = _MAKING | {"__call__"}


def run_as(flow: Flow, function: ast.AST | None) -> Iterator[str]:
    """Yield by which names a function is run: its own, or by that of its class."""
    name = getattr(function, "name", "")
    if name:
        yield name
    if isinstance(function, ast.Lambda):
        assigned = flow.scopes.parents[function]
        yield from map(last_name, getattr(assigned, "targets", ()))
    definition = flow.scopes.parents.get(function) if function is not None else None
    if isinstance(definition, ast.ClassDef) and name in _CALLED:
        for one in _with_derived(flow, definition.name):
            yield one if name in _MAKING else called(one)


def _with_derived(flow: Flow, name: str) -> list[str]:
    """Return the name of a class, and those of the classes derived from it."""
    derived, found = flow.remember(_derived), [name]
    for one in found:  # which grows under way
        found += [other for other in derived.get(one, ()) if other not in found]
    return found


def _derived(flow: Flow) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in flow.scopes.nodes(ast.ClassDef):
        for base in node.bases:
            found.setdefault(last_name(base), []).append(node.name)
    return found


def hidden(flow: Flow) -> frozenset[str]:
    """Return the functions of a module that run where no call is: `__exit__`, say."""
    found: list[Method] = [*flow.scopes.nodes(ast.FunctionDef)]
    found += flow.scopes.nodes(ast.AsyncFunctionDef)
    return frozenset(one.name for one in found if _is_hidden(one))


def _is_hidden(function: Method) -> bool:
    if function.name[:2] == function.name[-2:] == "__":
        return function.name not in _CALLED
    decorators = map(last_name, function.decorator_list)
    return any(one in _CONTEXTS for one in decorators)


def _stored(flow: Flow) -> frozenset[str]:
    """Return the names that a module puts into lists and the like."""
    return frozenset(
        node.id
        for node in flow.scopes.nodes(ast.Name)
        if isinstance(node.ctx, ast.Load) and _is_stored(flow, node)
    )


def _is_stored(flow: Flow, node: ast.Name) -> bool:
    parent = flow.scopes.parents[node]
    if isinstance(parent, ast.Assign):
        return any(isinstance(one, ast.Subscript) for one in parent.targets)
    if isinstance(parent, ast.Call):
        return last_name(parent.func) in _PUTTING and parent.func is not node
    return isinstance(parent, ast.List | ast.Tuple | ast.Set | ast.Dict)


def may_be_stored(flow: Flow, callee: ast.expr, names: frozenset[str]) -> bool:
    """Whether what is called may come out of a list that has one of some functions."""
    if names.isdisjoint(flow.remember(_stored)):
        return False
    if isinstance(callee, ast.Subscript):
        return True
    if isinstance(callee, ast.Call):
        return last_name(callee.func) in _TAKING_OUT
    return isinstance(callee, ast.Name) and any(
        isinstance(one, ast.Name | ast.Subscript)
        or (isinstance(one, ast.Call) and last_name(one.func) in _TAKING_OUT)
        for one in origins(flow.scopes, callee)
        if one is not callee
    )


def calls_of_objects(flow: Flow) -> dict[str, list[ast.Call]]:
    """Return the calls of what a class of the module has made, by its `called` name."""
    known: dict[ast.AST | Key, frozenset[str]] = {}
    found: dict[str, list[ast.Call]] = {}
    for node in flow.scopes.nodes(ast.Call):
        asked = bound_name(flow.scopes, node.func)
        if asked not in known:
            known[asked] = frozenset(_makers(flow, node.func))
        for name in known[asked]:
            found.setdefault(called(name), []).append(node)
    return found


def _makers(flow: Flow, callee: ast.expr) -> Iterator[str]:
    """Yield the classes of the module that may have made what is called."""
    made = [callee, *origins(flow.scopes, callee)]
    if isinstance(callee, ast.Attribute | ast.Subscript):
        held = flow.object_of(callee)
        made += [one.node for one in held.origins] if held is not None else []
    for one in made:
        name = last_name(one.func) if isinstance(one, ast.Call) else ""
        if name in flow.remember(_classes):
            yield name


def _classes(flow: Flow) -> frozenset[str]:
    return frozenset(one.name for one in flow.scopes.nodes(ast.ClassDef))
