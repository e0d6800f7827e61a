"""Where a call's free names stand: for which parameter, and in what form."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from .call import Comprehension, ParsedCall, is_opaque, is_pure_call

_CONSUMERS = frozenset(
    {"dict", "enumerate", "len", "list", "sorted", "sum", "tuple", "zip"}
)
_CONVERSIONS = frozenset({"abs", "float", "int", "round"})


class Role(Enum):
    """What kind of value a name must have where it stands."""

    VALUE = "value"
    ELEMENT = "element"
    COUNT = "count"
    SEQUENCE = "sequence"


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
        if isinstance(node, ast.Name):
            if node.id not in bound:
                self._record(node, place)
        elif is_opaque(node):
            self._record(node, place)
            if isinstance(node, ast.Subscript) and _root(node) in bound:
                self.visit(node.slice, Use(""), bound)
        elif isinstance(node, Comprehension):
            self._visit_comprehension(node, place, bound)
        elif isinstance(node, ast.Call):
            self._visit_builtin(node, place, bound)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                name = key.value if isinstance(key, ast.Constant) else None
                if key is not None:
                    self.visit(key, Use("", alone=False), bound)
                self.visit(value, self._keyed(place, name), bound)
        elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            for element in node.elts:
                self.visit(element, replace(place, role=Role.ELEMENT), bound)
        elif isinstance(node, ast.UnaryOp):
            self.visit(node.operand, place, bound)
        elif isinstance(node, ast.IfExp):
            self.visit(node.test, Use("", alone=False), bound)
            self.visit(node.body, place, bound)
            self.visit(node.orelse, place, bound)
        else:
            for child in ast.iter_child_nodes(node):
                self.visit(child, replace(place, alone=False), bound)

    def _record(self, node: ast.AST, place: Use) -> None:
        self.found.append(replace(place, name=self._call.names[id(node)]))

    def _keyed(self, place: Use, key: object) -> Use:
        if isinstance(key, str) and key in self._known:
            return Use("", key)
        return replace(place, role=Role.ELEMENT)

    def _visit_builtin(self, node: ast.Call, place: Use, bound: frozenset[str]) -> None:
        assert is_pure_call(node)
        assert isinstance(node.func, ast.Name)
        name = node.func.id
        if name in _CONSUMERS or (name in ("max", "min") and len(node.args) == 1):
            inner = Use("", role=Role.SEQUENCE)
        elif name == "range":
            inner = Use("", role=Role.COUNT)
        elif name in _CONVERSIONS:
            inner = place
        else:
            inner = replace(place, alone=False)
        for argument in node.args:
            self.visit(argument, inner, bound)
        for keyword in node.keywords:
            self.visit(keyword.value, self._keyed(place, keyword.arg), bound)

    def _visit_comprehension(
        self, node: Comprehension, place: Use, bound: frozenset[str]
    ) -> None:
        for loop in node.generators:
            elements = loop.target
            width = len(elements.elts) if isinstance(elements, ast.Tuple) else 0
            self.visit(loop.iter, Use("", role=Role.SEQUENCE, width=width), bound)
            bound |= frozenset(_bound_names(loop.target))
            for condition in loop.ifs:
                self.visit(condition, Use("", alone=False), bound)
        if isinstance(node, ast.DictComp):
            self.visit(node.key, Use("", alone=False), bound)
            self.visit(node.value, replace(place, role=Role.ELEMENT), bound)
        else:
            self.visit(node.elt, replace(place, role=Role.ELEMENT), bound)


def _bound_names(target: ast.expr) -> Iterator[str]:
    for part in ast.walk(target):
        if isinstance(part, ast.Name):
            yield part.id


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
