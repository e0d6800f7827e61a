"""By which path a function is written where it is called, whatever its alias."""

from __future__ import annotations

import ast

from ...codemod.names.origins import Asked, bound_name, origins
from ...codemod.names.syntax import is_builtin
from ...codemod.rule import Flow
from .names import NNX_MODULES, OF_STATES


def api_of(flow: Flow, callee: ast.AST) -> str:
    """Return a function's path, from its import on, or nothing where it has none.

    Builtins are called by their names, what is of `flax.nnx` begins with ``nnx``.
    """
    names: list[str] = []
    node = callee
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    if not names and is_builtin(flow.scopes, node):
        return node.id
    root = _imported(flow, node)
    path = ".".join([root, *reversed(names)]) if root else ""
    last = names[0] if names else node.id
    if last in OF_STATES and not path.startswith(NNX_MODULES):
        meaning = flow.resolver.expression(callee)
        path = meaning.path if meaning is not None else path
    for module in NNX_MODULES:
        if path.startswith(f"{module}."):
            return f"nnx{path.removeprefix(module)}"
    return path


def name_of(flow: Flow, module: str) -> str:
    """Return by which name of its own a module's code imports another, or nothing."""
    for name, bindings in flow.scopes.module.bindings.items():
        if len(bindings) == 1 and bindings[0].path == module and not bindings[0].level:
            return name
    return ""


def _imported(flow: Flow, name: ast.Name) -> str:
    """Return the path that every binding of a name imports it by, or nothing."""
    scopes = flow.scopes
    owner = scopes.lookup(name.id, scopes.scope_of[name])
    bindings = owner.bindings[name.id] if owner is not None else []
    paths = {one.path if not one.level else None for one in bindings}
    return (paths.pop() or "") if len(paths) == 1 else ""


def paths_of(flow: Flow, callee: ast.expr) -> frozenset[str]:
    """Return by which paths a callee may be written, under whatever name it goes."""
    known, asked = flow.remember(_known), bound_name(flow.scopes, callee)
    if asked not in known:
        every = (callee, *origins(flow.scopes, callee))
        known[asked] = frozenset(api_of(flow, one) for one in every)
    return known[asked]


def _known(flow: Flow) -> dict[Asked, frozenset[str]]:
    """Return what was found of names: all uses of one have the same origins."""
    return {}


def innermost(callee: ast.expr) -> ast.expr:
    """Return ``f`` of ``f(a)(b)``, where that is what is called."""
    while isinstance(callee, ast.Call):
        callee = callee.func
    return callee
