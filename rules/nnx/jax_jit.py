"""Whether an update stands in a function whose effects JAX throws away."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.names.origins import origins
from ...codemod.names.scopes import FUNCTION_NODES, Function
from ...codemod.names.syntax import root_of
from ...codemod.objects.callers import unseen_callers
from ...codemod.rule import Flow
from .apis import api_of
from .calls import Style, Update
from .inside import Inside, insides
from .names import JAX_JIT

# These hand copies to a function; by the places of the functions among the arguments.
_TRACING = {
    "jax.jit": (0,),
    "jax.pmap": (0,),
    "jax.vmap": (0,),
    "jax.checkpoint": (0,),
    "jax.remat": (0,),
    "jax.lax.scan": (0,),
    "jax.lax.map": (1,),
    "jax.lax.fori_loop": (2,),
    "jax.lax.while_loop": (1,),
    "jax.lax.cond": (1, 2),
}
_DEEPEST = 4  # functions in functions
# Of these the call itself gives back what the function returns.
_AT_ONCE = frozenset(name for name in _TRACING if name.startswith("jax.lax."))


def under_jax_jit(flow: Flow, update: Update) -> int:
    """Return the line of what throws an update away, `jax.jit` or its like, or 0.

    Only where the optimizer comes from outside the function, and it or the model that
    is updated with it is not returned to where it is used.
    """
    if flow.remember(_says_hijax):  # variables that jax.jit does carry back
        return 0
    function = flow.enclosing(update.call)
    if function is None:
        return 0
    changed = _changed(flow.remember(insides)(function), update)
    return _thrown_away(flow, function, update.call, changed, _DEEPEST)


def _thrown_away(
    flow: Flow, function: Function, call: ast.Call, changed: set[str], depth: int
) -> int:
    """Return the line of what throws away what a call in a function changes, or 0."""
    returned = flow.remember(insides)(function).returned(call)
    lost = bool(changed) and not changed <= returned
    traced = flow.remember(_traced)
    for line, thrown in traced.get(function, ()):
        if changed and (lost or thrown):
            return line
    outer = flow.enclosing(function)
    if outer is None or not changed.isdisjoint(returned) or not (lost and depth):
        return 0
    lines = (
        _thrown_away(flow, outer, one, names, depth - 1)
        for one, names in _changed_by_calls(flow, function, outer, changed)
    )
    return next((line for line in lines if line), 0)


def _changed_by_calls(
    flow: Flow, function: Function, outer: Function, changed: set[str]
) -> Iterator[tuple[ast.Call, set[str]]]:
    """Yield the calls of a function in the one around it, and what they change there.

    Nothing where it may be called otherwise, too.
    """
    if flow.functions.decorators(function) or unseen_callers(flow, function):
        return
    inside, own = flow.remember(insides)(outer), flow.scopes.scope_of[function]
    for call, called in flow.callers(function):
        if flow.enclosing(call) is not outer or not called.certain:
            continue
        given = {
            parameter.arg: root_of(value)
            for value, parameter in called.bound(call)
            if parameter is not None
        }
        roots = [given[name] for name in changed if name in given]
        names = {root.id for root in roots if root is not None}
        names |= {name for name in changed if name not in own.bindings}
        yield call, {inside.first(one) for one in names if not inside.makes(one)}


def _says_hijax(flow: Flow) -> bool:
    return "hijax" in flow.source.text


def _changed(inside: Inside, update: Update) -> set[str]:
    """Return the names of what an update changes, and the function does not make."""
    root = root_of(update.method.receiver)
    if root is None or inside.makes(root.id):
        return set()
    changed = {inside.first(root.id)}
    for model in update.call.args[:1] if update.style is Style.NEW else ():
        name = root_of(model)
        if name is not None and not inside.makes(name.id):
            changed.add(inside.first(name.id))
    return changed


def _traced(flow: Flow) -> dict[ast.AST, list[tuple[int, bool]]]:
    """Return the functions that JAX traces: where, and if the result is dropped."""
    found: dict[ast.AST, list[tuple[int, bool]]] = {}
    for node in flow.scopes.nodes(ast.FunctionDef, ast.Call):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if _tracing(flow, decorator):
                    found.setdefault(node, []).append((decorator.lineno, False))
        elif isinstance(node, ast.Call):
            for function, dropped in _given(flow, node):
                found.setdefault(function, []).append((node.lineno, dropped))
    return found


def _given(flow: Flow, call: ast.Call) -> Iterator[tuple[Function, bool]]:
    name = _tracing(flow, call.func)
    parent = flow.scopes.parents[call]
    for index in _TRACING.get(name, ()):
        if not _has(call, index):
            continue
        dropped = name in _AT_ONCE and isinstance(parent, ast.Expr)
        called = flow.functions.called(call.args[index])
        found = origins(flow.scopes, call.args[index])
        for function in [called.function] if called is not None else found:
            if isinstance(function, FUNCTION_NODES):
                yield function, dropped


def _has(call: ast.Call, index: int) -> bool:
    return index < len(call.args) and not isinstance(call.args[index], ast.Starred)


def _tracing(flow: Flow, node: ast.expr) -> str:
    """Return which tracing function an expression is, given options or not, or ''."""
    if flow.functions.transform(node) == JAX_JIT:
        return JAX_JIT
    while isinstance(node, ast.Call):
        partial = api_of(flow, node.func) == "functools.partial"
        node = node.args[0] if partial and node.args else node.func
    path = api_of(flow, node)
    return path if path in _TRACING else ""
