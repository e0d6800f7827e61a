"""What a class gives to an attribute of its own or of its instances, for certain.

Certain is what the class itself says, where it derives from nothing, no class
derives from it, and nothing else puts something in the attribute's place.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .meaning import Key
from .origins import origins
from .scopes import Scope, ScopeTree
from .syntax import text_of

_PLAIN_BASES = ("object", "ABC")
_SETTERS = ("setattr", "delattr", "__setattr__")
_OTHERWISE = ("staticmethod", "classmethod")


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
        scope = self._instance_of(node.value)
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

    def method(self, node: ast.Attribute) -> ast.FunctionDef | None:
        """Return the method that ``self.name`` certainly is."""
        scope = self._instance_of(node.value)
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
        plain = isinstance(node, ast.FunctionDef) and not self._stores[name]
        return node if isinstance(node, ast.FunctionDef) and plain else None

    def _instance_of(self, node: ast.expr) -> Scope | None:
        """Return the class whose instance a name is, as ``self`` in a method."""
        if not isinstance(node, ast.Name):
            return None
        owner = self.scopes.lookup(node.id, self.scopes.scope_of[node])
        is_self = owner is not None and _is_self(owner, node.id)
        return owner.parent if owner is not None and is_self else None

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
        function = static(value)
        if function is None and by_instance:
            return None
        return Held((scope, attribute), (function or value,))

    def _is_certain(self, scope: Scope, attribute: str) -> bool:
        """Whether a class stands for itself, and nothing else writes into it."""
        definition = scope.node
        assert isinstance(definition, ast.ClassDef)
        values = self._given.get((scope, attribute), [])
        own = sum(value is not None for value in values)
        plain = not definition.keywords and all(
            isinstance(base, ast.Name) and base.id in _PLAIN_BASES
            for base in definition.bases
        )
        derived = definition in self._derived_from or definition.name in self._bases
        return plain and not derived and self._stores[attribute] <= own

    @cached_property
    def _bases(self) -> frozenset[str]:
        """The names of all classes that others derive from."""
        return frozenset(name.id for name in self._base_names())

    @cached_property
    def _derived_from(self) -> frozenset[ast.AST]:
        """The classes of the module that others derive from, by whatever name."""
        names = self._base_names()
        return frozenset(one for name in names for one in origins(self.scopes, name))

    def _base_names(self) -> Iterator[ast.Name]:
        for node in self.scopes.parents:
            for base in node.bases if isinstance(node, ast.ClassDef) else ():
                yield from (one for one in ast.walk(base) if isinstance(one, ast.Name))

    @cached_property
    def _stores(self) -> Counter[str]:
        """How often an attribute of each name is assigned to or deleted."""
        stores: Counter[str] = Counter()
        for node in self.scopes.parents:
            if isinstance(node, ast.Attribute):
                stores[node.attr] += not isinstance(node.ctx, ast.Load)
            elif isinstance(node, ast.Call) and _is_setattr(node.func):
                stores.update(filter(None, map(text_of, node.args)))
        return stores

    def _note(self, owner: Scope, name: ast.Name, node: ast.Attribute) -> None:
        """Note a read of an attribute, or the value that it is given."""
        is_self = _is_self(owner, name.id)
        if isinstance(node.ctx, ast.Load):
            if is_self or self._class(name) is not None:
                self.loads.append(node)
        elif is_self and owner.parent is not None:
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
        and isinstance(node.func, ast.Name)
        and node.func.id == "staticmethod"
        and len(node.args) == 1
    ):
        return node.args[0]
    return None


def is_static(function: ast.FunctionDef) -> bool:
    """Whether a method is decorated as one without ``self``, and with nothing else."""
    decorators = function.decorator_list
    return len(decorators) == 1 and _is_named(decorators[0], "staticmethod")


def _is_named(node: ast.expr, *names: str) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _is_setattr(function: ast.expr) -> bool:
    """Whether a call of this sets an attribute that it names in a string."""
    if isinstance(function, ast.Attribute):
        return function.attr in _SETTERS
    return _is_named(function, *_SETTERS)


def _is_self(owner: Scope, name: str) -> bool:
    """Whether ``name`` is the instance in a method's own scope, and stays it."""
    method = owner.node
    if owner.parent is None or not owner.parent.is_class:
        return False
    if not isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    first = [*method.args.posonlyargs, *method.args.args][:1]
    otherwise = any(_is_named(node, *_OTHERWISE) for node in method.decorator_list)
    return (
        not otherwise
        and [argument.arg for argument in first] == [name]
        and len(owner.bindings[name]) == 1
    )
