"""Whether arithmetic gives another value the second time, by a class in sight.

``size * 3`` is a call of `__mul__` where a class defines it. One that works something
out gives the same twice; one that counts in its own object does not.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from ..files.source import Source
from .computed import classes_of

TRUTH = ("__bool__", "__len__")
"""What is asked of an object that is a condition."""
COMPARED = ("__contains__", "__eq__", "__ne__", "__lt__", "__gt__", "__le__", "__ge__")
"""What a comparison calls."""
# The methods that an operator or a conversion calls.
_OPERATORS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Add: ("__add__", "__radd__"),
    ast.Sub: ("__sub__", "__rsub__"),
    ast.Mult: ("__mul__", "__rmul__"),
    ast.Div: ("__truediv__", "__rtruediv__"),
    ast.FloorDiv: ("__floordiv__", "__rfloordiv__"),
    ast.Mod: ("__mod__", "__rmod__"),
    ast.Pow: ("__pow__", "__rpow__"),
    ast.MatMult: ("__matmul__", "__rmatmul__"),
    ast.BitOr: ("__or__", "__ror__"),
    ast.BitAnd: ("__and__", "__rand__"),
    ast.BitXor: ("__xor__", "__rxor__"),
    ast.LShift: ("__lshift__", "__rlshift__"),
    ast.RShift: ("__rshift__", "__rrshift__"),
    ast.USub: ("__neg__",),
    ast.UAdd: ("__pos__",),
    ast.Invert: ("__invert__",),
    ast.Not: TRUTH,
}
_CONVERSIONS = {
    "abs": ("__abs__",),
    "bool": TRUTH,
    "len": ("__len__",),
    "max": ("__gt__", "__lt__"),
    "min": ("__gt__", "__lt__"),
    "sum": ("__add__", "__radd__"),
    "float": ("__float__", "__index__"),
    "int": ("__int__", "__index__", "__trunc__"),
    "round": ("__round__",),
}


def counting(node: ast.expr, saying: Callable[[str], Iterable[Source]]) -> str:
    """Return where a class in sight counts how often something is evaluated.

    Args:
        node: an operation, or a call of a builtin.
        saying: the files in sight that say a name.
    """
    for name in _methods(node):
        for source in saying(name):
            for method in source.remember(classes_of).hooks.get(name, ()):
                if method.counts:
                    where = source.told(f"line {method.line}")
                    return f"`{name}` is no formula on {where}"
    return ""


def _methods(node: ast.expr) -> tuple[str, ...]:
    if isinstance(node, ast.BinOp | ast.UnaryOp):
        return _OPERATORS.get(type(node.op), ())
    if isinstance(node, ast.IfExp | ast.BoolOp):
        return TRUTH
    if isinstance(node, ast.Compare):
        return COMPARED
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _CONVERSIONS.get(node.func.id, ())
    return ()
