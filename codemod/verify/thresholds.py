"""The numbers that a formula compares its names with, or may.

`min(lr, 100)` is `lr` for every usual value. So a name is also given the numbers
that stand in one formula with it, on either side of the comparison, and those
beside them.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from . import bounded
from .call import Comprehension, ParsedCall, is_opaque, is_pure_call

Numbers = Mapping[str, tuple[float, ...]]

MOST_CONSTANTS = 4
"""Of one name: a formula with more of them is a table, and no threshold."""

_PARTS = (
    *(ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Starred, ast.keyword),
    *(*get_args(Comprehension), ast.comprehension),
)


def numbers_beside(calls: Iterable[ParsedCall]) -> Numbers:
    """Return the constants that stand in a formula with each name of the calls."""
    found: dict[str, dict[float, None]] = {}
    for call in calls:
        for formula in _formulas_of(call):
            constants = dict.fromkeys(constants_in(formula))
            for name in names_in(formula, call):
                found.setdefault(name, {}).update(constants)
    return {name: (*constants,) for name, constants in found.items()}


def around(constants: Iterable[float]) -> Iterator[float]:
    """Yield each number, those just below and above it, and some far from it."""
    for number in [*constants][:MOST_CONSTANTS]:
        yield number
        yield from (number - 1, number + 1, 1000 * number + 1, -number)
        if abs(number) < 2**53:
            yield math.nextafter(number, -math.inf)
            yield math.nextafter(number, math.inf)


def _formulas_of(call: ParsedCall) -> Iterator[ast.AST]:
    for argument in call.arguments:
        yield from _formulas(argument)


def _formulas(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of an argument that each make one number."""
    if isinstance(node, _PARTS) or (is_pure_call(node) and is_dict(node)):
        for child in ast.iter_child_nodes(node):
            yield from _formulas(child)
    else:
        yield node


def is_dict(node: ast.AST) -> bool:
    """Whether a node is a call of `dict`."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "dict"


def constants_in(node: ast.AST) -> Iterator[float]:
    """Yield the numbers of an expression; what is computed of numbers is one."""
    value = number_of(node)
    if value is not None:
        yield value
    elif not is_opaque(node):
        for child in ast.iter_child_nodes(node):
            yield from constants_in(child)


def number_of(node: ast.AST) -> float | None:
    """The number that an expression without names is."""
    value: object = None
    try:
        if isinstance(node, ast.Constant):
            value = node.value
        elif isinstance(node, ast.UnaryOp):
            operand = number_of(node.operand)
            value = None if operand is None else bounded.unary(node.op, operand)
        elif isinstance(node, ast.BinOp):
            left, right = number_of(node.left), number_of(node.right)
            if left is not None and right is not None:
                value = bounded.binary(node.op, left, right)
    except bounded.EvaluationError:
        return None
    is_number = type(value) in (int, float)
    return value if is_number and isinstance(value, (int, float)) else None


def names_in(node: ast.AST, call: ParsedCall) -> Iterator[str]:
    """Yield the names in an expression of a call, those of opaque parts as they are."""
    if id(node) in call.names:
        yield call.names[id(node)]
    if is_opaque(node):
        return
    for child in ast.iter_child_nodes(node):
        if child is not getattr(node, "func", None):  # of a builtin
            yield from names_in(child, call)
