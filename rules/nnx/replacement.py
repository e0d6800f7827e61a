"""How an optimizer that holds its model becomes one that is given it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...codemod.rule import (
    AddArgument,
    AddFirstArgument,
    Beside,
    Instance,
    RenameClass,
)
from ...codemod.rule.intents import Intent
from ...codemod.rule.naming import why_unwritable
from .blocks import why_unlike
from .calls import Wrt, made, updates, wrt_of
from .certain_model import model_name
from .names import DEFAULT_WRT, MODEL_AND_OPTIMIZER, OPTIMIZER
from .obstacles import why_needed
from .reasons import first


@dataclass(frozen=True, slots=True)
class Replacement:
    """What has to change for one optimizer, or why it may not.

    Attributes:
        reason: why it keeps its model; empty if it need not.
        intents: everything that changes; none where it keeps it.
    """

    reason: str = ""
    intents: tuple[Intent, ...] = ()


def replacement(instance: Instance) -> Replacement:
    """Return how an `nnx.ModelAndOptimizer` becomes an `nnx.Optimizer`."""
    found = updates(instance)
    reason = "" if found else "nothing here updates it"
    reason = reason or why_needed(instance, found) or why_unlike(instance, found)
    reason = reason or first(_unwritable(instance))
    if reason:
        return Replacement(reason)
    return Replacement(intents=(*_of_constructors(instance), *_of_updates(instance)))


def _unwritable(instance: Instance) -> Iterator[str]:
    for creation in made(instance, MODEL_AND_OPTIMIZER):
        for name in (OPTIMIZER, DEFAULT_WRT):
            yield why_unwritable(instance.flow, creation.call.func, name)


def _of_constructors(instance: Instance) -> Iterator[Intent]:
    for creation in made(instance, MODEL_AND_OPTIMIZER):
        call = creation.call
        yield RenameClass(call.func, OPTIMIZER)
        if wrt_of(call) is Wrt.MISSING:
            yield AddArgument(call, "wrt", Beside(call.func, DEFAULT_WRT))


def _of_updates(instance: Instance) -> Iterator[Intent]:
    for update in updates(instance):
        yield AddFirstArgument(update.call, model_name(instance, update))
