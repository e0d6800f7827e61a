"""What holds functions for later: registry dicts, and attributes of an instance."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cached_property

from .meaning import Key
from .scopes import Scope, ScopeTree

_LOOKS_ONLY = ("len", "list", "sorted", "tuple", "set", "str", "repr")


class Holders:
    """Finds, in one module, the values that a holder certainly has."""

    def __init__(self, scopes: ScopeTree) -> None:
        self.scopes = scopes
        self.attribute_loads: list[ast.Attribute] = []
        self._attributes: dict[tuple[Scope, str], list[ast.expr | None]] = {}
        for (owner, _), uses in scopes.uses_of.items():
            for name in uses:
                parent = scopes.parents[name]
                if not isinstance(parent, ast.Attribute):
                    continue
                if _is_self(owner, name.id):
                    self._note(owner, parent)
                elif self._class(name) is not None and isinstance(parent.ctx, ast.Load):
                    self.attribute_loads.append(parent)

    def registry(self, node: ast.expr) -> tuple[Key, ast.Dict] | None:
        """Return the dict display behind a name that is only looked up in."""
        if not isinstance(node, ast.Name):
            return None
        owner = self.scopes.lookup(node.id, self.scopes.scope_of[node])
        if owner is None or len(owner.bindings[node.id]) != 1:
            return None
        key = (owner, node.id)
        binding = owner.bindings[node.id][0]
        value = binding.value
        statement = binding.statement
        if isinstance(statement, ast.Assign) and len(statement.targets) > 1:
            return None
        looked_up = all(self._only_looks(use) for use in self.scopes.uses_of[key])
        return (key, value) if isinstance(value, ast.Dict) and looked_up else None

    def attribute(self, node: ast.Attribute) -> tuple[Key, list[ast.expr]] | None:
        """Return all values that a class gives to an attribute of its instances.

        Or to one of its own, where the class is named, or the value is a
        ``staticmethod``: a plain function would become a method.
        """
        if not isinstance(node.value, ast.Name):
            return None
        name = node.value.id
        owner = self.scopes.lookup(name, self.scopes.scope_of[node.value])
        named = self._class(node.value)
        if owner is None or owner.parent is None or not _is_self(owner, name):
            return None if named is None else self._own(named, node.attr, False)
        if node.attr in owner.parent.bindings:
            return self._own(owner.parent, node.attr, True)
        values = self._attributes.get((owner.parent, node.attr))
        if not values or self._changed_from_outside(owner.parent, node.attr):
            return None
        known = [value for value in values if value is not None]
        key = (owner.parent, f"self.{node.attr}")
        return (key, known) if len(known) == len(values) else None

    def _own(
        self, scope: Scope, attribute: str, by_instance: bool
    ) -> tuple[Key, list[ast.expr]] | None:
        bindings = scope.bindings.get(attribute, [])
        value = bindings[0].value if len(bindings) == 1 else None
        if value is None or self._changed_from_outside(scope, attribute):
            return None
        function = static(value)
        if function is None and by_instance:
            return None
        return (scope, attribute), [function or value]

    def _class(self, name: ast.Name) -> Scope | None:
        """Return the scope of the class that a name certainly is."""
        binding = self.scopes.sole_binding(name)
        node = binding.node if binding is not None else None
        return self.scopes.scope_of[node] if isinstance(node, ast.ClassDef) else None

    def _changed_from_outside(self, scope: Scope, attribute: str) -> bool:
        """Whether a class inherits, is inherited from, or is written into."""
        definition = scope.node
        assert isinstance(definition, ast.ClassDef)
        values = self._attributes.get((scope, attribute), [])
        own = sum(value is not None for value in values)
        plain = all(
            isinstance(base, ast.Name) and base.id in ("object", "ABC")
            for base in definition.bases
        )
        inherited = definition.name in self._bases
        return inherited or self._stores[attribute] > own or not plain

    @cached_property
    def _bases(self) -> frozenset[str]:
        """The names of all classes that others derive from."""
        classes = (
            node for node in self.scopes.parents if isinstance(node, ast.ClassDef)
        )
        bases = (base for node in classes for base in node.bases)
        return frozenset(base.id for base in bases if isinstance(base, ast.Name))

    @cached_property
    def _stores(self) -> Counter[str]:
        """How often an attribute of each name is assigned to or deleted."""
        return Counter(
            node.attr
            for node in self.scopes.parents
            if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
        )

    def _note(self, owner: Scope, node: ast.Attribute) -> None:
        if isinstance(node.ctx, ast.Load):
            self.attribute_loads.append(node)
            return
        statement = self.scopes.parents[node]
        value = statement.value if isinstance(statement, ast.Assign) else None
        if isinstance(statement, ast.Assign) and node not in statement.targets:
            value = None
        if owner.parent is not None:
            self._attributes.setdefault((owner.parent, node.attr), []).append(value)

    def _only_looks(self, use: ast.Name) -> bool:
        if isinstance(use.ctx, ast.Store):
            return True
        parent = self.scopes.parents[use]
        if isinstance(parent, ast.Subscript):
            return parent.value is use and isinstance(parent.ctx, ast.Load)
        if isinstance(parent, ast.Compare):
            return use in parent.comparators
        if isinstance(parent, ast.Attribute):
            return parent.attr == "keys"
        if isinstance(parent, ast.Call):
            function = parent.func
            join = isinstance(function, ast.Attribute) and function.attr == "join"
            looks = isinstance(function, ast.Name) and function.id in _LOOKS_ONLY
            return use in parent.args and (join or looks)
        return isinstance(parent, ast.FormattedValue)


def static(node: ast.expr) -> ast.expr | None:
    """Return the function that a ``staticmethod(...)`` call wraps, if it is one."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "staticmethod"
        and len(node.args) == 1
    ):
        return node.args[0]
    return None


def _is_self(owner: Scope, name: str) -> bool:
    """Whether ``name`` is the instance in a method's own scope."""
    method = owner.node
    if owner.parent is None or not owner.parent.is_class:
        return False
    if not isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    first = [*method.args.posonlyargs, *method.args.args][:1]
    plain = all(
        not (isinstance(node, ast.Name) and node.id in ("staticmethod", "classmethod"))
        for node in method.decorator_list
    )
    return plain and [argument.arg for argument in first] == [name]
