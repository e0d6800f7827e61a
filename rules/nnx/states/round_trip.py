"""States that a function is given, and gives back as what it has made of them.

As in `loss, state = step(state, x)`, where `step` merges its parameter: what is merged
there may change the objects that the state was taken of, which nobody sees who does
not look at them before `nnx.update` puts the state back.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....codemod.names.scopes import FUNCTION_NODES
from ....codemod.rule import Flow, Instance
from ..apis import api_of
from ..order import common_loop, enclosing_function, end, start
from .state_within import Use


def goes_round(flow: Flow, objects: Sequence[Instance], use: Use) -> bool:
    """Whether a state is merged by a function alone whose result takes its place.

    Args:
        flow: of the module.
        objects: what shares variables with what the state is of.
        use: where the state is given to a function that merges it.
    """
    assert use.merge is not None
    if not _is_replaced(flow, use.node) or not _is_only_merged(flow, use.merge):
        return False
    if any(one.kept or one.results for one in objects):
        return False
    return not any(_sees(flow, node, use.taken) for one in objects for node in one.uses)


def _is_replaced(flow: Flow, node: ast.expr) -> bool:
    """Whether the call that is given a name gives the same name a value."""
    call = flow.scopes.parents[node]
    statement = flow.scopes.parents[call]
    if not isinstance(node, ast.Name) or not isinstance(statement, ast.Assign):
        return False
    bound = [one for target in statement.targets for one in ast.walk(target)]
    names = {one.id for one in bound if isinstance(one, ast.Name)}
    return isinstance(call, ast.Call) and statement.value is call and node.id in names


def _is_only_merged(flow: Flow, merge: ast.Call) -> bool:
    """Whether a function does no more with its parameter than to merge it, once."""
    scopes, function = flow.scopes, enclosing_function(flow.scopes, merge)
    state = merge.args[1] if len(merge.args) == 2 else None
    if not isinstance(function, FUNCTION_NODES) or not isinstance(state, ast.Name):
        return False
    scope = scopes.scope_of[function]
    uses = scopes.uses_of.get((scope, state.id), [])
    read = [one for one in uses if isinstance(one.ctx, ast.Load)]
    parameters = {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
    again = min((start(one) for one in uses if one not in read), default=None)
    alone = all(one is state or (again and start(one) > again) for one in read)
    once = common_loop(scopes, merge, merge) is None
    return state.id in parameters and bool(alone) and once


def _sees(flow: Flow, node: ast.expr, taken: ast.AST) -> bool:
    """Whether an object is used after its state was taken, but to put that back."""
    home = enclosing_function(flow.scopes, taken)
    scopes = flow.scopes
    if any(outer is taken for outer in scopes.ancestors(node)):
        return False
    if enclosing_function(flow.scopes, node) is not home:
        name = node if isinstance(node, ast.Name) else None
        owner = scopes.lookup(name.id, scopes.scope_of[name]) if name else None
        return owner is None or owner.node is home
    if start(node) < end(taken) and common_loop(scopes, node, taken) is None:
        return False
    call = next(one for one in scopes.ancestors(node) if not isinstance(one, ast.Tuple))
    return not isinstance(call, ast.Call) or api_of(flow, call.func) != "nnx.update"
