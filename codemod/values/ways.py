"""All that an expression may be: by each branch, each return and each caller.

Where one place alone gives a value, that is followed; where several do, each is. What
nothing more is known of, is an end.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..names.certain import value_of
from ..names.scopes import FUNCTION_NODES, Binding
from ..names.syntax import text_of
from .classes import Classes
from .parameters import default_of, given_by_calls
from .setters import Setters
from .spots import Asks, Spot
from .tree import Module, Tree, owner_of

_MOST = 40  # steps
_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.comprehension)


@dataclass(slots=True)
class Ends:
    """All that an expression may be.

    Attributes:
        spots: each as far back as it is seen.
        choice: who can make it another; empty where nobody is seen.
    """

    spots: list[Spot]
    choice: str = ""


class Ways:
    """Answers for a tree."""

    def __init__(
        self, tree: Tree, classes: Classes, setters: Setters, asks: Asks
    ) -> None:
        self._tree = tree
        self._classes = classes
        self._setters = setters
        self._asks = asks
        self._who = ""

    def ends(self, spot: Spot) -> Ends:
        """Return all that an expression may be."""
        self._who = ""
        found: dict[Spot, None] = {}
        pending, seen = [spot], set[Spot]()
        while pending:
            current = pending.pop(0)
            if current in seen:
                continue
            seen.add(current)
            steps = [*self._steps(current)] if len(seen) < _MOST else []
            if steps:
                pending = [*steps, *pending]
            else:
                found[current] = None
        return Ends([*found], self._who)

    def _steps(self, spot: Spot) -> Iterator[Spot]:
        given = self._asks.given(spot)
        if given is not None and given.by != spot:
            self._who = self._who or given.choice
            yield given.by
            return
        step = _STEPS.get(type(spot.node))
        if step is not None:
            yield from step(self, spot)

    def _name(self, spot: Spot) -> Iterator[Spot]:
        node, module = spot.node, spot.module
        assert isinstance(node, ast.Name)
        owner = owner_of(module, node)
        bindings = owner.bindings[node.id] if owner is not None else []
        for one in _before(spot.module, node, bindings):
            if len(bindings) > 1 or isinstance(one.node, ast.arg):
                yield self._bound(spot, one)

    def _bound(self, spot: Spot, binding: Binding) -> Spot:
        value = value_of(spot.module.scopes, binding)
        plain = value is not None and value is not spot.node
        return Spot(spot.module, value if value is not None and plain else binding.node)

    def _parameter(self, spot: Spot) -> Iterator[Spot]:
        node, module = spot.node, spot.module
        assert isinstance(node, ast.arg)
        function = module.scopes.parents[module.scopes.parents[node]]
        if not isinstance(function, FUNCTION_NODES):
            return
        yield from given_by_calls(self._tree, module, node)
        default = default_of(function.args, node.arg)
        if default is not None:
            yield Spot(module, default)

    def _branches(self, spot: Spot) -> Iterator[Spot]:
        assert isinstance(spot.node, ast.IfExp)
        for one in (spot.node.body, spot.node.orelse):
            yield Spot(spot.module, one)

    def _alternatives(self, spot: Spot) -> Iterator[Spot]:
        assert isinstance(spot.node, ast.BoolOp)
        for one in spot.node.values:
            yield Spot(spot.module, one)

    def _entry(self, spot: Spot) -> Iterator[Spot]:
        """Yield all that a dict has, where it is not known what is taken of it."""
        assert isinstance(spot.node, ast.Subscript)
        held = self._asks.origin(Spot(spot.module, spot.node.value))
        if isinstance(held.node, ast.Dict) and text_of(spot.node.slice) is None:
            for one in held.node.values:
                yield Spot(held.module, one)

    def _walrus(self, spot: Spot) -> Iterator[Spot]:
        assert isinstance(spot.node, ast.NamedExpr)
        yield Spot(spot.module, spot.node.value)

    def _call(self, spot: Spot) -> Iterator[Spot]:
        """Yield what a function of the tree, or a method, returns."""
        assert isinstance(spot.node, ast.Call)
        found = self._function(spot, spot.node.func)
        if found is None or not isinstance(found.node, ast.FunctionDef):
            return
        if found.node.decorator_list:
            return
        for one in ast.walk(found.node):
            own = isinstance(one, ast.Return) and one.value is not None
            if own and self._returns_from(found, one):
                assert isinstance(one, ast.Return)
                assert one.value is not None
                yield Spot(found.module, one.value)

    def _function(self, spot: Spot, func: ast.expr) -> Spot | None:
        found = self._tree.binding(spot.module, func)
        if found is not None:
            self._who = self._who or self._setters.of_name(*found)
            return Spot(found[0], found[1].node)
        if not isinstance(func, ast.Attribute):
            return None
        made = self._classes.of(Spot(spot.module, func.value))
        for module, cls in self._classes.lineage(made) if made is not None else ():
            bindings = module.scopes.scope_of[cls].bindings.get(func.attr, [])
            if len(bindings) == 1:
                self._who = self._who or (
                    self._setters.of_field(module, cls, func.attr, spot.module)
                    or self._setters.of_subclass(module, cls, func.attr)
                )
                return Spot(module, bindings[0].node)
            if bindings:
                return None
        return None

    def _returns_from(self, function: Spot, node: ast.AST) -> bool:
        return function.module.scopes.function_around(node) is function.node


def _before(
    module: Module, use: ast.Name, bindings: Sequence[Binding]
) -> Sequence[Binding]:
    """Return the bindings of a name that a use may see, as they follow on one another.

    All of them, where the use stands in another function, or in a loop.
    """
    scopes = module.scopes
    body = scopes.scope_of[use].node
    around = [use, *scopes.ancestors(use)]
    loops = any(isinstance(one, _LOOPS) for one in around)
    inside = all(
        (scopes.function_around(one.node) or scopes.module.node) is body
        for one in bindings
    )
    if body not in around or loops or not inside:
        return bindings
    lines = [getattr(one.node, "lineno", 0) for one in bindings]
    plain = [
        line
        for one, line in zip(bindings, lines, strict=True)
        if one.statement is not None
        and scopes.parents.get(one.statement) is body
        and one.statement not in around
        and line < use.lineno
    ]
    first = max(plain, default=0)
    return [
        one
        for one, line in zip(bindings, lines, strict=True)
        if first <= line <= use.lineno and one.statement not in around
    ] or bindings


_STEPS: Mapping[type[ast.AST], Callable[[Ways, Any], Iterator[Spot]]] = {
    ast.Name: Ways._name,
    ast.arg: Ways._parameter,
    ast.IfExp: Ways._branches,
    ast.BoolOp: Ways._alternatives,
    ast.NamedExpr: Ways._walrus,
    ast.Subscript: Ways._entry,
    ast.Call: Ways._call,
}
