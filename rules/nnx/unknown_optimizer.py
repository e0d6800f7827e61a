"""Updates of an optimizer that the module does not make: of which kind is it?"""

from __future__ import annotations

import ast

from ...codemod.rule import Flow, Instance
from .calls import Style, Update, updates
from .gradients import may_be_gradients
from .names import MERGE


def is_of_unknown_optimizer(instance: Instance, update: Update) -> bool:
    """Whether an old-style update is, by its gradients, of an NNX optimizer.

    A module with a class of its own that has an ``update`` may mean that one.
    """
    flow = instance.flow
    if instance.creations or update.style is not Style.OLD:
        return False
    if not all(_is_merged(flow, one.node) for one in instance.origins):
        return False
    assert update.gradients is not None
    return may_be_gradients(flow, update.gradients) and not any(
        scope.is_class and "update" in scope.bindings
        for scope in flow.scopes.all_scopes()
    )


def _is_merged(flow: Flow, node: ast.AST) -> bool:
    """Whether a value is put together by `nnx.merge`, and so may be an optimizer."""
    return isinstance(node, ast.Call) and flow.functions.known(node.func) == MERGE


def unclaimed_update(flow: Flow) -> int:
    """Return the line of an update that no optimizer of the module claims, or 0."""
    for instance in flow.instances:
        for update in updates(instance):
            if is_of_unknown_optimizer(instance, update):
                return update.call.lineno
    return 0
