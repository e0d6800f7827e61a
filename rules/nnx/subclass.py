"""A class derived from `nnx.Optimizer`, as the guides of Flax 0.10 showed one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeGuard

from ...codemod.names.surroundings import version_guard
from ...codemod.names.syntax import is_named, shown
from ...codemod.rule import (
    Flow,
    Instance,
    MethodCall,
    NameArgument,
    PassFirst,
    RenameClass,
    Report,
    Severity,
)
from ...codemod.rule.naming import why_unwritable
from .blocks import why_object_unfit
from .calls import Style, Wrt, lacks_wrt, style_of, updates, wrt_of
from .class_uses import class_used, held_class
from .derived import objects_of, out_of_sight
from .half_done import unfit, unfit_elsewhere
from .names import MODEL_AND_OPTIMIZER, OPTIMIZER, OPTIMIZERS
from .reasons import first
from .said_updates import said_updates
from .transformation import transform_doubts

_MESSAGE = "a class derived from `nnx.Optimizer` of Flax 0.10 raises since Flax 0.11"
_FOLLOWED = ("__init__", "update")
_UPDATE = "self.update"
_PRESERVES = f"nnx.{MODEL_AND_OPTIMIZER} is the old base class"


def check_subclass(flow: Flow, definition: ast.ClassDef) -> Iterator[Report]:
    """Report a derived class that was written for the old `nnx.Optimizer`."""
    base = flow.subclasses[definition]
    if flow.functions.known(base) != OPTIMIZER or version_guard(
        flow.scopes, definition
    ):
        return
    constructors = [*_super_calls(definition, "__init__")]
    if not _is_old(flow, definition, constructors):
        return
    text = flow.source.segment(definition)
    found = [*_super_calls(definition, "update")]
    if any(style_of(call) is Style.NEW for call in found):
        reason = "its `update` passes the model already"
        yield Report(base, _MESSAGE, unfixable=reason)
        return
    reason = why_unwritable(flow, base, MODEL_AND_OPTIMIZER)
    if f"{OPTIMIZER}.update(" in text or f"{OPTIMIZER}.__init__(" in text:
        reason = f"it calls `{OPTIMIZER}` by name, without `super`"
    reason = first(_unfit(flow, definition), class_used(flow)) or reason
    if reason:
        yield Report(base, _MESSAGE, unfixable=reason)
        return
    named = (
        NameArgument(call, 2, "wrt")
        for call in constructors
        if wrt_of(call) is Wrt.POSITIONAL
    )
    yield Report(
        base,
        _MESSAGE,
        (RenameClass(base, MODEL_AND_OPTIMIZER), *named),
        fix_message=f"Derive it from `nnx.{MODEL_AND_OPTIMIZER}`",
        preserves=_PRESERVES,
    )


def _unfit(flow: Flow, definition: ast.ClassDef) -> Iterator[str]:
    """Yield what of a class, and of its objects, does not fit the old optimizer."""
    bindings = flow.scopes.scope_of[definition].bindings
    yield held_class(flow, flow.subclasses[definition])
    yield from _unfit_super(flow, definition)
    if "update" not in bindings:
        yield from said_updates(flow, kept=True)
        yield from unfit_elsewhere(flow)
        for node in ast.walk(definition):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == _UPDATE:
                yield from unfit(flow, node)
    if "__init__" not in bindings:
        yield from _unfit_creations(flow, definition)
    yield from out_of_sight(flow, definition)
    for instance in objects_of(flow, definition):
        yield why_object_unfit(instance, inherits="update" not in bindings)


def _unfit_super(flow: Flow, definition: ast.ClassDef) -> Iterator[str]:
    """Yield which use of `super` the old optimizer does not take."""
    for call in _calls_of_super(definition):
        above = flow.scopes.parents[call]
        outer = flow.scopes.parents[above]
        name = above.attr if isinstance(above, ast.Attribute) else ""
        if name not in _FOLLOWED or not isinstance(outer, ast.Call):
            yield f"`{shown(above)}` is used on line {call.lineno}"
    for call in _super_calls(definition, "update"):
        yield from unfit(flow, call)
    # With several bases, `super()` of one may be another.
    whole = flow.scopes.module.node if len(definition.bases) > 1 else definition
    for call in _super_calls(whole, "update"):
        if not call.args:
            yield f"line {call.lineno} gives `grads` by name, which is positional now"
    for call in _super_calls(definition, "__init__"):
        yield from transform_doubts(flow, call)


def _unfit_creations(flow: Flow, definition: ast.ClassDef) -> Iterator[str]:
    """Yield what is given to the class as it was, and does not fit the old one."""
    for instance in objects_of(flow, definition):
        for creation in instance.creations:
            wrt, line = wrt_of(creation.call), creation.call.lineno
            if wrt is Wrt.POSITIONAL:
                yield f"line {line} gives `wrt` by position"
            if wrt is Wrt.OPAQUE:
                yield f"the arguments on line {line} are not all seen"
            yield from transform_doubts(flow, creation.call)


def _calls_of_super(definition: ast.ClassDef) -> Iterator[ast.Call]:
    for node in ast.walk(definition):
        if isinstance(node, ast.Call) and is_named(node.func, "super"):
            yield node


def updates_by_name(instance: Instance) -> Iterator[MethodCall]:
    """Yield the updates of a derived class that give `grads` by name.

    The class has to leave `update` as it is.
    """
    flow = instance.flow
    for creation in instance.creations:
        definition = flow.derived(creation.call.func)
        if definition is None or "update" in flow.scopes.scope_of[definition].bindings:
            return
        if len(definition.bases) > 1:  # another one may have an `update`
            return
        if flow.functions.known(flow.subclasses[definition]) not in OPTIMIZERS:
            return
    if instance.creations:
        for update in updates(instance):
            if update.by_name and update.style is Style.OLD:
                yield update.method


def report_by_name(method: MethodCall, message: str) -> Report:
    """Return the report of an update whose gradients have to be positional."""
    return Report(
        method.call,
        message,
        (PassFirst(method.call, "grads"),),
        fix_message="Give the gradients by position",
        preserves=_PRESERVES,
        severity=Severity.ERROR,
    )


def _is_old(flow: Flow, definition: ast.ClassDef, constructors: list[ast.Call]) -> bool:
    """Whether anything of the class is as only Flax before 0.11 took it."""
    if any(wrt_of(call) in (Wrt.MISSING, Wrt.POSITIONAL) for call in constructors):
        return True
    if any(style_of(one) is Style.OLD for one in _super_calls(definition, "update")):
        return True
    models = [node for node in ast.walk(definition) if _is_own_model(node)]
    if models and all(isinstance(node.ctx, ast.Load) for node in models):
        return True
    if any(wrt_of(call) is Wrt.KEYWORD for call in constructors):
        return False
    made = (one for instance in flow.instances for one in instance.creations)
    return any(
        flow.derived(one.call.func) is definition
        and (wrt_of(one.call) in (Wrt.MISSING, Wrt.POSITIONAL) or lacks_wrt(one.call))
        for one in made
    )


def _super_calls(definition: ast.AST, method: str) -> Iterator[ast.Call]:
    for node in ast.walk(definition):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == method
            and isinstance(node.func.value, ast.Call)
            and ast.unparse(node.func.value.func) == "super"
        ):
            yield node


def _is_own_model(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and ast.unparse(node) == "self.model"
