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
    found = _Found(flow, Joining(flow))
    flow.held_in = found.held_in
    flow.instances = [found.described(one) for one in found.concerned()]
    return flow


class _Found:
    """The objects of a module, each described when it is asked for: few are."""

    def __init__(self, flow: Flow, joining: Joining) -> None:
        self._flow = flow
        self._joined = joining.joined
        self._groups = self._joined.groups()
        self._origins: dict[Place, list[Occurrence]] = {}
        self._uses: dict[Place, list[ast.expr]] = {}
        self._known: dict[Place, Instance] = {}
        self._reader = UseReader(flow)
        for place, origin in joining.origins:
            self._origins.setdefault(self._joined.find(place), []).append(origin)
        for node, place in joining.placed:
            if isinstance(getattr(node, "ctx", None), _READING):
                self._uses.setdefault(self._joined.find(place), []).append(node)

    def held_in(self, place: Place) -> Instance | None:
        """Return the object in a place of the module; None where there is none."""
        root = self._joined.find(place)
        return self.described(root) if root in self._groups else None

    def concerned(self) -> Iterator[Place]:
        """Yield the places of those objects of which there may be something to say.

        And of the first of all, whatever it is: for what is asked once of a module.
        """
        for number, (root, places) in enumerate(self._groups.items()):
            uses = self._uses.get(root, ())
            if not number or any(map(self._says, places)) or any(map(self._acts, uses)):
                yield root

    def _says(self, place: Place) -> bool:
        """Whether a place is a name that others see, or tells the class of a value."""
        if isinstance(place, Variable):
            return place.scope is self._flow.scopes.module or any(
                map(self._flow.annotated, place.scope.bindings.get(place.name, ()))
            )
        return isinstance(place, Value) and isinstance(place.node, ast.Call)

    def _acts(self, use: ast.expr) -> bool:
        """Whether an object is called where it stands, or has an attribute taken."""
        scopes = self._flow.scopes
        return scopes.is_called(use) or isinstance(scopes.parents[use], ast.Attribute)

    def described(self, root: Place) -> Instance:
        """Return the object in a place, with all that the module does with it."""
        if root in self._known:
            return self._known[root]
        places = self._groups[root]
        instance = self._known[root] = Instance(self._flow, places=places)
        for place in places:
            _describe(instance, place)
        instance.origins += self._origins.get(root, ())
        for use in self._uses.get(root, ()):
            self._reader.read(use, instance)
        instance.escapes += _overridden(instance)
        return instance


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
    annotated = instance.flow.annotated(binding)
    if annotated is not None:
        instance.annotations.append(annotated)


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
