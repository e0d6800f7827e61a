"""Why an optimizer has to keep its model."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.names.surroundings import version_guard
from ...codemod.names.syntax import shown
from ...codemod.objects.callers import unseen_callers
from ...codemod.objects.places import Variable
from ...codemod.rule import Instance
from .calls import Style, Update, made, model_of
from .certain_model import doubt_about_model
from .names import MODEL_AND_OPTIMIZER, OPTIMIZERS
from .reasons import first
from .said_updates import said_updates
from .unknown_optimizer import unclaimed_update

_OWN = ("model", "update", "__dict__", "__class__")


def why_kept(instance: Instance, found: list[Update]) -> str:
    """Return why the updates cannot be given the model, or nothing."""
    if any(one.style is Style.NEW for one in found):
        return ""
    if any(made(instance, MODEL_AND_OPTIMIZER)):
        return "it is in the place of another one"
    return why_needed(instance, found)


def why_needed(instance: Instance, found: list[Update]) -> str:
    """Return why an optimizer cannot do without its model, or nothing."""
    return first(
        _uses_of_model(instance),
        _other_owners(instance),
        _seen_from_outside(instance),
        _doubts(instance, found),
    )


def _uses_of_model(instance: Instance) -> Iterator[str]:
    for node in (*instance.attributes("model"), *instance.reads, *instance.writes):
        if node.attr in _OWN:
            yield f"`{shown(node)}` is used on line {node.lineno}"


def _other_owners(instance: Instance) -> Iterator[str]:
    for place in (*instance.escapes, *instance.kept, *instance.origins):
        yield f"it {place}"


def _doubts(instance: Instance, found: list[Update]) -> Iterator[str]:
    """Yield why the model of an update is not certain, or whose update one is."""
    if not found and (line := unclaimed_update(instance.flow)):
        yield f"the update on line {line} may be one of it"
    for update in found:
        if update.style is Style.OLD:
            yield doubt_about_model(instance, update)


def is_guarded(instance: Instance) -> bool:
    """Whether the code asks by itself which Flax it runs with."""
    scopes = instance.flow.scopes
    nodes = [creation.call for creation in instance.creations]
    nodes += [method.call for method in instance.methods("update")]
    elsewhere = instance.flow.resolver.module_of
    return any(version_guard(scopes, node, elsewhere) for node in nodes)


def _seen_from_outside(instance: Instance) -> Iterator[str]:
    """Yield which ways other code may come by the optimizer."""
    flow = instance.flow
    for function in instance.results:
        if not flow.callers(function):
            line = function.lineno
            yield f"it is returned on line {line}, and nothing here calls that"
        yield unseen_callers(flow, function)
    yield flow.resolver.opener
    yield from _said(instance)
    yield from said_updates(flow)
    project = flow.resolver.project
    if project is None:
        return
    file = flow.resolver.file
    for name in sorted({*instance.module_names, *_module_models(instance)}):
        unused = not instance.calls and project.elsewhere.files_saying(file, name)
        if unused or project.may_use(flow.source.path, name):
            yield f"`{name}` may be used by another file"


def _said(instance: Instance) -> Iterator[str]:
    """Yield which name of the optimizer or its model code reaches by its text."""
    places = {one.name for one in instance.places if isinstance(one, Variable)}
    models = [model_of(one) for one in made(instance, *OPTIMIZERS)]
    names = places | {one.id for one in models if isinstance(one, ast.Name)}
    for name in sorted(names & instance.flow.resolver.opened.names):
        yield f"`{name}` is reached by its text"


def _module_models(instance: Instance) -> Iterator[str]:
    """Yield the module's own names for the models that constructors are given."""
    scopes = instance.flow.scopes
    for creation in made(instance, *OPTIMIZERS):
        model = model_of(creation)
        if isinstance(model, ast.Name):
            owner = scopes.lookup(model.id, scopes.scope_of[model])
            if owner is scopes.module:
                yield model.id
