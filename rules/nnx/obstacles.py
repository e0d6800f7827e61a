"""Why an optimizer has to keep its model, or cannot be migrated at all."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ...codemod.names.lists import opener
from ...codemod.names.other_files import replacing
from ...codemod.names.surroundings import version_guard
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
_UNBOUND = (f"{OPTIMIZER}.update", f"{OPTIMIZER}.__init__")


def why_kept(instance: Instance, found: list[Update]) -> str:
    """Return why the updates cannot be given the model, or nothing."""
    if any(one.style is Style.NEW for one in found):
        return ""
    for node in (*instance.reads, *instance.writes):
        if node.attr in _OWN:
            return f"`{ast.unparse(node)[:40]}` is used on line {node.lineno}"
    if any(made(instance, MODEL_AND_OPTIMIZER)):
        return "it is in the place of another one"
    for place in (*instance.escapes, *instance.kept, *instance.origins):
        return f"it {place}"
    if reason := _seen_from_outside(instance):
        return reason
    if not found and (line := unclaimed_update(instance.flow)):
        return f"the update on line {line} may be one of it"
    for update in found:
        if update.style is Style.OLD and (
            reason := doubt_about_model(instance, update)
        ):
            return reason
    return ""


def why_blocked(instance: Instance, found: list[Update], keeps: str) -> str:
    """Return why nothing may be rewritten, or nothing."""
    text = instance.flow.source.text
    for creation in instance.creations:
        line = creation.call.lineno
        if creation.doubt:
            return creation.doubt
        if creation.name not in OPTIMIZERS:
            return f"line {line} makes something else in its place"
        if wrt_of(creation.call) is Wrt.OPAQUE:
            return f"the arguments on line {line} are not all seen"
    for place in instance.escapes:
        if place.what == "is passed to `type`":
            return f"it {place}"
    for write in instance.writes:
        if write.attr not in (*_OWN, *_STATE):
            where = f"`{ast.unparse(write)[:40]}` is set on line {write.lineno}"
            return f"{where}, which a Flax whose modules are pytrees may refuse"
    if reason := _blocked_by_update(instance, found):
        return reason
    if reason := _used_by_callback(instance) or _refused_elsewhere(instance, keeps):
        return reason
    for unbound in _UNBOUND:
        if unbound in text:
            return f"the module uses `{unbound}` without an optimizer"
    if keeps and "graph=False" in text:
        return "`graph=False` allows no optimizer that holds the model"
    return _replaced(instance)


def is_guarded(instance: Instance) -> bool:
    """Whether the code asks by itself which Flax it runs with."""
    scopes = instance.flow.scopes
    nodes = [creation.call for creation in instance.creations]
    nodes += [method.call for method in instance.methods("update")]
    return any(version_guard(scopes, node) for node in nodes)


def _blocked_by_update(instance: Instance, found: list[Update]) -> str:
    new = [one for one in found if one.style is Style.NEW]
    where = f"line {new[0].call.lineno} passes the model already, and " if new else ""
    for update in new:
        if is_swapped(instance, update.call):
            line = update.call.lineno
            return f"line {line} passes the model second, and would train nothing"
    if where and instance.attributes("model"):
        return f"{where}`.model` is of the old optimizer"
    for update in found:
        line = update.call.lineno
        if update.style is Style.OTHER:
            return f"the update on line {line} does not show its arguments"
        if update.style is Style.NEW:
            continue
        if where and (reason := doubt_about_model(instance, update)):
            return where + reason
        if at := under_jax_jit(instance.flow, update):
            return f"`jax.jit` on line {at} would throw the update away"
        if _is_used(instance, update):
            return f"the update on line {line} is used as a value, no longer None"
        if update.by_name and _has_effects_before(update):
            return f"on line {line} something is called before `grads` is given"
    return ""


def _is_used(instance: Instance, update: Update) -> bool:
    """Whether what an update returns goes anywhere: it was None, and is no more."""
    parent = instance.flow.scopes.parents[update.call]
    if isinstance(parent, ast.Assign):
        return [ast.unparse(target) for target in parent.targets] != ["_"]
    return not isinstance(parent, ast.Expr)


def _used_by_callback(instance: Instance) -> str:
    """Return where a function that is given the optimizer returns an update, if so."""
    flow = instance.flow
    for place in instance.escapes:
        call = flow.scopes.parents.get(place.node)
        for argument in _functions_in(call.args) if isinstance(call, ast.Call) else ():
            called = flow.functions.called(argument)
            for node in ast.walk(called.function) if called is not None else ():
                if is_old_update(node) and not isinstance(
                    flow.scopes.parents[node], ast.Expr
                ):
                    line = getattr(node, "lineno", 0)
                    return (
                        f"the update on line {line} is used as a value, no longer None"
                    )
    return ""


def _functions_in(arguments: list[ast.expr]) -> Iterator[ast.expr]:
    """Yield what may be a function among arguments, and in lists of them."""
    for argument in arguments:
        if isinstance(argument, ast.List | ast.Tuple):
            yield from argument.elts
        else:
            yield argument


def _refused_elsewhere(instance: Instance, keeps: str) -> str:
    leaves = instance.escapes or instance.kept or instance.results
    if not keeps or not (leaves or instance.module_names):
        return ""
    return named_elsewhere(instance.flow)


def _has_effects_before(update: Update) -> bool:
    """Whether an argument before ``grads=`` calls something, which is to stay first."""
    for keyword in update.call.keywords:
        if keyword.arg == "grads":
            break
        if any(isinstance(node, ast.Call) for node in ast.walk(keyword.value)):
            return True
    return False


def _seen_from_outside(instance: Instance) -> str:
    """Return which way other code may come by the optimizer, or nothing."""
    flow = instance.flow
    for function in instance.results:
        if not flow.callers(function):
            line = function.lineno
            return f"it is returned on line {line}, and nothing here calls that"
        if reason := unseen_callers(flow, function):
            return reason
    if reason := opener(flow.scopes):
        return reason
    project = flow.resolver.project
    if project is None:
        return ""
    models = [model_of(creation) for creation in made(instance, *OPTIMIZERS)]
    names = {
        one.id
        for one in models
        if isinstance(one, ast.Name)
        and flow.scopes.lookup(one.id, flow.scopes.scope_of[one]) is flow.scopes.module
    }
    file = Path(flow.source.path).resolve()
    for name in sorted({*instance.module_names, *names}):
        unused = not instance.calls and project.elsewhere.files_saying(name, file)
        if unused or project.may_use(flow.source.path, name):
            return f"`{name}` may be used by another file"
    return ""


def _replaced(instance: Instance) -> str:
    """Return where something else is put in the place of Flax's class, if anywhere."""
    flow = instance.flow
    if replacing(OPTIMIZER).search(flow.source.text):
        return f"this module replaces `{OPTIMIZER}` somewhere"
    project = flow.resolver.project
    if project is None:
        return ""
    file = Path(flow.source.path).resolve()
    for source in project.elsewhere.files_saying(OPTIMIZER, file):
        if "nnx" in source.text and replacing(OPTIMIZER).search(source.text):
            return f"`{OPTIMIZER}` is replaced in {Path(source.path).name}"
    return ""
