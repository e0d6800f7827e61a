"""Follow the objects of a module, and see what is done with each."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..files.source import Source
from ..names.resolver import Resolver
from ..names.scopes import FUNCTION_NODES, Binding
from .facts import FlowFacts
from .flow import Flow, Instance, Occurrence
from .joining import Joining
from .places import Place, Result, Value, Variable
from .uses import UseReader

_READING = (ast.Load, type(None))


def follow(source: Source, resolver: Resolver, facts: FlowFacts) -> Flow:
    """Return where the objects of a module go.

    Args:
        source: the file.
        resolver: what its names mean.
        facts: which classes to follow, and what matters around them.
    """
    flow = Flow(source, resolver, facts)
    joining = Joining(flow)
    find = joining.joined.find
    found: dict[Place, Instance] = {}
    for places in joining.joined.groups():
        root = find(places[0])
        instance = found[root] = Instance(flow, places=places)
        for place in places:
            flow.holders[place] = instance
            _describe(instance, place)
    for place, origin in joining.origins:
        found[find(place)].origins.append(origin)
    uses = UseReader(flow)
    for node, held in joining.placed:
        if isinstance(getattr(node, "ctx", None), _READING):
            uses.read(node, found[find(held)])
    for instance in found.values():
        instance.escapes += _overridden(instance)
    flow.instances = list(found.values())
    return flow


def _describe(instance: Instance, place: Place) -> None:
    """Tell an instance of one place that it is in."""
    if isinstance(place, Variable):
        _describe_variable(instance, place)
    elif isinstance(place, Result):
        assert isinstance(place.function, FUNCTION_NODES)
        instance.results.append(place.function)
    elif isinstance(place, Value) and isinstance(place.node, ast.Call):
        creation = instance.flow.creation(place.node)
        if creation is not None:
            instance.creations.append(creation)


def _describe_variable(instance: Instance, variable: Variable) -> None:
    scope, name = variable.scope, variable.name
    if scope.is_class:
        what = f"is `{name}` of a class"
        instance.kept.append(Occurrence(scope.node, what))
    if scope is instance.flow.scopes.module:
        instance.module_names.append(name)
    for binding in scope.bindings.get(name, ()):
        _describe_binding(instance, variable, binding)


def _describe_binding(instance: Instance, variable: Variable, binding: Binding) -> None:
    node = binding.node
    if binding.is_import:
        what = f"`{variable.name}` is imported"
        instance.origins.append(Occurrence(node, what))
    if isinstance(node, ast.arg):
        function = variable.scope.node
        assert isinstance(function, FUNCTION_NODES)
        instance.parameters.append((function, node))
        _annotate(instance, node.annotation)
    elif isinstance(binding.statement, ast.AnnAssign):
        _annotate(instance, binding.statement.annotation)


def _annotate(instance: Instance, annotation: ast.expr | None) -> None:
    flow = instance.flow
    name = flow.functions.known(annotation) if annotation is not None else ""
    if annotation is not None and name in flow.facts.classes:
        instance.annotations.append((annotation, name))


def _overridden(instance: Instance) -> Iterator[Occurrence]:
    """Yield where a method takes an object that a subclass may override."""
    flow = instance.flow
    if not instance.creations:
        return
    for function, parameter in instance.parameters:
        definition = flow.scopes.parents[function]
        name = getattr(function, "name", "")
        if not isinstance(definition, ast.ClassDef) or name == "__init__":
            continue
        where = _overriding(flow, definition, name)
        if where:
            what = f"is given to `{name}`, which {where} may override,"
            yield Occurrence(parameter, what)


def _overriding(flow: Flow, definition: ast.ClassDef, name: str) -> str:
    """Return what overrides a method: a class of the module, or another file."""
    for derived in flow.remember(_derived).get(definition.name, ()):
        if derived is not definition and name in flow.scopes.scope_of[derived].bindings:
            return f"`{derived.name}`"
    project = flow.resolver.project
    if project is None:
        return ""
    file = flow.resolver.file
    return project.elsewhere.subclassed(definition.name, file)


def _derived(flow: Flow) -> dict[str, list[ast.ClassDef]]:
    """Return the classes of a module by what their bases are called."""
    found: dict[str, list[ast.ClassDef]] = {}
    for node in flow.scopes.scope_of:
        if isinstance(node, ast.ClassDef):
            for base in {ast.unparse(one) for one in node.bases}:
                found.setdefault(base, []).append(node)
    return found
