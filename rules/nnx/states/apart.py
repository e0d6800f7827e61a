"""Whether two objects live in functions that have nothing to do with each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ....codemod.names.scopes import FUNCTION_NODES, Function
from ....codemod.objects.places import Attribute, Item, Place, Result, Variable
from ....codemod.rule import Flow, Instance
from ..apis import api_of, innermost
from ..model_uses import LIBRARIES


def are_apart(one: Instance, others: Sequence[Instance]) -> bool:
    """Whether an object is certainly none of the others.

    Each stays in a function of its own, as those of two tests do: it is not given to
    that function, nor given back, nor kept anywhere.
    """
    home = one.remember(_home)
    homes = [other.remember(_home) for other in others]
    return home is not None and None not in homes and home not in homes


def may_meet(one: Instance, others: Sequence[Instance]) -> bool:
    """Whether an object gets to a function that has one of the others, or to any."""
    homes = {_outermost(one.flow, place) for place in one.places}
    around = {_outermost(it.flow, place) for it in others for place in it.places}
    return None in homes or bool(homes & around)


def _home(instance: Instance) -> Function | None:
    """Return the one outermost function in which an object stays, or None."""
    flow = instance.flow
    homes = {_outermost(flow, place) for place in instance.places}
    home = homes.pop() if len(homes) == 1 else None
    if home is None or home in instance.results or instance.kept or instance.writes:
        return None
    functions = [function for function, _ in instance.parameters]
    if home in functions or not all(_stays(flow, one) for one in functions):
        return None
    made = [one.node for one in instance.origins]
    given = [place.call for place in instance.escapes]
    return home if all(_keeps_nothing(flow, one) for one in (*made, *given)) else None


def _outermost(flow: Flow, place: Place) -> Function | None:
    """Return the outermost function around a place, or None for what is in none."""
    if isinstance(place, Item):
        return _outermost(flow, place.base)
    if isinstance(place, Attribute):
        return None
    if isinstance(place, Variable):
        node: ast.AST = place.scope.node
    else:
        node = place.function if isinstance(place, Result) else place.node
    around = [node, *flow.scopes.ancestors(node)]
    functions = [outer for outer in around if isinstance(outer, FUNCTION_NODES)]
    return functions[-1] if functions else None


def _stays(flow: Flow, function: Function) -> bool:
    """Whether a function gets nowhere but to calls, which keep nothing."""
    return all(_is_handed(flow, use) for use in _uses(flow, function))


def _uses(flow: Flow, function: Function) -> Iterator[ast.expr]:
    """Yield where a function is used: the lambda itself, or its name."""
    name, scopes = getattr(function, "name", ""), flow.scopes
    if isinstance(function, ast.Lambda):
        parent = scopes.parents[function]
        target = parent.targets[0] if isinstance(parent, ast.Assign) else None
        if not isinstance(target, ast.Name):
            yield function
            return
        name = target.id
    owner = scopes.lookup(name, scopes.scope_of[function].parent or scopes.module)
    for use in scopes.uses_of.get((owner, name), []) if owner is not None else ():
        if isinstance(use.ctx, ast.Load):
            yield use


def _is_handed(flow: Flow, use: ast.expr) -> bool:
    call = flow.scopes.parents[use]
    if isinstance(call, ast.keyword):
        call = flow.scopes.parents[call]
    return isinstance(call, ast.Call) and (
        call.func is use or _keeps_nothing(flow, call)
    )


def _keeps_nothing(flow: Flow, call: ast.AST | None) -> bool:
    """Whether a call is of a library, or of a plain name that the module gives."""
    if not isinstance(call, ast.Call):
        return False
    if ast.unparse(call.func) == "super().__init__":
        return True
    callee = innermost(call.func)
    if api_of(flow, callee).partition(".")[0] in LIBRARIES:
        return True
    if not isinstance(callee, ast.Name):
        return False
    owner = flow.scopes.lookup(callee.id, flow.scopes.scope_of[callee])
    bindings = owner.bindings[callee.id] if owner is not None else []
    return bool(bindings) and not any(one.is_import for one in bindings)
