"""What a class gives to an attribute of its own or of its instances, for certain.

Certain is what the class itself says, where it derives from nothing, no class
derives from it, and nothing else puts something in the attribute's place.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from .meaning import Key
from .scopes import Binding, Scope, ScopeTree
from .syntax import is_named
from .untouched import Untouched, instance_of, is_self


@dataclass(frozen=True, slots=True)
class Held:
    """All values that one holder can give: an attribute, or an entry of a dict."""

    key: Key
    values: tuple[ast.expr, ...]


class Members:
    """Finds the members of the classes of one module.

    Attributes:
        loads: every ``self.name`` and ``Class.name`` that is read.
    """

    def __init__(self, scopes: ScopeTree) -> None:
        self.scopes = scopes
        self.untouched = Untouched(scopes)
        self.loads: list[ast.Attribute] = []
        self._given: dict[Key, list[ast.expr | None]] = {}
        for (owner, _), uses in scopes.uses_of.items():
            for name in uses:
                parent = scopes.parents[name]
                if isinstance(parent, ast.Attribute):
                    self._note(owner, name, parent)

    def attribute(self, node: ast.Attribute) -> Held | None:
        """Return all values that a class gives to an attribute of its instances.

        Or to one of its own, where the class is named, or the value is a
        ``staticmethod``: a plain function would become a method.
        """
        scope = instance_of(self.scopes, node.value)
        if scope is None:
            named = self._class(node.value)
            return None if named is None else self._own(named, node.attr, False)
        if node.attr in scope.bindings:
            return self._own(scope, node.attr, True)
        values = self._given.get((scope, node.attr))
        if not values or not self._is_certain(scope, node.attr):
            return None
        known = tuple(value for value in values if value is not None)
        held = Held((scope, f"self.{node.attr}"), known)
        return held if len(known) == len(values) else None

    def holds(self, scope: Scope, attribute: str) -> bool:
        """Whether a class certainly has one attribute of its own, and keeps it."""
        return self._own(scope, attribute, False) is not None

    def readers(self, scope: Scope, attribute: str) -> set[str]:
        """Return the methods of a class that read an attribute of its instances."""
        reads = (one for one in self.loads if one.attr == attribute)
        methods = (
            self.scopes.lookup(one.value.id, self.scopes.scope_of[one.value])
            for one in reads
            if isinstance(one.value, ast.Name)
        )
        return {
            getattr(one.node, "name", "")
            for one in methods
            if one is not None and one.parent is scope
        }

    def method(self, node: ast.Attribute) -> ast.FunctionDef | None:
        """Return the method that ``self.name`` certainly is."""
        scope = instance_of(self.scopes, node.value)
        if scope is None or not self._is_certain(scope, node.attr):
            return None
        return self._function(scope, node.attr)

    def constructor(self, node: ast.expr) -> ast.FunctionDef | None:
        """Return the ``__init__`` that calling a class of the module runs.

        It is certain where the class has one, whatever it derives from.
        """
        scope = self._class(node)
        return None if scope is None else self._function(scope, "__init__")

    def _function(self, scope: Scope, name: str) -> ast.FunctionDef | None:
        """Return the one function that stands in a class under a name."""
        bindings = scope.bindings.get(name, [])
        node = bindings[0].node if len(bindings) == 1 else None
        plain = isinstance(node, ast.FunctionDef) and not self.untouched.stores(
            name, scope
        )
        return node if isinstance(node, ast.FunctionDef) and plain else None

    def _class(self, node: ast.expr) -> Scope | None:
        """Return the scope of the class that a name certainly is."""
        binding = self.scopes.sole_binding(node) if isinstance(node, ast.Name) else None
        found = binding.node if binding is not None else None
        return self.scopes.scope_of[found] if isinstance(found, ast.ClassDef) else None

    def _own(self, scope: Scope, attribute: str, by_instance: bool) -> Held | None:
        bindings = scope.bindings.get(attribute, [])
        value = bindings[0].value if len(bindings) == 1 else None
        if value is None or not self._is_certain(scope, attribute):
            return None
        if self._is_field(scope, bindings[0]):
            return None
        function = static(value)
        if function is None and by_instance:
            return None
        return Held((scope, attribute), (function or value,))

    def _is_field(self, scope: Scope, binding: Binding) -> bool:
        """Whether an object may be made with another value of an attribute."""
        decorated = getattr(scope.node, "decorator_list", None)
        return bool(decorated) and isinstance(binding.statement, ast.AnnAssign)

    def _is_certain(self, scope: Scope, attribute: str) -> bool:
        """Whether a class stays what it is, and nothing else writes into it."""
        values = self._given.get((scope, attribute), [])
        own = sum(value is not None for value in values)
        touched = self.untouched.stores(attribute, scope) > own
        return not touched and self.untouched.stays(scope)

    def _note(self, owner: Scope, name: ast.Name, node: ast.Attribute) -> None:
        """Note a read of an attribute, or the value that it is given."""
        instance = is_self(owner, name.id)
        if isinstance(node.ctx, ast.Load):
            if instance or self._class(name) is not None:
                self.loads.append(node)
        elif instance and owner.parent is not None:
            key = (owner.parent, node.attr)
            self._given.setdefault(key, []).append(self._assigned(node))

    def _assigned(self, target: ast.expr) -> ast.expr | None:
        """Return what a plain assignment gives to an attribute."""
        statement = self.scopes.parents[target]
        plain = isinstance(statement, ast.Assign) and target in statement.targets
        return statement.value if isinstance(statement, ast.Assign) and plain else None


def static(node: ast.expr) -> ast.expr | None:
    """Return the function that a ``staticmethod(...)`` call wraps, if it is one."""
    if (
        isinstance(node, ast.Call)
        and is_named(node.func, "staticmethod")
        and len(node.args) == 1
    ):
        return node.args[0]
    return None


def is_static(function: ast.FunctionDef) -> bool:
    """Whether a method is decorated as one without ``self``, and with nothing else."""
    decorators = function.decorator_list
    return len(decorators) == 1 and is_named(decorators[0], "staticmethod")
