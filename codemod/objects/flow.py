"""Follow the objects of a module, and see what is done with each."""

from __future__ import annotations

import ast
from functools import cached_property

from .functions import FUNCTION_NODES, Called, Function
from .instance import Elsewhere, Instance
from .joining import Joining
from .places import Place, Result, Value, Variable
from .uses import UseReader
from .values import Values


class Flow(Values):
    """The flow of one module."""

    @cached_property
    def instances(self) -> list[Instance]:
        """Every object that the module makes, is given, or calls methods of."""
        joining = Joining(self)
        find = joining.joined.find
        found: dict[Place, Instance] = {}
        for places in joining.joined.groups():
            root = find(places[0])
            instance = found[root] = Instance(self, places=places)
            for place in places:
                self._describe(instance, place)
        for place, origin in joining.origins:
            found[find(place)].origins.append(origin)
        uses = UseReader(self)
        for node in self.scopes.parents:
            if not isinstance(node, ast.expr) or _is_store(node):
                continue
            held = self.place(node)
            if held is not None:
                uses.read(node, found[find(held)])
        return list(found.values())

    def callers(self, function: Function) -> list[tuple[ast.Call, Called]]:
        """Return the calls in the module that certainly run a function."""
        return self._callers.get(function, [])

    @cached_property
    def _callers(self) -> dict[ast.AST, list[tuple[ast.Call, Called]]]:
        found: dict[ast.AST, list[tuple[ast.Call, Called]]] = {}
        for node in self.scopes.parents:
            if isinstance(node, ast.Call):
                called = self.functions.called(node.func)
                if called is not None:
                    found.setdefault(called.function, []).append((node, called))
        return found

    def _describe(self, instance: Instance, place: Place) -> None:
        if isinstance(place, Variable):
            if place.scope.is_class:
                what = f"is `{place.name}` of a class"
                instance.kept.append(Elsewhere(place.scope.node, what))
            if place.scope is self.scopes.module:
                instance.module_names.append(place.name)
            for binding in place.scope.bindings.get(place.name, ()):
                node = binding.node
                if binding.is_import:
                    what = f"`{place.name}` is imported"
                    instance.origins.append(Elsewhere(node, what))
                if isinstance(node, ast.arg):
                    function = place.scope.node
                    assert isinstance(function, FUNCTION_NODES)
                    instance.parameters.append((function, node))
                    self._annotate(instance, node.annotation)
                elif isinstance(binding.statement, ast.AnnAssign):
                    self._annotate(instance, binding.statement.annotation)
        elif isinstance(place, Result):
            assert isinstance(place.function, FUNCTION_NODES)
            instance.results.append(place.function)
        elif isinstance(place, Value) and isinstance(place.node, ast.Call):
            creation = self.creation(place.node)
            if creation is not None:
                instance.creations.append(creation)

    def _annotate(self, instance: Instance, annotation: ast.expr | None) -> None:
        name = self.functions.known(annotation) if annotation is not None else ""
        if annotation is not None and name in self.facts.classes:
            instance.annotations.append((annotation, name))


def _is_store(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and not isinstance(
        node.ctx, ast.Load
    )
