"""Whether arithmetic gives another value the second time, by a class in sight.

``size * 3`` is a call of `__mul__` where a class defines it. One that works something
out gives the same twice; one that counts in its own object does not.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator

from ..files.source import Source
from .syntax import last_name

# The methods that an operator or a conversion calls.
_OPERATORS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Add: ("__add__", "__radd__"),
    ast.Sub: ("__sub__", "__rsub__"),
    ast.Mult: ("__mul__", "__rmul__"),
    ast.Div: ("__truediv__", "__rtruediv__"),
    ast.FloorDiv: ("__floordiv__", "__rfloordiv__"),
    ast.Mod: ("__mod__", "__rmod__"),
    ast.Pow: ("__pow__", "__rpow__"),
    ast.USub: ("__neg__",),
    ast.UAdd: ("__pos__",),
}
_CONVERSIONS = {
    "abs": ("__abs__",),
    "float": ("__float__", "__index__"),
    "int": ("__int__", "__index__", "__trunc__"),
    "round": ("__round__",),
}
_STEPS_ON = frozenset({"append", "next", "pop", "popleft", "__setattr__"})


def counting(node: ast.expr, saying: Callable[[str], Iterable[Source]]) -> str:
    """Return where a class in sight counts how often something is evaluated.

    Args:
        node: an operation, or a call of a builtin.
        saying: the files in sight that say a name.
    """
    for name in _methods(node):
        for source in saying(name):
            for method in source.definitions.functions.get(name, ()):
                if isinstance(method, ast.FunctionDef) and any(
                    map(_changes_something, _own(method))
                ):
                    where = source.told(f"line {method.lineno}")
                    return f"`{name}` is no formula on {where}"
    return ""


def _methods(node: ast.expr) -> tuple[str, ...]:
    if isinstance(node, ast.BinOp | ast.UnaryOp):
        return _OPERATORS.get(type(node.op), ())
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _CONVERSIONS.get(node.func.id, ())
    return ()


def _own(method: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield what a method does with its own object, or with what is around it."""
    others = _made_in(method)
    for statement in method.body:
        for node in ast.walk(statement):
            root: ast.AST = node.func if isinstance(node, ast.Call) else node
            while isinstance(root, ast.Attribute | ast.Subscript):
                root = root.value
            around = isinstance(node, ast.Global | ast.Nonlocal)
            if around or (isinstance(root, ast.Name) and root.id not in others):
                yield node


def _made_in(method: ast.FunctionDef) -> set[str]:
    """Return the names that a method is given or binds, but for its own object's."""
    given = [one.arg for one in ast.walk(method.args) if isinstance(one, ast.arg)]
    receiver = method.args.args[0].arg if method.args.args else ""
    bound = (
        one.id
        for one in ast.walk(method)
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
    )
    return {*given, *bound} - {receiver}


def _changes_something(node: ast.AST) -> bool:
    if isinstance(node, ast.Global | ast.Nonlocal):
        return True
    if isinstance(node, ast.Call):
        name = last_name(node.func)
        return name in _STEPS_ON
    return isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(
        node.ctx, ast.Load
    )
