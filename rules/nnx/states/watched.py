"""Of which objects a module may change a state: those of an optimizer, or one alone."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from ....codemod.rule import Flow, Instance
from ..apis import api_of
from ..calls import model_of
from ..derived import optimizers_made
from ..model_uses import LIBRARIES
from .by_name import calls_by_name
from .related import Related


def related_to(instance: Instance) -> Related:
    """Return an optimizer with what shares variables with it."""
    flow, objects = instance.flow, [instance]
    for creation in optimizers_made(instance):
        model = model_of(creation)
        held = flow.object_of(model) if model is not None else None
        objects += [held] if held is not None else []
    updates = [call.call for call in instance.methods("update")]
    hidden = instance.escapes or instance.kept
    more = flow.remember(calls_by_name).get("update", []) if hidden else []
    updates += [call for call in more if not _is_merged(flow, call)]
    found = Related(flow, objects, updates, away=any(map(is_away, objects)))
    found.moves = bool(instance.methods("update") or hidden)
    return found


def alone(held: Instance) -> Related:
    """Return an object that is no optimizer, with all that its module does with it."""
    away = is_away(held)
    found = Related(held.flow, [held], (), away=away)
    changes = [node for use in held.uses for node in _around(held.flow, use)]
    changes = [node for node in changes if found.changes(node)]
    return Related(held.flow, [held], changes, away=away)


def unseen(flow: Flow, name: str) -> Related:
    """Return an object of which a module says no more than the name it comes by."""
    return Related(flow, [], (), away=True, name=name)


def _around(flow: Flow, use: ast.expr) -> Iterator[ast.AST]:
    """Yield what a use is a part of, in its statement."""
    for outer in flow.scopes.ancestors(use):
        if isinstance(outer, ast.stmt):
            return
        yield outer


def is_away(instance: Instance) -> bool:
    """Whether others than the module's own functions may have an object."""
    flow = instance.flow
    if instance.parameters or instance.kept or instance.module_names:
        return True
    if any(not isinstance(one.node, ast.Call) for one in instance.origins):
        return True
    calls = [place.call for place in instance.escapes]
    return any(call is None or not _is_library(flow, call) for call in calls)


def _is_library(flow: Flow, call: ast.Call) -> bool:
    root = api_of(flow, call.func).partition(".")[0]
    return (
        root in LIBRARIES or hasattr(builtins, root) or flow.creation(call) is not None
    )


def _is_merged(flow: Flow, update: ast.Call) -> bool:
    """Whether an update is of what `nnx.merge` has made, which shares nothing."""
    receiver = getattr(update.func, "value", update)
    held = flow.object_of(receiver)
    return held is not None and any(
        isinstance(one.node, ast.Call) and api_of(flow, one.node.func) == "nnx.merge"
        for one in held.origins
    )
