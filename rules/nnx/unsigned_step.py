"""Where a schedule is given an unsigned step, and what in it subtracts from that."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ...codemod.names.origins import origin
from ...codemod.names.own_fields import field_value
from ...codemod.rule import Flow, constant_number
from .apis import api_of
from .names import JOIN, STEP_SENSITIVE

_CONTENT = frozenset({"value", "raw_value"})
# Functions of arrays that keep the type.
_ARRAYS = frozenset(
    f"{module}.{name}"
    for module in ("jax.numpy", "numpy")
    for name in ("array", "asarray")
)
_GETTERS = frozenset({"get_value", "get_raw_value"})
# An unsigned number stays one where a whole number is the other side of these.
_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod)


def evaluations(flow: Flow, step: ast.expr) -> Iterator[tuple[ast.expr, ast.Call]]:
    """Yield each expression that is a step as it is, with the call it is given to.

    Through what reads a variable's content, names that are nothing else, and sums with
    whole numbers; not through what makes it signed, as `int()` and `.astype(int)` do.
    """
    parents = flow.scopes.parents
    pending, seen = [step], {step}
    while pending:
        value = _read(flow, pending.pop())
        for use in _uses(flow, value):
            if use not in seen:
                seen.add(use)
                pending.append(use)
        call = _given_to(parents, value)
        if call is not None:
            yield value, call


def _read(flow: Flow, node: ast.expr) -> ast.expr:
    """Return the largest expression around a variable that reads its content."""
    parents = flow.scopes.parents
    while True:
        parent = parents[node]
        above = parents.get(parent)
        match parent:
            case ast.Attribute(attr=attr) if attr in _CONTENT:
                node = parent
            case ast.Subscript(slice=ast.Constant(value=value)) if value is ...:
                node = parent
            case ast.Subscript(slice=ast.Tuple(elts=[])):
                node = parent
            case ast.Attribute(attr=attr) if attr in _GETTERS and _is_called(above):
                assert isinstance(above, ast.Call)
                node = above
            case ast.Call(func=func, args=[one], keywords=[]) if (
                one is node and api_of(flow, func) in _ARRAYS
            ):
                node = parent
            case _:
                return node


def _is_called(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and not node.args and not node.keywords


def _uses(flow: Flow, value: ast.expr) -> Iterator[ast.Name]:
    """Yield the uses of a name that a value, and nothing else, is given."""
    scopes = flow.scopes
    parent = scopes.parents[value]
    if not isinstance(parent, ast.Assign) or parent.value is not value:
        return
    for target in parent.targets:
        if not isinstance(target, ast.Name):
            continue
        owner = scopes.lookup(target.id, scopes.scope_of[target])
        for use in scopes.uses_of.get((owner, target.id), []) if owner else []:
            if isinstance(use.ctx, ast.Load) and origin(scopes, use) is value:
                yield use


def _given_to(parents: Mapping[ast.AST, ast.AST], node: ast.expr) -> ast.Call | None:
    """Return the call whose only argument a value is, perhaps in a sum."""
    while isinstance(parent := parents[node], ast.BinOp):
        other = parent.right if parent.left is node else parent.left
        whole = isinstance(constant_number(other), int)
        if not whole or not isinstance(parent.op, _ARITHMETIC):
            return None
        node = parent
    if isinstance(parent, ast.keyword) and parent.arg == "count":
        parent = parents[parent]
    if not isinstance(parent, ast.Call) or parent.func is node:
        return None
    given = [*parent.args, *(keyword.value for keyword in parent.keywords)]
    return parent if given == [node] else None


def wrapping(flow: Flow, schedule: ast.expr) -> str:
    """Return what in a schedule subtracts from the step, or nothing."""
    seen: set[ast.AST] = set()
    pending = [schedule]
    while pending:
        call = origin(flow.scopes, pending.pop())
        if isinstance(call, ast.Attribute):
            held = field_value(flow.scopes, call)
            call = origin(flow.scopes, held) if held is not None else None
        if not isinstance(call, ast.Call) or call in seen:
            continue
        seen.add(call)
        name = flow.functions.known(call.func)
        if culprit := _subtracting(name, call):
            return culprit
        if name == JOIN:
            pending += reversed(_joined(call))
    return ""


def _joined(call: ast.Call) -> list[ast.expr]:
    """Return the schedules that `join_schedules` is given, where they are listed."""
    parts = [*call.args, *(keyword.value for keyword in call.keywords)]
    return [one for part in parts if isinstance(part, ast.List) for one in part.elts]


def _subtracting(name: str, schedule: ast.Call) -> str:
    """Return what in one call subtracts from the step, or nothing."""
    if name not in STEP_SENSITIVE:
        return ""
    parameter, index = STEP_SENSITIVE[name]
    given = next((one.value for one in schedule.keywords if one.arg == parameter), None)
    if given is None and len(schedule.args) > index:
        given = schedule.args[index]
    if given is None or constant_number(given) == 0:
        return ""
    return name if index == 1 else f"{parameter}` of `{name}"
