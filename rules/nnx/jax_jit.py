"""Whether an update stands in a function whose effects `jax.jit` throws away."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.names.scopes import FUNCTION_NODES
from ...codemod.rule import Flow
from .calls import Style, Update
from .names import JAX_JIT


def under_jax_jit(flow: Flow, update: Update) -> int:
    """Return the line of the `jax.jit` around an update, or 0.

    Only where the optimizer comes in as a parameter, and it or the model that is
    updated with it is not returned.
    """
    if "hijax" in flow.source.text:  # variables that jax.jit does carry back
        return 0
    function = update.method.scope.node
    if not isinstance(function, ast.FunctionDef) or not _is_lost(function, update):
        return 0
    for decorator in function.decorator_list:
        if flow.functions.transform(decorator) == JAX_JIT:
            return decorator.lineno
    return next((call.lineno for call in _jitting(flow, function)), 0)


def _is_lost(function: ast.FunctionDef, update: Update) -> bool:
    """Whether a function is given what it updates, and does not return all of it."""
    receiver = update.method.receiver
    nodes = ast.walk(function.args)
    parameters = {one.arg for one in nodes if isinstance(one, ast.arg)}
    if not isinstance(receiver, ast.Name) or receiver.id not in parameters:
        return False
    changed = {receiver.id}
    for model in update.call.args[:1] if update.style is Style.NEW else ():
        changed |= {model.id} if isinstance(model, ast.Name) else set()
    return bool(changed & parameters - _returned(function))


def _jitting(flow: Flow, function: ast.FunctionDef) -> Iterator[ast.Call]:
    """Yield the calls that put a function of the module under `jax.jit`."""
    for call in flow.scopes.parents:
        if (
            isinstance(call, ast.Call)
            and call.args
            and flow.functions.transform(call.func) == JAX_JIT
        ):
            called = flow.functions.called(call.args[0])
            if called is not None and called.function is function:
                yield call


def _returned(function: ast.FunctionDef) -> set[str]:
    """Return the names in what a function returns, those inside it left out."""
    returned: set[str] = set()
    assigned: list[tuple[set[str], set[str]]] = []
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return) and node.value is not None:
            returned |= _names(node.value)
        elif isinstance(node, ast.Assign):
            targets = set().union(*(_names(target) for target in node.targets))
            assigned.append((targets, _names(node.value)))
        elif not isinstance(node, FUNCTION_NODES):
            pending.extend(ast.iter_child_nodes(node))
    for _ in assigned:  # what was put into a name that is returned is returned, too
        for targets, values in assigned:
            returned |= values if targets & returned else set()
    return returned


def _names(node: ast.AST) -> set[str]:
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
