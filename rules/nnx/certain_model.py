"""Whether the model that an update trains is certain, and may be named there.

Certain is: the gradients of the update are of the very object with which the optimizer
was made, on every way on which the two get there.
"""

from __future__ import annotations

import ast
from pathlib import Path

from ...codemod.names.meaning import Key
from ...codemod.names.scopes import Binding, Function
from ...codemod.names.syntax import shown
from ...codemod.objects.callers import unseen_callers
from ...codemod.objects.values import Creation
from ...codemod.rule import Flow, Instance
from .calls import Update, made, model_of
from .gradients import differentiated_model
from .names import OPTIMIZERS

_LOOPS = (ast.For, ast.AsyncFor, ast.While)


def doubt_about_model(instance: Instance, update: Update) -> str:
    """Return why the model of an old-style update is not certain, or nothing.

    The gradients have to come, in the same function, from `nnx.grad` or
    `nnx.value_and_grad` of a function called with the model. Model and optimizer are
    local names there, the one made with the other; or both are parameters, and so on
    for every call of the function.
    """
    line = update.call.lineno
    creations = [*made(instance, *OPTIMIZERS)]
    if len(creations) != 1:
        return "more than one constructor makes it"
    assert update.gradients is not None
    model = differentiated_model(instance.flow, update.gradients)
    if model is None:
        text = shown(update.gradients)
        return f"on line {line} it is not certain of which model `{text}` is"
    if not isinstance(model, ast.Name):
        return f"on line {line} the model is `{shown(model)}`, not a name"
    if not isinstance(update.method.receiver, ast.Name):
        return f"on line {line} the optimizer is not a plain name"
    key, receiver = _key(instance, model), _key(instance, update.method.receiver)
    if key is None or receiver is None:
        return f"on line {line} the model is not a name of this module"
    for scope, name in (key, receiver):
        if scope is not update.method.scope:
            return f"on line {line} `{name}` comes from outside the function"
    return _Pairing(instance, creations[0]).doubt(key, receiver, line)


def model_name(instance: Instance, update: Update) -> str:
    """Return the name of the model, where it is certain."""
    assert update.gradients is not None
    model = differentiated_model(instance.flow, update.gradients)
    assert isinstance(model, ast.Name)
    return model.id


class _Pairing:
    """Follows two names back to where an optimizer is made with its model."""

    def __init__(self, instance: Instance, creation: Creation) -> None:
        self.instance = instance
        self.flow = instance.flow
        self.creation = creation
        self._asked: set[tuple[Key, Key]] = set()

    def doubt(self, model: Key, optimizer: Key, line: int) -> str:
        """Return why two names, used on a line, may not be a pair, or nothing."""
        if (model, optimizer) in self._asked:  # a function that calls itself
            return ""
        self._asked.add((model, optimizer))
        if model[0] is not optimizer[0]:
            return f"on line {line} model and optimizer are of different scopes"
        for scope, name in (model, optimizer):
            if len(scope.bindings[name]) != 1:
                last = max(
                    getattr(one.node, "lineno", 0) for one in scope.bindings[name]
                )
                return f"`{name}` is bound more than once, as on line {last}"
        if _is_parameter(optimizer) and _is_parameter(model):
            return self._doubt_callers(model, optimizer)
        return self._doubt_made(model, optimizer, line)

    def _doubt_made(self, model: Key, optimizer: Key, line: int) -> str:
        """Return why the one name may not be made here with the other."""
        binding, given = _binding(optimizer), model_of(self.creation)
        if binding.value is not self.creation.call:
            return f"`{optimizer[1]}` is not made where `{model[1]}` is given to it"
        if not isinstance(given, ast.Name) or _key(self.instance, given) != model:
            return f"line {line} uses `{model[1]}`, not the optimizer's model"
        around = self.flow.scopes.ancestors(_binding(model).node)
        for outer in around:
            if outer is model[0].node:
                break
            if isinstance(outer, _LOOPS):
                return (
                    f"`{model[1]}` is another one each time round line {outer.lineno}"
                )
        return ""

    def _doubt_callers(self, model: Key, optimizer: Key) -> str:
        """Return which call may give the function a model that is not the one."""
        function = model[0].node
        assert isinstance(function, Function)
        if reason := unseen_callers(self.flow, function):
            return reason
        callers = self.flow.callers(function)
        if not callers:
            return self._doubt_adopted(model, optimizer, function)
        for call, called in callers:
            given = {
                parameter.arg: value
                for value, parameter in called.bound(call)
                if parameter is not None
            }
            pair = [given.get(name) for name in (model[1], optimizer[1])]
            keys = [
                _key(self.instance, one) for one in pair if isinstance(one, ast.Name)
            ]
            if len(keys) < 2 or keys[0] is None or keys[1] is None:
                return f"line {call.lineno} does not show whose model it passes"
            if reason := self.doubt(keys[0], keys[1], call.lineno):
                return reason
        return ""

    def _doubt_adopted(self, model: Key, optimizer: Key, function: Function) -> str:
        """Return why a function that nothing calls may not mean the module's names."""
        module = self.flow.scopes.module
        if where := _named_elsewhere(self.flow):
            return f"{where} names this module, and may call line {function.lineno}"
        if model[1] in module.bindings and optimizer[1] in module.bindings:
            return self.doubt(
                (module, model[1]), (module, optimizer[1]), function.lineno
            )
        return f"nothing here calls the function on line {function.lineno}"


def _named_elsewhere(flow: Flow) -> str:
    """Return which other file says the name of a module, or nothing."""
    project = flow.resolver.project
    if project is None:
        return ""
    file = flow.resolver.file
    name = file.parent.name if file.name == "__init__.py" else file.stem
    sources = project.elsewhere.files_saying(file, name)
    return Path(sources[0].path).name if sources else ""


def _key(instance: Instance, name: ast.Name) -> Key | None:
    scopes = instance.flow.scopes
    owner = scopes.lookup(name.id, scopes.scope_of[name])
    return None if owner is None else (owner, name.id)


def _binding(key: Key) -> Binding:
    return key[0].bindings[key[1]][0]


def _is_parameter(key: Key) -> bool:
    return isinstance(_binding(key).node, ast.arg)
