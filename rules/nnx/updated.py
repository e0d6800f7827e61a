"""Which updates drive a gradient transformation, and what is in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...codemod.names.surroundings import expects_error, version_guard
from ...codemod.rule import Instance, MethodCall
from ..optax.transformations import TRANSFORMATIONS
from .calls import made, transform_of
from .chained import Chained, chained
from .names import OPTIMIZERS, TRAIN_STATE


@dataclass(frozen=True, slots=True)
class Updated:
    """A transformation as it is updated.

    Attributes:
        chained: what is in it.
        methods: the calls that update it, in source order; not those that a `try`
            or a question for a version takes care of, or that are to raise.
        hands_on: whether they hand their keywords on to it.
    """

    chained: Chained
    methods: Sequence[MethodCall]
    hands_on: bool = True


def updated(instance: Instance) -> Updated | None:
    """Return how an object updates a transformation, if it certainly is one that does.

    A transformation itself, an NNX optimizer, or Flax's train state.
    """
    return instance.remember(_updated)


def _updated(instance: Instance) -> Updated | None:
    flow = instance.flow
    creations = instance.creations
    if instance.is_created(*TRANSFORMATIONS):
        found = chained(flow, [one.call for one in creations])
        return Updated(found, _calls(instance, "update"))
    if instance.is_created(*OPTIMIZERS):
        found = chained(flow, map(transform_of, creations))
        return Updated(found, _calls(instance, "update"))
    states = [*_train_states(instance)]
    if not states:
        return None
    found = chained(flow, map(_tx, states))
    return Updated(found, _calls(instance, "apply_gradients"), hands_on=False)


def _calls(instance: Instance, name: str) -> list[MethodCall]:
    scopes = instance.flow.scopes
    methods = instance.methods(name)
    return [
        one
        for one in methods
        if not (version_guard(scopes, one.call) or expects_error(scopes, one.call))
    ]


def lacking(call: ast.Call, needed: Sequence[str]) -> list[str]:
    """Return which keywords a call does not give; none where it may give any."""
    named = {keyword.arg for keyword in call.keywords}
    return [] if None in named else [one for one in needed if one not in named]


def _train_states(instance: Instance) -> Iterator[ast.Call]:
    for creation in made(instance, TRAIN_STATE):
        yield creation.call
    for creation in instance.creations:
        if _derives_plainly(instance, creation.call):
            yield creation.call


def _derives_plainly(instance: Instance, call: ast.Call) -> bool:
    """Whether a class of the module is made that leaves `apply_gradients` as it is."""
    flow = instance.flow
    callee = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    derived = flow.derived(callee)
    if derived is None or flow.functions.known(flow.subclasses[derived]) != TRAIN_STATE:
        return False
    scope = flow.scopes.scope_of[derived]
    return "apply_gradients" not in scope.bindings


def _tx(call: ast.Call) -> ast.expr | None:
    given = (keyword.value for keyword in call.keywords if keyword.arg == "tx")
    return next(given, None)
