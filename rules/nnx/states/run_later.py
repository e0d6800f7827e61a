"""Code that reads a state later than where it stands.

A generator expression reads when it is gone through, and the body of an `async def` or
of a function with a `yield` runs when what its call returns is awaited or gone through.
"""

from __future__ import annotations

import ast

from ....codemod.names.scopes import FUNCTION_NODES, Function
from ....codemod.names.syntax import last_name
from ....codemod.rule import Flow
from ..apis import api_of
from .own_takers import taken_here
from .state_calls import received_by

# What goes through all of what it is given, or awaits it, before it returns.
_AT_ONCE = frozenset(
    {
        *("all", "any", "dict", "frozenset", "list", "max", "min", "next", "set"),
        *("sorted", "sum", "tuple", "asyncio.run", "functools.reduce", "math.prod"),
        *("collections.Counter", "collections.OrderedDict", "collections.deque"),
    }
)
_AT_ONCE_METHODS = frozenset({"join", "run_until_complete"})
# What goes through it when that is gone through which it returns.
_AS_LATE = frozenset({"enumerate", "filter", "iter", "map", "zip"})
_DRIVING = (
    *(ast.Await, ast.YieldFrom, ast.For, ast.AsyncFor, ast.Compare, ast.withitem),
    *(ast.ListComp, ast.SetComp, ast.DictComp),
)


def read_later(flow: Flow, node: ast.expr, taken: ast.AST) -> str:
    """Return how a state is read later than where that is written, or nothing.

    Args:
        flow: of the module.
        node: where it is written.
        taken: where the state is taken.
    """
    if (generator := _generator_around(flow, node, taken)) is not None:
        return f"the generator of line {generator.lineno} reads it"
    call = flow.scopes.parents[node]
    while isinstance(call, ast.keyword | ast.Starred):
        call = flow.scopes.parents[call]
    if not isinstance(call, ast.Call) or call.func is node:
        return ""
    if not _runs_later(flow, node, call) or is_driven(flow, call):
        return ""
    return f"what line {call.lineno} calls reads it when it is run"


def _generator_around(
    flow: Flow, node: ast.expr, taken: ast.AST
) -> ast.GeneratorExp | None:
    """Return the generator expression that reads a state taken outside of it."""
    inner: ast.AST = node
    for outer in flow.scopes.ancestors(node):
        if isinstance(outer, (*FUNCTION_NODES, ast.ClassDef)):
            return None
        if isinstance(outer, ast.GeneratorExp) and not is_driven(flow, outer):
            first = outer.generators[0]
            # The first of what it goes over is there before it is gone through.
            in_first = inner is first and _is_in(flow, node, first.iter)
            if not in_first and not _is_inside(flow, taken, outer):
                return outer
        inner = outer
    return None


def _is_in(flow: Flow, node: ast.AST, outer: ast.AST) -> bool:
    """Whether a node is a part of another."""
    return any(one is outer for one in flow.scopes.ancestors(node))


def _is_inside(flow: Flow, taken: ast.AST, generator: ast.GeneratorExp) -> bool:
    """Whether a state is taken by a generator when that is gone through."""
    first = generator.generators[0].iter
    return _is_in(flow, taken, generator) and not (
        taken is first or _is_in(flow, taken, first)
    )


def _runs_later(flow: Flow, node: ast.expr, call: ast.Call) -> bool:
    """Whether a function of the module gets a state, and its call does not run it."""
    late = flow.remember(_late)
    if not late:
        return False
    functions = [function for function, _ in received_by(flow, node, call)]
    if last_name(call.func) in {getattr(one, "name", "") for one in late}:
        functions += [method for method, _ in taken_here(flow, node, call)]
    return any(map(late.__contains__, functions))


def is_late(flow: Flow, function: Function) -> bool:
    """Whether a call of a function of the module does not run its body."""
    return function in flow.remember(_late)


def _late(flow: Flow) -> frozenset[ast.AST]:
    """Return the generators and coroutines that a module defines."""
    yields = flow.scopes.nodes(ast.Yield, ast.YieldFrom)
    around = (flow.enclosing(one) for one in yields)
    found = {one for one in around if one is not None}
    return frozenset({*found, *flow.scopes.nodes(ast.AsyncFunctionDef)})


def is_driven(flow: Flow, made: ast.expr) -> bool:
    """Whether a generator or coroutine is gone through where it is made."""
    parent = flow.scopes.parents[made]
    if isinstance(parent, ast.comprehension):
        parent = flow.scopes.parents[parent]
    if isinstance(parent, ast.GeneratorExp):
        return is_driven(flow, parent)
    if isinstance(parent, ast.Assign):  # taken apart
        return all(isinstance(one, ast.Tuple | ast.List) for one in parent.targets)
    if isinstance(parent, ast.Starred):
        outer = flow.scopes.parents[parent]
        return isinstance(outer, ast.Call | ast.List | ast.Tuple | ast.Set)
    if not isinstance(parent, ast.Call) or made not in parent.args:
        return isinstance(parent, _DRIVING)
    api = api_of(flow, parent.func)
    if api in _AS_LATE:
        return is_driven(flow, parent)
    return api in _AT_ONCE or (
        isinstance(parent.func, ast.Attribute)
        and not api
        and parent.func.attr in _AT_ONCE_METHODS
    )
