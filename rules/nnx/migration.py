"""How one optimizer gets over Flax 0.11: with the model passed, or as it was.

All updates of an optimizer get the model, or none does: then it becomes
`nnx.ModelAndOptimizer`, which is what `nnx.Optimizer` was before.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...codemod.model import Edit
from ...codemod.objects.flow import Instance
from ...codemod.objects.values import Creation
from ...codemod.rule.naming import Sibling, renamed_import, sibling
from ...codemod.rule.rule import Change, Report
from ...codemod.rule.transforms import (
    Transform,
    add_keyword,
    compose,
    first_argument,
    name_arguments,
    replace_callee,
)
from .calls import Style, Update, Wrt, made, updates, wrt_of
from .certain_model import model_name
from .names import DEFAULT_WRT, MODEL_AND_OPTIMIZER, OPTIMIZER, OPTIMIZERS
from .obstacles import is_guarded, why_blocked, why_kept


@dataclass(frozen=True)
class Migration:
    """What has to change for one optimizer.

    Attributes:
        updates: its updates, new ones too.
        keeps: why it becomes `nnx.ModelAndOptimizer`; empty if the model is passed.
        blocked: why nothing may be rewritten; empty if something may.
        siblings: the names to write in the place of each constructor's.
        is_loose: whether only an update that may be one of it asks for this.
    """

    instance: Instance
    updates: list[Update]
    keeps: str = ""
    blocked: str = ""
    siblings: tuple[tuple[Creation, Sibling], ...] = ()
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
            node,
            message,
            self.changes,
            fix_message=fix_message,
            edits=self.edits,
            preserves=self.preserves,
        )

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every change, constructors and updates together."""
        siblings = dict(self.siblings)
        constructors = (
            Change(one.call, _constructor(one, siblings.get(one), self.keeps))
            for one in made(self.instance, *OPTIMIZERS)
            if one in siblings or wrt_of(one.call) is Wrt.POSITIONAL
        )
        return (*constructors, *self._update_changes())

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """What the imports need for the changes."""
        keys = [name.key for _, name in self.siblings if name.key is not None]
        if self.keeps and keys:
            renamed = renamed_import(
                self.instance.flow, keys[0], MODEL_AND_OPTIMIZER, len(keys)
            )
            if renamed:
                return renamed
        edits = (edit for _, name in self.siblings for edit in name.edits)
        return tuple(dict.fromkeys(edits))

    def _update_changes(self) -> Iterator[Change]:
        for update in self.outdated:
            name = "" if self.keeps else model_name(self.instance, update)
            if name or update.by_name:
                yield Change(update.call, first_argument("grads", name))


def migration(instance: Instance) -> Migration | None:
    """Return how an optimizer that the module makes is migrated, if it needs it."""
    return instance.remember(_migration)


def _migration(instance: Instance) -> Migration | None:
    creations = [*made(instance, *OPTIMIZERS)]
    if not creations or is_guarded(instance):
        return None
    found = updates(instance)
    plain = [*made(instance, OPTIMIZER)]
    reads = [*instance.attributes("model")] if plain else []
    incomplete = [
        one
        for one in plain
        if wrt_of(one.call) is Wrt.MISSING and "wrt" not in one.given
    ]
    positional = [one for one in creations if wrt_of(one.call) is Wrt.POSITIONAL]
    loose = False
    if not (incomplete or positional or _outdated(instance, found) or reads):
        loose = bool(plain) and not found and _may_be_updated(instance)
        if not loose:
            return None
    keeps = why_kept(instance, found) if plain else _as_it_is(instance)
    blocked = why_blocked(instance, found, keeps)
    wanted = plain if keeps else incomplete
    name = MODEL_AND_OPTIMIZER if keeps else DEFAULT_WRT
    siblings = []
    for creation in () if blocked else wanted:
        answer = sibling(instance.flow, creation.call.func, name)
        if isinstance(answer, str):
            blocked = answer
            break
        siblings.append((creation, answer))
    return Migration(instance, found, keeps, blocked, tuple(siblings), loose)


def _outdated(instance: Instance, found: list[Update]) -> list[Update]:
    """Return the updates that Flax 0.11 refuses; the old class only those by name."""
    old = [one for one in found if one.style is Style.OLD]
    if any(made(instance, OPTIMIZER)):
        return old
    return [one for one in old if one.by_name]


def _may_be_updated(instance: Instance) -> bool:
    """Whether it leaves for where an old-style update takes what comes from there."""
    return bool(instance.escapes or instance.kept) and any(
        update.style is Style.OLD
        for other in instance.flow.instances
        if other.origins and any(made(other, OPTIMIZER))
        for update in updates(other)
    )


def _as_it_is(instance: Instance) -> str:
    return f"it is one on line {instance.creations[0].call.lineno}"


def _constructor(creation: Creation, name: Sibling | None, keeps: str) -> Transform:
    steps: list[Transform] = []
    if wrt_of(creation.call) is Wrt.POSITIONAL:
        steps.append(name_arguments({2: "wrt"}))
    if name is not None and keeps:
        steps.append(replace_callee(name.text))
    elif name is not None:
        steps.append(add_keyword("wrt", name.text))
    return compose(*steps)
