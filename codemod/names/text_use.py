"""One use of names by text, and which names it may mean."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ..nodes import walk
from .namespaces import EVERY, Does
from .scopes import FUNCTION_NODES, Scope
from .shell import names_shell
from .syntax import shown


@dataclass(frozen=True, slots=True)
class ByText:
    """One use of names by text.

    Attributes:
        does: what it does with them.
        name: which one, or EVERY.
        scope: whose names; None for all that can be seen where it stands.
        node: where.
    """

    does: Does
    name: str
    scope: Scope | None
    node: ast.AST

    def reaches(self, key: tuple[Scope, str]) -> bool:
        """Whether a name may be meant."""
        scope, name = key
        inside = self.scope is None or scope in (self.scope, *_functions(self.scope))
        return inside and self.name in (EVERY, name)

    @property
    def where(self) -> str:
        """What it is, and where."""
        node = self.node
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if any(names_shell(one) for part in node.args for one in walk(part)):
                return f"a magic on line {node.lineno}"
            node = node.func
        return f"`{shown(node)}` on line {getattr(node, 'lineno', 0)}"


def _functions(scope: Scope) -> Iterator[Scope]:
    """Yield the functions around a scope, whose names may be seen in it."""
    outer = scope.parent
    while outer is not None and isinstance(scope.node, FUNCTION_NODES):
        if isinstance(outer.node, FUNCTION_NODES):
            yield outer
        outer = outer.parent
