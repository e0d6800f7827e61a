"""What a function does with names: which it assigns, which it gives back."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache, cached_property

from ...codemod.names.scopes import Function
from ...codemod.names.syntax import root_of
from ...codemod.rule import Flow
from .order import own_nodes


def insides(flow: Flow) -> Callable[[Function], Inside]:
    """Return what tells of the functions of a module, of each once."""
    return cache(Inside)


class Inside:
    """What a function does with names, those inside it left out."""

    def __init__(self, function: Function) -> None:
        self._function = function

    @cached_property
    def assigned(self) -> list[tuple[set[str], ast.expr]]:
        """What its own assignments put into which names."""
        return [
            (set().union(*(_names(target) for target in node.targets)), node.value)
            for node in own_nodes(self._function)
            if isinstance(node, ast.Assign)
        ]

    def returned(self, call: ast.Call) -> set[str]:
        """Return the names in what it returns, but for what a call is given."""
        if isinstance(self._function, ast.Lambda):
            return _names(self._function.body, call)
        around = self._holding.get(call, ())
        given = {value: _names(value, call) for value in around}
        returned: set[str] = set()
        for value in self._returns:
            returned |= given.get(value, self._read[value])
        pending = self.assigned  # what was put into a name that is returned is, too
        while pending:
            met = [value for names, value in pending if names & returned]
            pending = [one for one in pending if not one[0] & returned] if met else []
            for value in met:
                returned |= given.get(value, self._read[value])
        return returned

    @cached_property
    def _returns(self) -> list[ast.expr]:
        """What its own `return` statements give back."""
        return [
            node.value
            for node in own_nodes(self._function)
            if isinstance(node, ast.Return) and node.value is not None
        ]

    @cached_property
    def _values(self) -> list[ast.expr]:
        return [*self._returns, *(value for _, value in self.assigned)]

    @cached_property
    def _read(self) -> dict[ast.expr, set[str]]:
        """The names in what it assigns and returns."""
        return {value: _names(value) for value in self._values}

    @cached_property
    def _holding(self) -> dict[ast.AST, list[ast.expr]]:
        """By each call in what it assigns and returns, where that is."""
        found: dict[ast.AST, list[ast.expr]] = {}
        for value in self._values:
            for node in ast.walk(value):
                if isinstance(node, ast.Call):
                    found.setdefault(node, []).append(value)
        return found

    def first(self, name: str) -> str:
        """Return the name out of which another one is taken, in one step or several."""
        for _ in range(4):
            values = self._given.get(name, [])
            root = root_of(values[0]) if len(values) == 1 else None
            if root is None:
                return name
            name = root.id
        return name

    def makes(self, name: str) -> bool:
        """Whether a call of the function gives a name its value."""
        given = self._given.get(self.first(name), ())
        return any(isinstance(value, ast.Call) for value in given)

    @cached_property
    def _given(self) -> dict[str, list[ast.expr]]:
        """What its own assignments put into each name."""
        found: dict[str, list[ast.expr]] = {}
        for names, value in self.assigned:
            for name in names:
                found.setdefault(name, []).append(value)
        return found


def _names(node: ast.AST, without: ast.Call | None = None) -> set[str]:
    """Return the names in an expression, those in a part of it left out."""
    left = {*ast.walk(without)} if without is not None else set[ast.AST]()
    return {
        one.id
        for one in ast.walk(node)
        if isinstance(one, ast.Name) and one not in left
    }
