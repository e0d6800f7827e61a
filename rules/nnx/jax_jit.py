"""Whether an update stands in a function whose effects JAX throws away."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache, cached_property

from ...codemod.names.origins import origins
from ...codemod.names.scopes import FUNCTION_NODES, Function
from ...codemod.objects.callers import unseen_callers
from ...codemod.rule import Flow
from .apis import api_of
from .calls import Style, Update
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
    changed = _changed(flow.remember(_insides)(function), update)
    return _thrown_away(flow, function, update.call, changed, _DEEPEST)


def _thrown_away(
    flow: Flow, function: Function, call: ast.Call, changed: set[str], depth: int
) -> int:
    """Return the line of what throws away what a call in a function changes, or 0."""
    returned = flow.remember(_insides)(function).returned(call)
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
    inside, own = flow.remember(_insides)(outer), flow.scopes.scope_of[function]
    for call, called in flow.callers(function):
        if flow.enclosing(call) is not outer or not called.certain:
            continue
        given = {
            parameter.arg: _root(value)
            for value, parameter in called.bound(call)
            if parameter is not None
        }
        roots = [given[name] for name in changed if name in given]
        names = {root.id for root in roots if root is not None}
        names |= {name for name in changed if name not in own.bindings}
        yield call, {inside.first(one) for one in names if not inside.makes(one)}


def _says_hijax(flow: Flow) -> bool:
    return "hijax" in flow.source.text


def _insides(flow: Flow) -> Callable[[Function], _Inside]:
    """Return what tells of the functions of a module, of each once."""
    return cache(_Inside)


class _Inside:
    """What a function does with names, those inside it left out."""

    def __init__(self, function: Function) -> None:
        self._function = function

    @cached_property
    def assigned(self) -> list[tuple[set[str], ast.expr]]:
        """What its own assignments put into which names."""
        return [
            (set().union(*(_names(target) for target in node.targets)), node.value)
            for node in _own_nodes(self._function)
            if isinstance(node, ast.Assign)
        ]

    def returned(self, call: ast.Call) -> set[str]:
        """Return the names in what it returns, but for what a call is given."""
        returned: set[str] = set()
        if isinstance(self._function, ast.Lambda):
            return _names(self._function.body, call)
        for node in _own_nodes(self._function):
            if isinstance(node, ast.Return) and node.value is not None:
                returned |= _names(node.value, call)
        for _ in self.assigned:  # what was put into a name that is returned is, too
            for targets, value in self.assigned:
                returned |= _names(value, call) if targets & returned else set()
        return returned

    def first(self, name: str) -> str:
        """Return the name out of which another one is taken, in one step or several."""
        for _ in range(4):
            values = [value for names, value in self.assigned if name in names]
            root = _root(values[0]) if len(values) == 1 else None
            if root is None:
                return name
            name = root.id
        return name

    def makes(self, name: str) -> bool:
        """Whether a call of the function gives a name its value."""
        first = self.first(name)
        return any(
            first in names and isinstance(value, ast.Call)
            for names, value in self.assigned
        )


def _changed(inside: _Inside, update: Update) -> set[str]:
    """Return the names of what an update changes, and the function does not make."""
    root = _root(update.method.receiver)
    if root is None or inside.makes(root.id):
        return set()
    changed = {inside.first(root.id)}
    for model in update.call.args[:1] if update.style is Style.NEW else ():
        name = _root(model)
        if name is not None and not inside.makes(name.id):
            changed.add(inside.first(name.id))
    return changed


def _root(node: ast.expr) -> ast.Name | None:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node if isinstance(node, ast.Name) else None


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


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    body = function.body if isinstance(function.body, list) else [function.body]
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, FUNCTION_NODES):
            pending.extend(ast.iter_child_nodes(node))


def _names(node: ast.AST, without: ast.Call | None = None) -> set[str]:
    """Return the names in an expression, those in a part of it left out."""
    left = {*ast.walk(without)} if without is not None else set[ast.AST]()
    return {
        one.id
        for one in ast.walk(node)
        if isinstance(one, ast.Name) and one not in left
    }
