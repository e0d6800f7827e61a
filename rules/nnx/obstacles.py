"""Why an optimizer has to keep its model, or cannot be migrated at all."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from ...codemod.names.other_files import replacing
from ...codemod.names.surroundings import version_guard
from ...codemod.names.syntax import shown
from ...codemod.objects.callers import unseen_callers
from ...codemod.rule import Instance
from .calls import Style, Update, Wrt, is_old_update, made, model_of, wrt_of
from .certain_model import doubt_about_model
from .jax_jit import under_jax_jit
from .names import MODEL_AND_OPTIMIZER, OPTIMIZER, OPTIMIZERS
from .swapped import is_swapped
from .unknown_optimizer import named_elsewhere, unclaimed_update

_OWN = ("model", "update", "__dict__", "__class__")
_STATE = ("step", "opt_state", "tx", "wrt")
_USED = "the update on line {} is used as a value, no longer None"
_UNBOUND = (f"{OPTIMIZER}.update", f"{OPTIMIZER}.__init__")


def why_kept(instance: Instance, found: list[Update]) -> str:
    """Return why the updates cannot be given the model, or nothing."""
    if any(one.style is Style.NEW for one in found):
        return ""
    return _first(
        _uses_of_model(instance),
        _other_owners(instance),
        _seen_from_outside(instance),
        _doubts(instance, found),
    )


def why_blocked(instance: Instance, found: list[Update], keeps: str) -> str:
    """Return why nothing may be rewritten, or nothing."""
    return _first(
        _unclear_constructors(instance),
        _unclear_objects(instance),
        _mixed_updates(instance, found),
        _unclear_updates(instance, found),
        _used_by_callback(instance),
        _refused_elsewhere(instance, keeps),
        _refused_here(instance, keeps),
        _replaced(instance),
    )


def _first(*reasons: Iterable[str]) -> str:
    """Return the first reason of several questions, each asked when its turn comes."""
    return next((reason for reason in chain(*reasons) if reason), "")


def _uses_of_model(instance: Instance) -> Iterator[str]:
    for node in (*instance.reads, *instance.writes):
        if node.attr in _OWN:
            yield f"`{shown(node)}` is used on line {node.lineno}"


def _other_owners(instance: Instance) -> Iterator[str]:
    if any(made(instance, MODEL_AND_OPTIMIZER)):
        yield "it is in the place of another one"
    for place in (*instance.escapes, *instance.kept, *instance.origins):
        yield f"it {place}"


def _doubts(instance: Instance, found: list[Update]) -> Iterator[str]:
    """Yield why the model of an update is not certain, or whose update one is."""
    if not found and (line := unclaimed_update(instance.flow)):
        yield f"the update on line {line} may be one of it"
    for update in found:
        if update.style is Style.OLD:
            yield doubt_about_model(instance, update)


def _unclear_constructors(instance: Instance) -> Iterator[str]:
    for creation in instance.creations:
        line = creation.call.lineno
        yield creation.doubt
        if creation.name not in OPTIMIZERS:
            yield f"line {line} makes something else in its place"
        if wrt_of(creation.call) is Wrt.OPAQUE:
            yield f"the arguments on line {line} are not all seen"


def _unclear_objects(instance: Instance) -> Iterator[str]:
    for place in instance.escapes:
        if place.what == "is passed to `type`":
            yield f"it {place}"
    for write in instance.writes:
        if write.attr not in (*_OWN, *_STATE):
            where = f"`{shown(write)}` is set on line {write.lineno}"
            yield f"{where}, which a Flax whose modules are pytrees may refuse"


def _refused_here(instance: Instance, keeps: str) -> Iterator[str]:
    text = instance.flow.source.text
    for unbound in _UNBOUND:
        if unbound in text:
            yield f"the module uses `{unbound}` without an optimizer"
    if keeps and "graph=False" in text:
        yield "`graph=False` allows no optimizer that holds the model"


def is_guarded(instance: Instance) -> bool:
    """Whether the code asks by itself which Flax it runs with."""
    scopes = instance.flow.scopes
    nodes = [creation.call for creation in instance.creations]
    nodes += [method.call for method in instance.methods("update")]
    return any(version_guard(scopes, node) for node in nodes)


def _mixed_updates(instance: Instance, found: list[Update]) -> Iterator[str]:
    """Yield what stands against updates that pass the model already."""
    new = [one for one in found if one.style is Style.NEW]
    for update in new:
        if is_swapped(instance, update.call):
            line = update.call.lineno
            yield f"line {line} passes the model second, and would train nothing"
    if new and instance.attributes("model"):
        yield f"{_beside(new[0])}`.model` is of the old optimizer"


def _unclear_updates(instance: Instance, found: list[Update]) -> Iterator[str]:
    """Yield why updates cannot be rewritten."""
    new = [one for one in found if one.style is Style.NEW]
    for update in found:
        if update.style is Style.OTHER:
            yield f"the update on line {update.call.lineno} does not show its arguments"
        if update.style is Style.OLD:
            if new and (reason := doubt_about_model(instance, update)):
                yield f"{_beside(new[0])}{reason}"
            yield from _lost_or_used(instance, update)


def _beside(new: Update) -> str:
    return f"line {new.call.lineno} passes the model already, and "


def _lost_or_used(instance: Instance, update: Update) -> Iterator[str]:
    line = update.call.lineno
    if at := under_jax_jit(instance.flow, update):
        yield f"`jax.jit` on line {at} would throw the update away"
    if _is_used(instance, update):
        yield _USED.format(line)
    if update.by_name and _has_effects_before(update):
        yield f"on line {line} something is called before `grads` is given"


def _is_used(instance: Instance, update: Update) -> bool:
    """Whether what an update returns goes anywhere: it was None, and is no more."""
    parent = instance.flow.scopes.parents[update.call]
    if isinstance(parent, ast.Assign):
        return [ast.unparse(target) for target in parent.targets] != ["_"]
    return not isinstance(parent, ast.Expr)


def _used_by_callback(instance: Instance) -> Iterator[str]:
    """Yield where a function that is given the optimizer returns an update."""
    flow = instance.flow
    for place in instance.escapes:
        call = flow.scopes.parents.get(place.node)
        for argument in _functions_in(call.args) if isinstance(call, ast.Call) else ():
            called = flow.functions.called(argument)
            for node in ast.walk(called.function) if called is not None else ():
                used = not isinstance(flow.scopes.parents.get(node), ast.Expr)
                if is_old_update(node) and used:
                    yield _USED.format(getattr(node, "lineno", 0))


def _functions_in(arguments: list[ast.expr]) -> Iterator[ast.expr]:
    """Yield what may be a function among arguments, and in lists of them."""
    for argument in arguments:
        if isinstance(argument, ast.List | ast.Tuple):
            yield from argument.elts
        else:
            yield argument


def _refused_elsewhere(instance: Instance, keeps: str) -> Iterator[str]:
    leaves = instance.escapes or instance.kept or instance.results
    if keeps and (leaves or instance.module_names):
        yield named_elsewhere(instance.flow)


def _has_effects_before(update: Update) -> bool:
    """Whether an argument before ``grads=`` calls something, which is to stay first."""
    for keyword in update.call.keywords:
        if keyword.arg == "grads":
            break
        if any(isinstance(node, ast.Call) for node in ast.walk(keyword.value)):
            return True
    return False


def _seen_from_outside(instance: Instance) -> Iterator[str]:
    """Yield which ways other code may come by the optimizer."""
    flow = instance.flow
    for function in instance.results:
        if not flow.callers(function):
            line = function.lineno
            yield f"it is returned on line {line}, and nothing here calls that"
        yield unseen_callers(flow, function)
    yield flow.resolver.opener
    project = flow.resolver.project
    if project is None:
        return
    file = Path(flow.source.path).resolve()
    for name in sorted({*instance.module_names, *_module_models(instance)}):
        unused = not instance.calls and project.elsewhere.files_saying(name, file)
        if unused or project.may_use(flow.source.path, name):
            yield f"`{name}` may be used by another file"


def _module_models(instance: Instance) -> Iterator[str]:
    """Yield the module's own names for the models that constructors are given."""
    scopes = instance.flow.scopes
    for creation in made(instance, *OPTIMIZERS):
        model = model_of(creation)
        if isinstance(model, ast.Name):
            owner = scopes.lookup(model.id, scopes.scope_of[model])
            if owner is scopes.module:
                yield model.id


def _replaced(instance: Instance) -> Iterator[str]:
    """Yield where something else is put in the place of Flax's class."""
    flow = instance.flow
    if replacing(OPTIMIZER).search(flow.source.text):
        yield f"this module replaces `{OPTIMIZER}` somewhere"
    project = flow.resolver.project
    if project is None:
        return
    file = Path(flow.source.path).resolve()
    for source in project.elsewhere.files_saying(OPTIMIZER, file):
        if "nnx" in source.text and replacing(OPTIMIZER).search(source.text):
            yield f"`{OPTIMIZER}` is replaced in {Path(source.path).name}"
