"""Methods of the project that are called like those of a library which takes a state.

``checkpointer.save(path, state)`` writes a state out; ``history.save(step, state)`` may
keep it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ....codemod.files.source import Source
from ....codemod.names.definitions import Method
from ....codemod.names.elsewhere.tree_files import nodes_of
from ....codemod.names.origins import origins
from ....codemod.names.scopes import Function
from ....codemod.rule import Flow
from ..apis import api_of

# Of these libraries the methods are known.
_KNOWN = frozenset({"copy", "flax", "jax", "nnx", "numpy", "optax", "orbax", "pickle"})


def taken_here(
    flow: Flow, node: ast.expr, call: ast.Call
) -> Iterator[tuple[Function, ast.arg]]:
    """Yield the methods of the module that may get a state, with the parameter."""
    if isinstance(call.func, ast.Attribute) and not _is_known(flow, call.func):
        for method in _methods(flow.scopes.parents, call.func.attr):
            parameter = _parameter(method.args, node, call, bound=True)
            if parameter is not None:
                yield method, parameter


def taken_elsewhere(flow: Flow, node: ast.expr, call: ast.Call) -> str:
    """Return which other file has a method that may get a state, or nothing."""
    project = flow.resolver.project
    if project is None or not isinstance(call.func, ast.Attribute):
        return ""
    if _is_known(flow, call.func):
        return ""
    bound = not api_of(flow, call.func)  # else it may be a module's function
    for source in project.connected(flow.source, call.func.attr):
        methods = source.remember(_signatures).get(call.func.attr, ())
        if any(_parameter(one, node, call, bound=bound) for one in methods):
            return source.path
    return ""


def _signatures(source: Source) -> Mapping[str, Sequence[ast.arguments]]:
    """Return the parameters of the functions of a file, by their names."""
    found: dict[str, list[ast.arguments]] = {}
    for node in nodes_of(source):
        if isinstance(node, Method):
            found.setdefault(node.name, []).append(node.args)
    return found


def _is_known(flow: Flow, method: ast.Attribute) -> bool:
    """Whether a method, or function of a module, is certainly one of a library."""
    if api_of(flow, method).partition(".")[0] in _KNOWN:
        return True
    found = origins(flow.scopes, method.value)
    made = [one.func if isinstance(one, ast.Call) else one for one in found]
    return bool(found) and all(
        api_of(flow, one).partition(".")[0] in _KNOWN for one in made
    )


def _methods(nodes: Iterable[ast.AST], name: str) -> Iterator[Method]:
    for node in nodes:
        if isinstance(node, Method) and node.name == name:
            yield node


def _parameter(
    given: ast.arguments, node: ast.expr, call: ast.Call, *, bound: bool
) -> ast.arg | None:
    """Return which parameter of a function gets an argument, if it takes it.

    Args:
        given: its parameters.
        node: the argument.
        call: the call.
        bound: whether the first of its parameters is the object that it is called on.
    """
    named = [*given.posonlyargs, *given.args]
    for keyword in call.keywords:
        if keyword.value is node:
            every = (*named, *given.kwonlyargs)
            return next((one for one in every if one.arg == keyword.arg), given.kwarg)
    behind = named[1:] if bound else named
    index = next((at for at, one in enumerate(call.args) if one is node), len(behind))
    return behind[index] if index < len(behind) else given.vararg
