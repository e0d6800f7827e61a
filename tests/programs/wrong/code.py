"""A call as Python that can be run: what is not plain in it has the names of values."""

from __future__ import annotations

import ast
import builtins
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from wrong.trees import call_of

from lrmigrate.codemod.verify.curve import load

_PURE = "abs dict enumerate float int len list max min range round sorted sum tuple zip"
LONGEST = 2**12
"""Of the lists that a call may make: a name in `[0.5] * cycles` may be any number."""


class TooLongError(Exception):
    """A call would make a longer list than is looked at."""


class _Repeated(list[Any]):
    """A list that tells before it is repeated too often."""

    def __mul__(self, count: Any) -> Any:
        if isinstance(count, int):
            _refuse_more_than(LONGEST, len(self) * count)
        return super().__mul__(count)

    __rmul__ = __mul__


def _range(*given: Any) -> range:
    found = range(*given)
    _refuse_more_than(LONGEST, (found.stop - found.start) / found.step)
    return found


def _refuse_more_than(most: int, length: float) -> None:
    if length > most:
        raise TooLongError


_BUILTINS = {name: getattr(builtins, name) for name in _PURE.split()}
_BUILTINS |= {"range": _range, "_repeated": _Repeated}


class Code:
    """A call as Python that can be run, what is not plain in it being names."""

    def __init__(self, function: str, text: str) -> None:
        self.factory: Callable[..., Any] = load(function)
        self._signature = inspect.signature(self.factory)
        opaque = _Opaque()
        call = opaque.visit(call_of(text))
        call.func = ast.Name("_given", ast.Load())
        tree = ast.fix_missing_locations(ast.Expression(call))
        self._code = compile(tree, "<call>", "eval")
        self.names = opaque.names
        self.constants = [
            node.value
            for node in ast.walk(call)
            if isinstance(node, ast.Constant) and type(node.value) in (int, float)
        ]
        self._keys = opaque.keys

    def given(self, binding: Mapping[str, Any]) -> tuple[Any, Any]:
        """The arguments as Python makes them; may raise anything.

        Raises:
            TooLongError: one of them would be a list that is too long.
        """
        names = {self._keys[name]: binding[name] for name in self.names}
        names["_given"] = lambda *args, **kwargs: (args, kwargs)
        with np.errstate(all="ignore"):
            found: tuple[Any, Any] = eval(self._code, {**_BUILTINS, **names})
        return found

    def arguments(self, binding: Mapping[str, Any]) -> tuple[str, object]:
        """The arguments, defaults with them, or how Python raises.

        Raises:
            TooLongError: one of them would be a list that is too long.
        """
        try:
            args, kwargs = self.given(binding)
            bound = self._signature.bind(*args, **kwargs)
        except TooLongError:
            raise
        except Exception as error:
            return "", type(error).__name__
        bound.apply_defaults()
        return self.factory.__name__, _sorted(bound.arguments)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return [(key, _sorted(value[key])) for key in sorted(value)]
    return [*map(_sorted, value)] if isinstance(value, (list, tuple)) else value


class _Opaque(ast.NodeTransformer):
    """Puts names in the place of attributes, subscripts and calls of others."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}

    @property
    def names(self) -> list[str]:
        return [*self.keys]

    def _named(self, node: ast.expr) -> ast.expr:
        text = ast.unparse(node)
        key = self.keys.setdefault(text, f"_{len(self.keys)}")
        return ast.Name(key, ast.Load())

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return self._named(node)

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        made = isinstance(
            node.value, (ast.List, ast.Tuple, ast.Subscript, ast.ListComp)
        )
        made = made and not isinstance(_base(node), ast.Name | ast.Attribute)
        return self.generic_visit(node) if made else self._named(node)

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        for side in ("left", "right") if isinstance(node.op, ast.Mult) else ():
            made = getattr(node, side)
            if isinstance(made, ast.List | ast.ListComp):
                call = ast.Call(ast.Name("_repeated", ast.Load()), [made], [])
                setattr(node, side, call)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        bound = node.id in _BUILTINS or node.id in ("schedule", "i", "_")
        return node if bound else self._named(node)

    def visit_Call(self, node: ast.Call) -> Any:
        name = getattr(node.func, "id", "")
        if name in _BUILTINS or name in ("schedule", "f"):
            node.args = [self.visit(one) for one in node.args]
            for keyword in node.keywords:
                keyword.value = self.visit(keyword.value)
            return node
        return self._named(node)


def _base(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Subscript):
        node = node.value
    return node
