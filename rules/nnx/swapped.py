"""Whether an update is given its gradients first, and its model second."""

from __future__ import annotations

import ast

from ...codemod.rule import Instance
from .calls import made, model_of
from .gradients import differentiated_model
from .names import OPTIMIZERS


def is_swapped(instance: Instance, call: ast.Call) -> bool:
    """Whether the two positional arguments of an update are in the wrong order.

    They are where the first is the gradients of the second, or where the second,
    and not the first, is the model that the optimizer is made with.
    """
    if len(call.args) != 2:
        return False
    first, second = (ast.dump(one) for one in call.args)
    model = differentiated_model(instance.flow, call.args[0])
    if model is not None and ast.dump(model) == second:
        return True
    models = [model_of(creation) for creation in made(instance, *OPTIMIZERS)]
    named = {ast.dump(one) for one in models if isinstance(one, ast.Name)}
    return second in named and first not in named
