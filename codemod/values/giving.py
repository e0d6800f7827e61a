"""One step from an expression to what gives it its value."""

from __future__ import annotations

import ast

from ..names.certain import value_of
from ..names.scopes import Binding
from .classes import Classes
from .entries import Entries
from .fields import field_of
from .flags import Flags
from .hydra import Hydra
from .parameters import given_to_parameter
from .setters import Setters
from .spots import Asks, Given, Spot, Way
from .tree import Module, Tree


class Giving:
    """Finds what gives the expressions of a tree their values.

    Args:
        tree: its modules.
        asks: answers where more than one step is asked for.
        classes: what its objects are made of.
        setters: where something is set besides.
        entries: what its dicts hold.
    """

    def __init__(
        self,
        tree: Tree,
        asks: Asks,
        classes: Classes,
        setters: Setters,
        entries: Entries,
    ) -> None:
        self._tree = tree
        self._classes = classes
        self._setters = setters
        self._entries = entries
        self._flags = Flags(tree, asks)
        self._hydra = Hydra(tree, asks)

    def of(self, spot: Spot) -> Given | None:
        """Return what gives an expression its value, if one place does."""
        module, node = spot.module, spot.node
        if isinstance(node, ast.arg):
            return given_to_parameter(self._tree, module, node)
        if isinstance(node, ast.Name | ast.Attribute):
            found = self._tree.binding(module, node)
            if found is not None:
                return self._bound(*found)
        if isinstance(node, ast.Call):
            return self._returned(module, node)
        return (
            self._entries.entry(spot)
            or self._hydra.entry(spot)
            or self._flags.attribute(spot)
            or field_of(self._classes, self._setters, spot)
        )

    def _bound(self, module: Module, binding: Binding) -> Given | None:
        node, value = binding.node, value_of(module.scopes, binding)
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.arg):
            return given_to_parameter(self._tree, module, node)
        if value is None:
            definition = isinstance(node, ast.ClassDef | ast.FunctionDef)
            return Given(Spot(module, node), Way.CONSTANT, line) if definition else None
        choice = self._setters.of_name(module, binding)
        by = Spot(module, value)
        return Given(by, Way.CONSTANT, line, choice, owner=binding.name)

    def _returned(self, module: Module, call: ast.Call) -> Given | None:
        """Return what a function of the tree returns, where it is one expression."""
        found = self._tree.binding(module, call.func)
        function = found[1].node if found is not None else None
        if found is None or not isinstance(function, ast.FunctionDef):
            return None
        if function.decorator_list:
            return None
        returns = [
            one
            for one in ast.walk(function)
            if isinstance(one, ast.Return | ast.Yield | ast.YieldFrom)
        ]
        value = returns[0].value if len(returns) == 1 else None
        if value is None or not isinstance(returns[0], ast.Return):
            return None
        owner = f"{function.name}()"
        choice = self._setters.of_name(*found)
        by = Spot(found[0], value)
        return Given(by, Way.CALL, returns[0].lineno, choice, owner)
