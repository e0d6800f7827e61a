"""Argument expressions evaluated without running any of the user's code."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping

from . import bounded
from .bounded import RefusedError
from .call import Comprehension, ParsedCall, is_opaque

FUEL = 50_000

Scope = Mapping[str, object]
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
    kwargs: dict[str, object] = {}
    for name, node in call.keywords:
        new = (
            evaluator.unpacked_mapping(node, {})
            if name is None
            else {name: evaluator.value(node, {})}
        )
        for key, value in new.items():
            if not isinstance(key, str):
                raise bounded.RaisedError("TypeError", "keywords must be strings")
            if key in kwargs:
                raise bounded.RaisedError("TypeError", f"{key} is given twice")
            kwargs[key] = value
    return args, kwargs


class _Evaluator:
    def __init__(self, call: ParsedCall, lookup: Lookup) -> None:
        self._call = call
        self._lookup = lookup
        self._fuel = FUEL

    def value(self, node: ast.expr, scope: Scope) -> object:
        self._fuel -= 1
        if self._fuel < 0:
            raise RefusedError(f"evaluating the arguments takes more than {FUEL} steps")
        match node:
            case ast.Constant():
                return bounded.within_bounds(node.value)
            case ast.Name():
                if node.id in scope:
                    return scope[node.id]
                return self._lookup(node.id, {})
            case ast.Subscript():
                return self._subscript(node, scope)
            case _ if is_opaque(node):
                return self._opaque(node, scope)
            case ast.BinOp():
                left = self.value(node.left, scope)
                return bounded.binary(node.op, left, self.value(node.right, scope))
            case ast.UnaryOp():
                return bounded.unary(node.op, self.value(node.operand, scope))
            case ast.BoolOp():
                return self._boolean(node, scope)
            case ast.Compare():
                return self._comparison(node, scope)
            case ast.IfExp():
                chosen = node.body if self._truth(node.test, scope) else node.orelse
                return self.value(chosen, scope)
            case ast.Call():
                return self._call_builtin(node, scope)
            case ast.List():
                return bounded.within_bounds(self.elements(node.elts, scope))
            case ast.Tuple():
                return bounded.within_bounds(tuple(self.elements(node.elts, scope)))
            case ast.Set():
                return bounded.guarded(set, self.elements(node.elts, scope))
            case ast.Dict():
                return self._dict(node, scope)
            case ast.Slice():
                return slice(*self._slice_bounds(node, scope))
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self._comprehension(node, scope)
            case _:
                raise RefusedError(f"`{ast.unparse(node)}` is not evaluated here")

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

    def unpacked_mapping(self, node: ast.expr, scope: Scope) -> dict[object, object]:
        """The items of what ``**`` stands before."""
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

    def _truth(self, node: ast.expr, scope: Scope) -> bool:
        return bool(bounded.guarded(bool, self.value(node, scope)))

    def _boolean(self, node: ast.BoolOp, scope: Scope) -> object:
        value: object = None
        for operand in node.values:
            value = self.value(operand, scope)
            if bounded.guarded(bool, value) != isinstance(node.op, ast.And):
                return value
        return value

    def _comparison(self, node: ast.Compare, scope: Scope) -> object:
        left = self.value(node.left, scope)
        outcome: object = True
        for op, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.value(comparator, scope)
            outcome = bounded.compare(op, left, right)
            if not outcome:
                return outcome
            left = right
        return outcome

    def _call_builtin(self, node: ast.Call, scope: Scope) -> object:
        assert isinstance(node.func, ast.Name)
        args = self.elements(node.args, scope)
        kwargs: dict[str, object] = {}
        for keyword in node.keywords:
            if keyword.arg is not None:
                kwargs[keyword.arg] = self.value(keyword.value, scope)
                continue
            for key, value in self.unpacked_mapping(keyword.value, scope).items():
                kwargs[str(key)] = value
        return bounded.function(node.func.id, args, kwargs)

    def _dict(self, node: ast.Dict, scope: Scope) -> object:
        pairs: list[tuple[object, object]] = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                pairs.extend(self.unpacked_mapping(value, scope).items())
            else:
                pairs.append((self.value(key, scope), self.value(value, scope)))
        return bounded.guarded(dict, pairs)

    def _subscript(self, node: ast.Subscript, scope: Scope) -> object:
        base: ast.expr = node
        while isinstance(base, ast.Subscript):
            base = base.value
        local = scope.get(base.id) if isinstance(base, ast.Name) else None
        container = isinstance(local, (list, tuple, dict, range, str))
        if is_opaque(node) and not container:
            return self._opaque(node, scope)
        value = self.value(node.value, scope)
        return bounded.guarded(operator.getitem, value, self.value(node.slice, scope))

    def _slice_bounds(self, node: ast.Slice, scope: Scope) -> Iterator[object]:
        for bound in (node.lower, node.upper, node.step):
            yield None if bound is None else self.value(bound, scope)

    def _comprehension(self, node: Comprehension, scope: Scope) -> object:
        if isinstance(node, ast.DictComp):
            return bounded.guarded(
                dict,
                [
                    (self.value(node.key, inner), self.value(node.value, inner))
                    for inner in self._scopes(node.generators, scope)
                ],
            )
        values = [
            self.value(node.elt, inner)
            for inner in self._scopes(node.generators, scope)
        ]
        bounded.within_bounds(values)
        if isinstance(node, ast.SetComp):
            return bounded.guarded(set, values)
        return iter(values) if isinstance(node, ast.GeneratorExp) else values

    def _scopes(
        self, generators: list[ast.comprehension], scope: Scope
    ) -> Iterator[Scope]:
        if not generators:
            yield scope
            return
        first, *rest = generators
        if first.is_async:
            raise RefusedError("an asynchronous comprehension")
        for item in bounded.items(self.value(first.iter, scope)):
            inner = {**scope, **_bind(first.target, item)}
            if all(self._truth(condition, inner) for condition in first.ifs):
                yield from self._scopes(rest, inner)


def _bind(target: ast.expr, item: object) -> dict[str, object]:
    if isinstance(target, ast.Name):
        return {target.id: item}
    if not isinstance(target, (ast.Tuple, ast.List)) or any(
        isinstance(part, ast.Starred) for part in target.elts
    ):
        raise RefusedError(f"a comprehension binds `{ast.unparse(target)}`")
    parts = bounded.items(item)
    if len(parts) != len(target.elts):
        raise bounded.RaisedError("ValueError", "wrong number of values to unpack")
    bound: dict[str, object] = {}
    for part, value in zip(target.elts, parts, strict=True):
        bound.update(_bind(part, value))
    return bound
