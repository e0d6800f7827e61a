"""The objects of a class derived from `nnx.Optimizer`, and of how the class is used."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.names.syntax import shown
from ...codemod.objects.values import Creation
from ...codemod.rule import Flow, Instance
from .names import OPTIMIZERS

_ASKED = frozenset({"isinstance", "issubclass"})


def definition_of(flow: Flow, creation: Creation) -> ast.ClassDef | None:
    """Return which class of the module, derived from Flax's, makes an object."""
    definition = flow.derived(creation.call.func)
    if definition is None:
        return None
    base = flow.functions.known(flow.subclasses[definition])
    return definition if base in OPTIMIZERS else None


def optimizers_made(instance: Instance) -> Iterator[Creation]:
    """Yield what makes an optimizer: of Flax's classes, or of one derived from them."""
    for creation in instance.creations:
        derived = definition_of(instance.flow, creation) is not None
        if creation.name in OPTIMIZERS or derived:
            yield creation


def own_names(instance: Instance) -> frozenset[str]:
    """Return the attributes and methods that derived classes have of their own."""
    names: set[str] = set()
    for creation in instance.creations:
        definition = definition_of(instance.flow, creation)
        if definition is not None:
            names |= {*instance.flow.scopes.scope_of[definition].bindings}
            names |= {*_attributes_set(definition)}
    return frozenset(names)


def objects_of(flow: Flow, definition: ast.ClassDef) -> Iterator[Instance]:
    """Yield the objects that a derived class makes."""
    for instance in flow.instances:
        made = (definition_of(flow, one) for one in instance.creations)
        if any(one is definition for one in made):
            yield instance


def out_of_sight(flow: Flow, definition: ast.ClassDef) -> Iterator[str]:
    """Yield where a derived class is used otherwise than to make an object here."""
    scopes, name = flow.scopes, definition.name
    around = scopes.scope_of[definition].parent
    owner = scopes.lookup(name, around) if around is not None else None
    for use in scopes.uses_of.get((owner, name), []) if owner is not None else ():
        if isinstance(use.ctx, ast.Load) and not _is_plain(flow, use):
            yield f"`{name}` is used on line {use.lineno}"
    project = flow.resolver.project
    if owner is not scopes.module or project is None:
        return
    file = flow.resolver.file
    if where := project.elsewhere.subclassed(name, file):
        yield f"`{name}` has a subclass in {where}"
    if project.may_use(flow.source.path, name):
        yield f"`{name}` may be used by another file"


def _is_plain(flow: Flow, use: ast.Name) -> bool:
    """Whether a class is called, asked for, named in an annotation or by `super`."""
    parent = flow.scopes.parents[use]
    if isinstance(parent, ast.Call):
        return parent.func is use or shown(parent.func) in {*_ASKED, "super"}
    return isinstance(parent, ast.arg | ast.AnnAssign | ast.FunctionDef)


def _attributes_set(definition: ast.ClassDef) -> Iterator[str]:
    """Yield the attributes of names that a class's body assigns to."""
    for node in ast.walk(definition):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
        ):
            yield node.attr
