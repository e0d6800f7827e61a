"""Which names the module gives a function, where all that holds them is seen.

In ``decay = optax.cosine_decay_schedule if slow else other`` the name is ``decay``;
in ``class A: decay = staticmethod(...)`` it is the class's; in
``KINDS = {"cosine": ...}`` it is the dict's.
"""

from __future__ import annotations

import ast

from ..names.meaning import Key
from ..names.members import static
from ..names.resolver import Resolver
from ..names.scopes import Scope


class Aliases:
    """Finds them in one module."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._scopes = resolver.scopes

    def of(self, node: ast.expr) -> set[Key]:
        """Return the names that an assignment of ``node`` certainly binds to it."""
        parents = self._scopes.parents
        statement = parents[node]
        while isinstance(statement, ast.IfExp) and statement.test is not node:
            node, statement = statement, parents[statement]
        if isinstance(statement, ast.Dict) and node in statement.keys:
            return set()  # what is looked up by it has to be the very function
        if isinstance(statement, ast.Dict) or (
            isinstance(statement, ast.Call) and static(statement) is node
        ):
            node, statement = statement, parents[statement]
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, (ast.AnnAssign, ast.NamedExpr)):
            targets = [statement.target]
        keys = [self._held_by(target, isinstance(node, ast.Dict)) for target in targets]
        return set() if None in keys else {key for key in keys if key is not None}

    def _held_by(self, target: ast.expr, is_registry: bool) -> Key | None:
        """Return the name or attribute that certainly holds the function, if so."""
        if isinstance(target, ast.Attribute):
            held = self._resolver.members.attribute(target)
            meaning = self._resolver.expression(target)
            return held.key if held and meaning and not meaning.doubt else None
        scope = self._scopes.scope_of.get(target)
        if not isinstance(target, ast.Name) or scope is None:
            return None
        if is_registry:
            return self._resolver.registry(target)
        return self._held_by_name(target.id, scope)

    def _held_by_name(self, name: str, scope: Scope) -> Key | None:
        owner = self._scopes.lookup(name, scope)
        if owner is None:
            return None
        if owner.is_class:
            return (owner, name) if self._resolver.members.holds(owner, name) else None
        meaning = self._resolver.name(name, scope)
        return None if meaning is None or meaning.doubt else (owner, name)
