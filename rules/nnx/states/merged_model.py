"""Whether the model that `nnx.merge` makes for an optimizer has variables of its own.

Up to Flax 0.10 it got a copy of its state. Since then it has the state's own variables,
so that whoever merges or reads that again gets what training has made of them. States
that nobody else has are listed here; with any other the curve is another one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ....codemod.names.scopes import Scope
from ....codemod.names.syntax import root_of, shown
from ....codemod.rule import Flow, Instance
from ..apis import api_of, paths_of
from ..calls import model_of
from ..derived import optimizers_made
from ..order import common_loop, enclosing_function, is_between, start
from .state_calls import is_jitted
from .takings import SPLIT, STATE

_MERGE = "nnx.merge"
# What these make of a state or an object has variables of its own, or none.
_FRESH = frozenset(
    f"nnx.{name}" for name in ("clone", "eval_shape", "from_pure_dict", "init", "jit")
)
# Methods of a state, or of a dict, that give what is in it.
_GIVES_PARTS = frozenset(
    {"copy", "filter", "flat_state", "get", "items", "merge", "pop", "split", "values"}
)
_COMPREHENSIONS = (ast.DictComp, ast.GeneratorExp, ast.ListComp, ast.SetComp)
_HOLDING = (ast.Dict, ast.List, ast.Return, ast.Set, ast.Tuple, ast.Yield)


def shares_its_state(instance: Instance) -> Iterator[str]:
    """Yield which merged model of an optimizer may share its variables, and why."""
    flow = instance.flow
    models = [one for it in optimizers_made(instance) if (one := model_of(it))]
    for merge in flow.remember(_merges):
        if _may_be_one(flow, models, merge):
            for reason in _shared(flow, merge):
                what = f"`{shown(merge)}` on line {merge.lineno}"
                yield f"{what} had copies of its state, and has its variables: {reason}"


def _merges(flow: Flow) -> list[ast.Call]:
    return [
        node
        for node in flow.scopes.nodes(ast.Call)
        if _MERGE in paths_of(flow, node.func)
    ]


def _may_be_one(flow: Flow, models: list[ast.expr], merge: ast.Call) -> bool:
    """Whether a call may make the model of an optimizer."""
    objects = [held for one in models if (held := flow.object_of(one)) is not None]
    made = [it.node for one in objects for it in one.origins]
    parent = flow.scopes.parents[merge]
    if any(one is merge for one in (*models, *made)):
        return True
    return isinstance(parent, (*_HOLDING, *_COMPREHENSIONS))


def _shared(flow: Flow, merge: ast.Call) -> Iterator[str]:
    """Yield why others may have the variables of what a call merges."""
    function = enclosing_function(flow.scopes, merge)
    if isinstance(function, ast.FunctionDef) and is_jitted(flow, function):
        return
    if merge.keywords or len(merge.args) < 2:
        yield "it is not seen which state that is"
    for state in merge.args[1:]:
        yield from _not_alone(flow, state, merge)


def _not_alone(flow: Flow, state: ast.expr, merge: ast.Call) -> Iterator[str]:
    """Yield why an expression may be a state that others have, too."""
    if isinstance(state, ast.Call):
        yield from _not_fresh(flow, state, merge)
        return
    node = root_of(state)
    if node is None:
        yield f"`{shown(state)}` may be had by others"
        return
    owner = flow.scopes.lookup(node.id, flow.scopes.scope_of[node])
    around = enclosing_function(flow.scopes, merge)
    if owner is None or owner.node is not around:
        yield f"`{node.id}` comes from outside the function"
        return
    yield from _otherwise_used(flow, owner, node, merge)
    for binding in owner.bindings[node.id]:
        value = binding.value or _unpacked(flow, binding.node)
        if value is None:
            yield f"`{node.id}` is given out of sight"
        elif isinstance(value, ast.Call):
            yield from _not_fresh(flow, value, merge)
        else:
            yield f"`{node.id}` is `{shown(value)}`, too"


def _unpacked(flow: Flow, target: ast.AST) -> ast.expr | None:
    """Return what is taken apart into a target, if that is a call."""
    around = flow.scopes.parents[target]
    statement = flow.scopes.parents[around] if isinstance(around, ast.Tuple) else None
    value = statement.value if isinstance(statement, ast.Assign) else None
    return value if isinstance(value, ast.Call) else None


def _not_fresh(flow: Flow, made: ast.Call, merge: ast.Call) -> Iterator[str]:
    """Yield why what a call gives may be in something that lives on."""
    api = api_of(flow, made.func)
    if api in (STATE, SPLIT):
        of = made.args[0] if made.args else made
        if not isinstance(of, ast.Name):
            return  # what is asked for each such call, or was made for this one
        owner = flow.scopes.lookup(of.id, flow.scopes.scope_of[of])
        if owner is None or owner.node is not enclosing_function(flow.scopes, merge):
            yield f"`{of.id}` comes from outside the function"
        else:
            yield from _used_later(flow, owner, of, merge)
    elif _gives_on(made, api):
        yield f"`{shown(made)}` may give what others have"


def _gives_on(made: ast.Call, api: str) -> bool:
    """Whether what a call gives may have the variables of what it is given."""
    if not api:
        return getattr(made.func, "attr", "") in _GIVES_PARTS
    return api.startswith("nnx.") and api not in _FRESH


def _used_later(
    flow: Flow, owner: Scope, name: ast.Name, merge: ast.Call
) -> Iterator[str]:
    """Yield where a name is read again that had its value when a call merged it."""
    scopes = flow.scopes
    bindings = [one.node for one in owner.bindings[name.id]]
    loop = common_loop(scopes, merge, merge) or _comprehension(flow, merge)
    if loop is not None and not any(
        outer is loop for one in bindings for outer in scopes.ancestors(one)
    ):
        yield f"`{name.id}` is the same in each round from line {start(loop)[0]}"
    for use in scopes.uses_of[owner, name.id]:
        within = any(outer is merge for outer in scopes.ancestors(use))
        if within or not isinstance(use.ctx, ast.Load):
            continue
        elsewhere = enclosing_function(scopes, use) is not owner.node
        later = start(use) > start(merge) and not any(
            is_between(scopes, one, use, start(merge)) for one in bindings
        )
        if elsewhere or later:
            yield f"`{name.id}` is used on line {use.lineno}"


def _otherwise_used(
    flow: Flow, owner: Scope, name: ast.Name, merge: ast.Call
) -> Iterator[str]:
    """Yield where a state is used later, or is kept where it is read before."""
    yield from _used_later(flow, owner, name, merge)
    for use in flow.scopes.uses_of[owner, name.id]:
        before = isinstance(use.ctx, ast.Load) and start(use) < start(merge)
        if before and _is_kept(flow, use, merge):
            yield f"`{name.id}` is kept on line {use.lineno}"


def _is_kept(flow: Flow, use: ast.expr, merge: ast.Call) -> bool:
    """Whether what a name is lives on where it is read, in this or another model."""
    node: ast.AST = use
    while True:
        parent = flow.scopes.parents[node]
        if parent is merge:
            return False
        if isinstance(parent, ast.Call):
            if parent.func is node:
                return False
            return api_of(flow, parent.func) == _MERGE
        if isinstance(parent, ast.stmt):
            return isinstance(parent, ast.Assign | ast.AnnAssign | ast.Return)
        if isinstance(parent, ast.Lambda | ast.Yield):
            return True
        node = parent


def _comprehension(flow: Flow, node: ast.AST) -> ast.AST | None:
    function = enclosing_function(flow.scopes, node)
    for outer in flow.scopes.ancestors(node):
        if outer is function:
            return None
        if isinstance(outer, _COMPREHENSIONS):
            return outer
    return None
