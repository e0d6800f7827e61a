"""A recipe read back from its text, which a lock holds; nothing is evaluated."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from typing import Any

from ...rule.recipe import Recipe

_FLOATS = {str(one): one for one in (math.inf, -math.inf, math.nan)}


def read_recipe(text: str) -> Recipe:
    """Return the recipe whose text this is.

    Raises:
        ValueError: it is the text of none.
    """
    try:
        value = _value(ast.parse(text, mode="eval").body)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(f"no call: {error}") from error
    if not isinstance(value, Recipe):
        raise ValueError("no call")
    return value


def is_written(recipe: Recipe) -> bool:
    """Whether a recipe's text says all that it is."""
    try:
        return str(read_recipe(str(recipe))) == str(recipe)
    except ValueError:
        return False


def _value(node: ast.expr) -> object:
    read = _READERS.get(type(node))
    if read is None:
        raise ValueError(f"`{ast.unparse(node)}` is no value")
    return read(node)


def _call(node: ast.Call) -> object:
    if isinstance(node.func, ast.Name) and node.func.id == "float":
        return _float(node)
    if node.args or any(one.arg is None for one in node.keywords):
        raise ValueError("an argument has no name")
    arguments = tuple((str(one.arg), _value(one.value)) for one in node.keywords)
    return Recipe(ast.unparse(node.func), arguments)


def _float(node: ast.Call) -> float:
    """Return a number that has no literal, as ``float('inf')``."""
    text = node.args[0] if len(node.args) == 1 and not node.keywords else None
    if not isinstance(text, ast.Constant) or text.value not in _FLOATS:
        raise ValueError(f"`{ast.unparse(node)}` is no value")
    return _FLOATS[str(text.value)]


def _negative(node: ast.UnaryOp) -> object:
    value = _value(node.operand)
    if not isinstance(node.op, ast.USub) or not isinstance(value, int | float):
        raise ValueError(f"`{ast.unparse(node)}` is no value")
    return -value


def _constant(node: ast.Constant) -> object:
    if isinstance(node.value, bytes | complex) or node.value is ...:
        raise ValueError(f"`{ast.unparse(node)}` is no value")
    return node.value


def _dict(node: ast.Dict) -> object:
    if None in node.keys:
        raise ValueError("a dict is not written out")
    keys = [_value(key) for key in node.keys if key is not None]
    if not all(isinstance(one, str | int | float | None) for one in keys):
        raise ValueError("the key of a dict is neither number nor text")
    return dict(zip(keys, map(_value, node.values), strict=True))


_READERS: Mapping[type[ast.AST], Callable[[Any], object]] = {
    ast.Call: _call,
    ast.UnaryOp: _negative,
    ast.Constant: _constant,
    ast.Dict: _dict,
    ast.List: lambda node: [_value(one) for one in node.elts],
}
