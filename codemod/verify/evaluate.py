"""Argument expressions evaluated without running any of the user's code."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import bounded
from .bounded import RefusedError
from .call import ParsedCall, base_of, is_opaque
from .rounds import Scope, rounds

FUEL = 50_000

Lookup = Callable[[str, Scope], object]


def evaluate_arguments(
    call: ParsedCall, lookup: Lookup
) -> tuple[list[object], dict[str, object]]:
    """Evaluate a call's arguments, in Python's order.

    Args:
        call: the parsed call.
        lookup: the value of a free name or opaque part, by its name and by
            the values of the comprehension variables that occur in it.

    Raises:
        RefusedError: an argument cannot be evaluated here; says why.
        RaisedError: Python would raise in an argument.
    """
    evaluator = _Evaluator(call, lookup)
    args = evaluator.elements(call.positional, {})
    return args, evaluator.keywords(call.keywords, {})


class _Evaluator:
    def __init__(self, call: ParsedCall, lookup: Lookup) -> None:
        self._call = call
        self._lookup = lookup
        self._fuel = FUEL

    def value(self, node: ast.expr, scope: Scope) -> object:
        self._fuel -= 1
        if self._fuel < 0:
            raise RefusedError(f"evaluating the arguments takes more than {FUEL} steps")
        return _READERS.get(type(node), _Evaluator.other)(self, node, scope)

    def other(self, node: ast.expr, scope: Scope) -> object:
        if is_opaque(node):
            return self._opaque(node, scope)
        raise RefusedError(f"`{ast.unparse(node)}` is not evaluated here")

    def constant(self, node: ast.Constant, _: Scope) -> object:
        return bounded.within_bounds(node.value)

    def name(self, node: ast.Name, scope: Scope) -> object:
        return scope[node.id] if node.id in scope else self._lookup(node.id, {})

    def binary(self, node: ast.BinOp, scope: Scope) -> object:
        left = self.value(node.left, scope)
        return bounded.binary(node.op, left, self.value(node.right, scope))

    def unary(self, node: ast.UnaryOp, scope: Scope) -> object:
        return bounded.unary(node.op, self.value(node.operand, scope))

    def boolean(self, node: ast.BoolOp, scope: Scope) -> object:
        value: object = None
        for operand in node.values:
            value = self.value(operand, scope)
            if bounded.truth(value) != isinstance(node.op, ast.And):
                return value
        return value

    def comparison(self, node: ast.Compare, scope: Scope) -> object:
        left = self.value(node.left, scope)
        outcome: object = True
        for op, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.value(comparator, scope)
            outcome = bounded.compare(op, left, right)
            if not outcome:
                return outcome
            left = right
        return outcome

    def choice(self, node: ast.IfExp, scope: Scope) -> object:
        test = self.value(node.test, scope)
        chosen = node.body if bounded.truth(test) else node.orelse
        return self.value(chosen, scope)

    def call(self, node: ast.Call, scope: Scope) -> object:
        if is_opaque(node):
            return self._opaque(node, scope)
        assert isinstance(node.func, ast.Name)
        args = self.elements(node.args, scope)
        pairs = ((keyword.arg, keyword.value) for keyword in node.keywords)
        return bounded.function(node.func.id, args, self.keywords(pairs, scope))

    def listed(self, node: ast.List, scope: Scope) -> object:
        return bounded.within_bounds(self.elements(node.elts, scope))

    def tupled(self, node: ast.Tuple, scope: Scope) -> object:
        return bounded.within_bounds(tuple(self.elements(node.elts, scope)))

    def set_of(self, node: ast.Set, scope: Scope) -> object:
        return bounded.guarded(set, self.elements(node.elts, scope))

    def mapping(self, node: ast.Dict, scope: Scope) -> object:
        pairs: list[tuple[object, object]] = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                pairs.extend(self._unpacked(value, scope).items())
            else:
                pairs.append((self.value(key, scope), self.value(value, scope)))
        return bounded.guarded(dict, pairs)

    def subscript(self, node: ast.Subscript, scope: Scope) -> object:
        base = base_of(node)
        local = scope.get(base.id) if isinstance(base, ast.Name) else None
        container = isinstance(local, (list, tuple, dict, range, str))
        if is_opaque(node) and not container:
            return self._opaque(node, scope)
        value = self.value(node.value, scope)
        return bounded.guarded(operator.getitem, value, self.value(node.slice, scope))

    def sliced(self, node: ast.Slice, scope: Scope) -> object:
        bounds = (node.lower, node.upper, node.step)
        return slice(*(bound and self.value(bound, scope) for bound in bounds))

    def elements(
        self, nodes: list[ast.expr] | tuple[ast.expr, ...], scope: Scope
    ) -> list[object]:
        """The values of a display or an argument list, ``*`` unpacked."""
        values: list[object] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                self._require_known(node.value, scope, "*")
                values.extend(bounded.items(self.value(node.value, scope)))
            else:
                values.append(self.value(node, scope))
        return values

    def keywords(
        self, pairs: Iterable[tuple[str | None, ast.expr]], scope: Scope
    ) -> dict[str, object]:
        """The values of keyword arguments, ``**`` (the name None) unpacked."""
        values: dict[str, object] = {}
        for name, node in pairs:
            new: Mapping[object, object] = (
                self._unpacked(node, scope)
                if name is None
                else {name: self.value(node, scope)}
            )
            for key, value in new.items():
                if not isinstance(key, str):
                    raise bounded.RaisedError("TypeError", "keywords must be strings")
                if key in values:
                    raise bounded.RaisedError("TypeError", f"{key} is given twice")
                values[key] = value
        return values

    def _unpacked(self, node: ast.expr, scope: Scope) -> dict[object, object]:
        self._require_known(node, scope, "**")
        value = self.value(node, scope)
        if not isinstance(value, dict):
            raise bounded.RaisedError(
                "TypeError", "argument after ** must be a mapping"
            )
        return value

    def _require_known(self, node: ast.expr, scope: Scope, stars: str) -> None:
        free = isinstance(node, ast.Name) and node.id not in scope
        if free or is_opaque(node):
            text = ast.unparse(node)
            raise RefusedError(f"`{stars}{text}`: what it holds is not known")

    def _opaque(self, node: ast.expr, scope: Scope) -> object:
        inner = self._call.inner[id(node)]
        local = {name: value for name, value in scope.items() if name in inner}
        return self._lookup(self._call.names[id(node)], local)

    def pairs(self, node: ast.DictComp, scope: Scope) -> object:
        found = [
            (self.value(node.key, inner), self.value(node.value, inner))
            for inner in rounds(node.generators, scope, self.value)
        ]
        return bounded.guarded(dict, found)

    def set_listing(self, node: ast.SetComp, scope: Scope) -> object:
        return bounded.guarded(set, self.listing(node, scope))

    def generator(self, node: ast.GeneratorExp, scope: Scope) -> object:
        return iter(self.listing(node, scope))

    def listing(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, scope: Scope
    ) -> list[object]:
        scopes = rounds(node.generators, scope, self.value)
        values = [self.value(node.elt, inner) for inner in scopes]
        bounded.within_bounds(values)
        return values


_READERS: Mapping[type[ast.AST], Callable[[_Evaluator, Any, Scope], object]] = {
    ast.BinOp: _Evaluator.binary,
    ast.BoolOp: _Evaluator.boolean,
    ast.Call: _Evaluator.call,
    ast.Compare: _Evaluator.comparison,
    ast.Constant: _Evaluator.constant,
    ast.Dict: _Evaluator.mapping,
    ast.DictComp: _Evaluator.pairs,
    ast.GeneratorExp: _Evaluator.generator,
    ast.IfExp: _Evaluator.choice,
    ast.List: _Evaluator.listed,
    ast.ListComp: _Evaluator.listing,
    ast.Name: _Evaluator.name,
    ast.Set: _Evaluator.set_of,
    ast.SetComp: _Evaluator.set_listing,
    ast.Slice: _Evaluator.sliced,
    ast.Subscript: _Evaluator.subscript,
    ast.Tuple: _Evaluator.tupled,
    ast.UnaryOp: _Evaluator.unary,
}
