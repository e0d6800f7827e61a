"""Who may take an attribute of a class's instances, but the class's own methods.

An attribute of anything that may be one of its instances may be the class's, and so
may what is taken by a text, or with all others. A method that is taken from the class
may be called on something else.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from functools import cached_property

from .computed_attributes import (
    GETTERS,
    TAKING_ONE,
    Taken,
    computed_attributes,
    is_super,
)
from .instances import Instances
from .scopes import Scope, ScopeTree
from .syntax import is_named, last_name, text_of
from .untouched import instance_of

# Calls that are given an object and the name of an attribute, and do not take it.
_ASKS_BY_TEXT = frozenset({"hasattr", "isinstance", "print"})
_SETS_MANY = "multiple"  # of `mock.patch`, which is given attributes as keywords


class AttributeUses:
    """Answers for one file.

    Args:
        scopes: its names.
        instances: which of its expressions may be an instance.
    """

    def __init__(self, scopes: ScopeTree, instances: Instances) -> None:
        self._scopes = scopes
        self._instances = instances

    @cached_property
    def _by_name(self) -> dict[str, list[ast.AST]]:
        """Every node that takes an attribute by its name, by that name."""
        found: dict[str, list[ast.AST]] = {}
        kinds = (ast.Attribute, ast.MatchClass, ast.Constant, ast.keyword)
        for node in self._scopes.nodes(*kinds):
            for name in self._taken(node):
                found.setdefault(name, []).append(node)
        return found

    def _taken(self, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.MatchClass):
            yield from node.kwd_attrs
        elif isinstance(node, ast.keyword):
            call = self._scopes.parents[node]
            if isinstance(call, ast.Call) and last_name(call.func) == _SETS_MANY:
                yield node.arg or ""
        elif (text := text_of(node)) is not None:
            parent = self._scopes.parents[node]
            if (
                isinstance(parent, ast.Call)
                and last_name(parent.func) not in _ASKS_BY_TEXT
            ):
                yield from text.split(".")
            elif isinstance(parent, ast.Subscript) and _dict_of(parent.value):
                yield text

    def others(self, name: str, cls: Scope | None, least: int) -> Iterator[ast.AST]:
        """Yield what may take an attribute of an instance, but of ``self``.

        Args:
            name: the attribute.
            cls: the class, where it stands in this file.
            least: how many arguments a call of it has at least.
        """
        names = [name]
        if name.startswith("__") and cls is not None:
            names.append(f"_{getattr(cls.node, 'name', '').lstrip('_')}{name}")
        for one in names:
            for node in self._by_name.get(one, ()):
                if self._may_take(node, cls, least):
                    yield node

    def _may_take(self, node: ast.AST, cls: Scope | None, least: int) -> bool:
        parent = self._scopes.parents[node]
        if isinstance(node, ast.Attribute):
            own = cls is not None and instance_of(self._scopes, node.value) is cls
            return not (
                own
                or (isinstance(parent, ast.Call) and _is_short(parent, node, least))
                or not self._instances.may_be(node.value, cls)
            )
        if isinstance(node, ast.MatchClass):
            return self._instances.may_be(node.cls, cls)
        if isinstance(node, ast.keyword) and isinstance(parent, ast.Call):
            return any(self._instances.may_be(one, cls) for one in parent.args)
        if isinstance(parent, ast.Call):
            return self._is_given(node, parent, cls)
        return True

    def _is_given(self, text: ast.AST, call: ast.Call, cls: Scope | None) -> bool:
        """Whether a call that is given an attribute's name may take it."""
        called = last_name(call.func)
        if called in TAKING_ONE:
            objects = [one for one in call.args if one is not text]
            if isinstance(call.func, ast.Attribute):
                objects.append(call.func.value)
            return any(
                is_super(one) or self._instances.may_be(one, cls) for one in objects
            )
        return called in GETTERS or any(
            self._instances.is_one(one, cls) for one in call.args
        )

    def all_of(self, cls: Scope | None) -> Iterator[ast.AST]:
        """Yield what may take any attribute of an instance, by a computed name."""
        for node, of in self._computed:
            if of is None or self._instances.may_be(of, cls):
                yield node

    @cached_property
    def _computed(self) -> list[Taken]:
        return [*computed_attributes(self._scopes)]

    def unbound(
        self, methods: Collection[str], owner: str, cls: Scope | None
    ) -> Iterator[ast.AST]:
        """Yield where methods are taken from the class, and not called on its own.

        Args:
            methods: their names.
            owner: the name of the class.
            cls: the class, where it stands in this file.
        """
        for node in (one for name in methods for one in self._by_name.get(name, ())):
            of = node.value if isinstance(node, ast.Attribute) else None
            if last_name(of) == owner:
                call = self._scopes.parents[node]
                called = isinstance(call, ast.Call) and call.func is node
                first = call.args[:1] if isinstance(call, ast.Call) and called else []
                if not any(self._instances.is_one(one, cls, owner) for one in first):
                    yield node


def _dict_of(node: ast.expr) -> bool:
    """Whether an expression is the dict of something's attributes."""
    return (isinstance(node, ast.Attribute) and node.attr == "__dict__") or (
        isinstance(node, ast.Call) and is_named(node.func, "vars")
    )


def _is_short(call: ast.Call, callee: ast.expr, least: int) -> bool:
    """Whether a call gives fewer arguments than the function has to get."""
    given = [*call.args, *call.keywords]
    stars = any(isinstance(one, ast.Starred) for one in call.args) or any(
        one.arg is None for one in call.keywords
    )
    return call.func is callee and not stars and len(given) < least
