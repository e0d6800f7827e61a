"""Whether the model that an update trains is certain, and may be named there."""

from __future__ import annotations

import ast

from ..codemod.flow.callers import unseen_callers
from ..codemod.flow.functions import Function
from ..codemod.flow.instance import Instance
from ..codemod.meaning import Key
from .gradients import differentiated_model
from .nnx import OPTIMIZERS
from .optimizer_calls import Update, made, model_of


def doubt_about_model(instance: Instance, update: Update) -> str:
    """Return why the model of an old-style update is not certain, or nothing.

    It is certain where the gradients come, in the same function, from `nnx.grad`
    or `nnx.value_and_grad` of a function called with it, and both it and the
    optimizer are parameters there; or where both are local names there, the
    optimizer made with that very model.
    """
    flow = instance.flow
    line = update.call.lineno
    assert update.gradients is not None
    model = differentiated_model(flow, update.gradients)
    if model is None:
        text = ast.unparse(update.gradients)[:40]
        return f"on line {line} it is not certain of which model `{text}` is"
    if not isinstance(model, ast.Name):
        return f"on line {line} the model is `{ast.unparse(model)[:40]}`, not a name"
    if not isinstance(update.method.receiver, ast.Name):
        return f"on line {line} the optimizer is not a plain name"
    key, receiver = _key(instance, model), _key(instance, update.method.receiver)
    if key is None or receiver is None:
        return f"on line {line} the model is not a name of this module"
    for scope, name in (key, receiver):
        if scope is not receiver[0] or scope is not update.method.scope:
            return f"on line {line} `{name}` comes from outside the function"
        if len(scope.bindings[name]) != 1:
            return f"`{name}` is bound more than once, as on line {_last(scope, name)}"
    if _is_parameter(key) and _is_parameter(receiver):
        return _mismatched_caller(instance, key, receiver)
    for creation in made(instance, *OPTIMIZERS):
        given = model_of(creation)
        if isinstance(given, ast.Name) and _key(instance, given) == key:
            return ""
    return f"on line {line} `{key[1]}` is not a parameter of the function"


def model_name(instance: Instance, update: Update) -> str:
    """Return the name of the model, where it is certain."""
    assert update.gradients is not None
    model = differentiated_model(instance.flow, update.gradients)
    assert isinstance(model, ast.Name)
    return model.id


def _mismatched_caller(instance: Instance, model: Key, optimizer: Key) -> str:
    """Return which call may give the function a model that is not the optimizer's."""
    flow = instance.flow
    function = model[0].node
    assert isinstance(function, Function)
    if reason := unseen_callers(flow, function):
        return reason
    models = [model_of(creation) for creation in made(instance, *OPTIMIZERS)]
    keys = {_key(instance, one) for one in models if isinstance(one, ast.Name)}
    callers = list(flow.callers(function))
    names = {one.id for one in models if isinstance(one, ast.Name)}
    if not callers and names != {model[1]}:
        return f"nothing here calls the function on line {function.lineno}"
    for call, called in callers:
        given = {
            parameter.arg: value
            for value, parameter in called.bound(call)
            if parameter is not None
        }
        value, holder = given.get(model[1]), given.get(optimizer[1])
        if not isinstance(value, ast.Name) or not isinstance(holder, ast.Name):
            return f"line {call.lineno} does not show whose model it passes"
        key = _key(instance, value)
        if key is None:
            return f"line {call.lineno} passes `{value.id}`, which comes from elsewhere"
        if _is_parameter(key):
            continue
        if len(key[0].bindings[key[1]]) != 1:
            return f"`{key[1]}` is bound more than once, as on line " + str(_last(*key))
        made_here = any(one is not None and one[0] is key[0] for one in keys)
        if made_here and key not in keys:
            return f"line {call.lineno} passes `{key[1]}`, not the optimizer's model"
    return ""


def _key(instance: Instance, name: ast.Name) -> Key | None:
    scopes = instance.flow.scopes
    owner = scopes.lookup(name.id, scopes.scope_of[name])
    return None if owner is None else (owner, name.id)


def _is_parameter(key: Key) -> bool:
    scope, name = key
    bindings = scope.bindings[name]
    return len(bindings) == 1 and isinstance(bindings[0].node, ast.arg)


def _last(scope: object, name: str) -> int:
    bindings = getattr(scope, "bindings", {}).get(name, [])
    return max((getattr(one.node, "lineno", 0) for one in bindings), default=0)
