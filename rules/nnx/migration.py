"""How one optimizer gets over Flax 0.11: with the model passed, or as it was.

All updates of an optimizer get the model, or none does: then it becomes
`nnx.ModelAndOptimizer`, which is what `nnx.Optimizer` was before.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...codemod.objects.values import Creation
from ...codemod.rule import (
    AddArgument,
    AddFirstArgument,
    Beside,
    Instance,
    NameArgument,
    PassFirst,
    RenameClass,
    Report,
)
from ...codemod.rule.intents import Intent
from ...codemod.rule.naming import why_unwritable
from .blocks import why_blocked
from .calls import Style, Update, Wrt, lacks_wrt, made, updates, wrt_of
from .certain_model import model_name
from .half_done import old_call_by_way, old_call_of_taken
from .names import DEFAULT_WRT, MODEL_AND_OPTIMIZER, OPTIMIZER, OPTIMIZERS
from .obstacles import is_guarded, why_kept


@dataclass(frozen=True)
class Migration:
    """What has to change for one optimizer.

    Attributes:
        instance: the optimizer.
        updates: its updates, new ones too.
        keeps: why it becomes `nnx.ModelAndOptimizer`; empty if the model is passed.
        blocked: why nothing may be rewritten; empty if something may.
        is_loose: whether only an update that may be one of it asks for this.
    """

    instance: Instance
    updates: list[Update]
    keeps: str = ""
    blocked: str = ""
    is_loose: bool = False

    @property
    def outdated(self) -> list[Update]:
        """The updates that Flax 0.11 refuses."""
        return _outdated(self.instance, self.updates)

    @property
    def preserves(self) -> str:
        """Why the rewritten program behaves as it did before Flax 0.11."""
        if self.keeps:
            return f"nnx.{MODEL_AND_OPTIMIZER} is the old optimizer: {self.keeps}"
        if self.outdated:
            return "each update is given the model that its gradients are of"
        if any(wrt_of(one.call) is Wrt.POSITIONAL for one in self.instance.creations):
            return "`wrt` is the same, by name"
        return f"`wrt` was nnx.{DEFAULT_WRT} where it was not given"

    def report(self, node: ast.AST, message: str, fix_message: str) -> Report:
        """Return a report that carries the whole migration: all of it, or nothing."""
        if self.blocked:
            return Report(node, message, unfixable=self.blocked)
        return Report(
            node, message, self.intents, fix_message, preserves=self.preserves
        )

    @cached_property
    def intents(self) -> tuple[Intent, ...]:
        """Everything that changes, constructors and updates together."""
        return (*self._of_constructors(), *self._of_updates())

    def _of_constructors(self) -> Iterator[Intent]:
        for creation in made(self.instance, *OPTIMIZERS):
            call = creation.call
            if wrt_of(call) is Wrt.POSITIONAL:
                yield NameArgument(call, 2, "wrt")
            if self.keeps and creation.name == OPTIMIZER:
                yield RenameClass(call.func, MODEL_AND_OPTIMIZER)
            elif not self.keeps and _lacks_wrt(creation):
                yield AddArgument(call, "wrt", Beside(call.func, DEFAULT_WRT))

    def _of_updates(self) -> Iterator[Intent]:
        for update in self.outdated:
            if update.by_name:
                yield PassFirst(update.call, "grads")
            if not self.keeps:
                model = model_name(self.instance, update)
                yield AddFirstArgument(update.call, model)


def migration(instance: Instance) -> Migration | None:
    """Return how an optimizer that the module makes is migrated, if it needs it."""
    return instance.remember(_migration)


def _migration(instance: Instance) -> Migration | None:
    creations = [*made(instance, *OPTIMIZERS)]
    if not creations or is_guarded(instance):
        return None
    found = updates(instance)
    loose = not _is_refused(instance, found)
    if loose and not _may_be_updated(instance, found):
        return None
    plain = any(made(instance, OPTIMIZER))
    keeps = why_kept(instance, found) if plain else _as_it_is(instance)
    blocked = why_blocked(instance, found, keeps) or _unwritable(instance, keeps)
    return Migration(instance, found, keeps, blocked, loose)


def _is_refused(instance: Instance, found: list[Update]) -> bool:
    """Whether Flax 0.11 refuses anything that is done with an optimizer."""
    creations = [*made(instance, *OPTIMIZERS)]
    return (
        any(_lacks_wrt(one) or _hides_none(one) for one in creations)
        or any(wrt_of(one.call) is Wrt.POSITIONAL for one in creations)
        or bool(_outdated(instance, found))
        or (any(made(instance, OPTIMIZER)) and bool(instance.attributes("model")))
    )


def _lacks_wrt(creation: Creation) -> bool:
    """Whether a constructor of the new class has to be given `wrt`."""
    missing = wrt_of(creation.call) is Wrt.MISSING and "wrt" not in creation.given
    return missing and creation.name == OPTIMIZER


def _hides_none(creation: Creation) -> bool:
    """Whether what a constructor of the new class is given, unpacked, has no `wrt`."""
    return creation.name == OPTIMIZER and lacks_wrt(creation.call)


def _unwritable(instance: Instance, keeps: str) -> str:
    """Return why a name that the constructors need cannot be written, or nothing."""
    name = MODEL_AND_OPTIMIZER if keeps else DEFAULT_WRT
    wanted = [one for one in made(instance, OPTIMIZER) if keeps or _lacks_wrt(one)]
    reasons = (why_unwritable(instance.flow, one.call.func, name) for one in wanted)
    return next((reason for reason in reasons if reason), "")


def _outdated(instance: Instance, found: list[Update]) -> list[Update]:
    """Return the updates that Flax 0.11 refuses; the old class only those by name."""
    old = [one for one in found if one.style is Style.OLD]
    if any(made(instance, OPTIMIZER)):
        return old
    return [one for one in old if one.by_name]


def _may_be_updated(instance: Instance, found: list[Update]) -> bool:
    """Whether it leaves for where an old-style update takes what comes from there."""
    flow, taken = instance.flow, _taken(instance)
    if any(old_call_of_taken(flow, one) for one in taken):
        return True
    given = [place.node for place in instance.escapes] if _is_new(instance) else []
    if any(old_call_by_way(flow, one) for one in (*taken, *given)):
        return True
    leaves = bool(instance.escapes or instance.kept)
    if found or not leaves or not any(made(instance, OPTIMIZER)):
        return False
    return any(
        update.style is Style.OLD
        for other in instance.flow.instances
        if other.origins and any(made(other, OPTIMIZER))
        for update in updates(other)
    )


def _taken(instance: Instance) -> list[ast.Attribute]:
    """Return where `update` is taken from an optimizer of the new class uncalled."""
    reads = instance.reads if _is_new(instance) else []
    return [one for one in reads if one.attr == "update"]


def _is_new(instance: Instance) -> bool:
    return any(made(instance, OPTIMIZER))


def _as_it_is(instance: Instance) -> str:
    return f"it is one on line {instance.creations[0].call.lineno}"
