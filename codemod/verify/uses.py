"""Where a call's free names stand: for which parameter, and in what form."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from .call import Comprehension, ParsedCall, base_of, is_opaque, is_pure_call

_CONSUMERS = frozenset({"dict", "enumerate", "list", "sorted", "sum", "tuple", "zip"})
_CONVERSIONS = frozenset({"abs", "float", "int", "round"})


class Role(Enum):
    """What kind of value a name must have where it stands."""

    VALUE = "value"
    ELEMENT = "element"
    COUNT = "count"
    SEQUENCE = "sequence"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Use:
    """One place of one name.

    Attributes:
        name: the free name, or the source text of the opaque part.
        parameter: for which parameter, or key of a dict that names one; empty
            where that is not known.
        role: what the place asks for.
        alone: whether the name is the whole value, not a part of a formula.
        width: for a sequence that a comprehension unpacks, the length of its
            elements; else 0.
    """

    name: str
    parameter: str = ""
    role: Role = Role.VALUE
    alone: bool = True
    width: int = 0


_FORMULA = Use("", alone=False)
"""A part of a formula that is for no parameter."""


def find_uses(
    call: ParsedCall, positional: Sequence[str], known: Collection[str]
) -> list[Use]:
    """All uses in a call, in the order in which they are evaluated.

    Args:
        call: the parsed call.
        positional: the function's parameter names, in order.
        known: the names that have a domain of their own; a dict key among
            them is taken for a parameter.
    """
    finder = _Finder(call, known)
    certain = True
    for index, node in enumerate(call.positional):
        certain = certain and not isinstance(node, ast.Starred)
        place = positional[index] if certain and index < len(positional) else ""
        finder.visit(node, Use("", place), frozenset())
    for name, node in call.keywords:
        finder.visit(node, Use("", name or ""), frozenset())
    return finder.found


class _Finder:
    def __init__(self, call: ParsedCall, known: Collection[str]) -> None:
        self._call = call
        self._known = known
        self.found: list[Use] = []

    def visit(self, node: ast.AST, place: Use, bound: frozenset[str]) -> None:
        if is_opaque(node):
            self._opaque(node, place, bound)
        else:
            _VISITORS.get(type(node), _Finder.other)(self, node, place, bound)

    def other(self, node: ast.AST, place: Use, bound: frozenset[str]) -> None:
        for child in ast.iter_child_nodes(node):
            self.visit(child, replace(place, alone=False), bound)

    def name(self, node: ast.Name, place: Use, bound: frozenset[str]) -> None:
        if node.id not in bound:
            self._record(node, place)

    def unary(self, node: ast.UnaryOp, place: Use, bound: frozenset[str]) -> None:
        self.visit(node.operand, place, bound)

    def choice(self, node: ast.IfExp, place: Use, bound: frozenset[str]) -> None:
        self.visit(node.test, _FORMULA, bound)
        self.visit(node.body, place, bound)
        self.visit(node.orelse, place, bound)

    def display(
        self, node: ast.List | ast.Tuple | ast.Set, place: Use, bound: frozenset[str]
    ) -> None:
        for element in node.elts:
            self.visit(element, replace(place, role=Role.ELEMENT), bound)

    def mapping(self, node: ast.Dict, place: Use, bound: frozenset[str]) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            name = key.value if isinstance(key, ast.Constant) else None
            if key is not None:
                self.visit(key, _FORMULA, bound)
            self.visit(value, self._keyed(place, name), bound)

    def call(self, node: ast.Call, place: Use, bound: frozenset[str]) -> None:
        inner = _given(node, place)
        for argument in node.args:
            self.visit(argument, inner, bound)
        for keyword in node.keywords:
            self.visit(keyword.value, self._keyed(place, keyword.arg), bound)

    def listing(
        self,
        node: ast.ListComp | ast.SetComp | ast.GeneratorExp,
        place: Use,
        bound: frozenset[str],
    ) -> None:
        bound = self._loops(node, bound)
        self.visit(node.elt, replace(place, role=Role.ELEMENT), bound)

    def pairs(self, node: ast.DictComp, place: Use, bound: frozenset[str]) -> None:
        bound = self._loops(node, bound)
        self.visit(node.key, _FORMULA, bound)
        self.visit(node.value, replace(place, role=Role.ELEMENT), bound)

    def _loops(self, node: Comprehension, bound: frozenset[str]) -> frozenset[str]:
        """Visit what a comprehension runs over; the names bound in its element."""
        for loop in node.generators:
            elements = loop.target
            width = len(elements.elts) if isinstance(elements, ast.Tuple) else 0
            self.visit(loop.iter, Use("", role=Role.SEQUENCE, width=width), bound)
            bound |= frozenset(_bound_names(loop.target))
            for condition in loop.ifs:
                self.visit(condition, _FORMULA, bound)
        return bound

    def _opaque(self, node: ast.AST, place: Use, bound: frozenset[str]) -> None:
        self._record(node, place)
        if isinstance(node, ast.Subscript):
            base = base_of(node)
            if isinstance(base, ast.Name) and base.id in bound:
                self.visit(node.slice, Use(""), bound)

    def _record(self, node: ast.AST, place: Use) -> None:
        self.found.append(replace(place, name=self._call.names[id(node)]))

    def _keyed(self, place: Use, key: object) -> Use:
        if isinstance(key, str) and key in self._known:
            return Use("", key)
        return replace(place, role=Role.ELEMENT)


_VISITORS: Mapping[
    type[ast.AST], Callable[[_Finder, Any, Use, frozenset[str]], None]
] = {
    ast.Call: _Finder.call,
    ast.Dict: _Finder.mapping,
    ast.DictComp: _Finder.pairs,
    ast.GeneratorExp: _Finder.listing,
    ast.IfExp: _Finder.choice,
    ast.List: _Finder.display,
    ast.ListComp: _Finder.listing,
    ast.Name: _Finder.name,
    ast.Set: _Finder.display,
    ast.SetComp: _Finder.listing,
    ast.Tuple: _Finder.display,
    ast.UnaryOp: _Finder.unary,
}


def _given(node: ast.Call, place: Use) -> Use:
    """What a builtin's arguments are for, where its value is for ``place``."""
    assert is_pure_call(node)
    assert isinstance(node.func, ast.Name)
    name = node.func.id
    if name in _CONSUMERS or (name in ("max", "min") and len(node.args) == 1):
        return Use("", role=Role.SEQUENCE)
    if name == "len":
        return replace(place, role=Role.LENGTH)
    if name == "range":
        return Use("", role=Role.COUNT)
    return place if name in _CONVERSIONS else replace(place, alone=False)


def _bound_names(target: ast.expr) -> Iterator[str]:
    for part in ast.walk(target):
        if isinstance(part, ast.Name):
            yield part.id
