"""The parts of an object, by whatever name, which share its variables.

``head = model.out`` is a part of the model, and so is what `model.head()` returns, what
``model = nnx.Sequential(body, head)`` was made of, and what is set in an attribute.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator

from ....codemod.names.syntax import last_name
from ....codemod.rule import Flow, Instance
from ..apis import api_of

# What these make shares nothing with what they are given.
_COPYING = frozenset({"copy.deepcopy", "nnx.clone"})
_PUTTING = frozenset({"append", "extend", "insert", "set_attributes", "setdefault"})
_READ = (ast.Attribute, ast.Name, ast.Subscript)


def parts_of(instance: Instance) -> frozenset[Instance]:
    """Return what may be a part of an object, or of a part of it."""
    return instance.remember(_parts_of)


def parts_read_of(instance: Instance) -> frozenset[Instance]:
    """Return those that are read of it: not what it may have been made of."""
    return instance.remember(_parts_read_of)


def _parts_of(instance: Instance) -> frozenset[Instance]:
    return _reachable(instance, _read_or_given)


def _parts_read_of(instance: Instance) -> frozenset[Instance]:
    return _reachable(instance, _read)


def _reachable(
    instance: Instance, direct: Callable[[Instance], list[Instance]]
) -> frozenset[Instance]:
    found, pending = {instance}, [instance]
    while pending:
        new = {one for one in pending.pop().remember(direct) if one not in found}
        found |= new
        pending += new
    return frozenset(found - {instance})


def _read_or_given(instance: Instance) -> list[Instance]:
    flow = instance.flow
    made = (node for one in instance.origins for node in _made_of(flow, one.node))
    return [*instance.remember(_read), *_held(flow, made)]


def _read(instance: Instance) -> list[Instance]:
    """Return what is read of an object, or put into it, by the lines that use it."""
    flow = instance.flow
    return _held(flow, (node for use in instance.uses for node in _reached(flow, use)))


def _held(flow: Flow, nodes: Iterable[ast.AST]) -> list[Instance]:
    held = (flow.object_of(node) for node in nodes)
    return [*dict.fromkeys(one for one in held if one is not None)]


def _reached(flow: Flow, use: ast.expr) -> Iterator[ast.AST]:
    """Yield what begins with a use: its attributes and items, and what methods get."""
    parents = flow.scopes.parents
    node: ast.expr = use
    parent = parents[node]
    while isinstance(parent, ast.Attribute | ast.Subscript) and parent.value is node:
        yield parent
        node, parent = parent, parents[parent]
    if isinstance(parent, ast.Call) and parent.func is node and node is not use:
        yield parent
        yield from _given(parent) if last_name(node) in _PUTTING else ()


def sources_of(flow: Flow, call: ast.Call) -> list[ast.expr]:
    """Return what may come out of a call: what it is given, or is a method of."""
    api = api_of(flow, call.func)
    if api in _COPYING:
        return []
    is_method = isinstance(call.func, ast.Attribute) and not api
    return [*([call.func] if is_method else []), *_given(call)]


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _made_of(flow: Flow, node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is given to a call that makes an object, or is in a list."""
    pending: list[ast.AST] = []
    if isinstance(node, ast.Call):
        pending += sources_of(flow, node)
    elif isinstance(node, ast.Tuple | ast.List | ast.Dict):
        pending.append(node)
    while pending:
        inner = pending.pop()
        if isinstance(inner, _READ):
            yield inner
        else:
            pending += ast.iter_child_nodes(inner)
