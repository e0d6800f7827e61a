"""A call's text taken apart, and put together again with one thing changed."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence


def call_of(text: str) -> ast.Call:
    """The call that a text is; nobody else holds it."""
    call = ast.parse(text, mode="eval").body
    assert isinstance(call, ast.Call)
    return call


def values_of(call: ast.Call) -> list[ast.expr]:
    """The expressions that each make one value, those in lists and dicts with them."""
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    return [value for one in given for value in _parts(one)]


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    inner: Sequence[ast.expr]
    if isinstance(value, (ast.List, ast.Tuple)):
        inner = value.elts
    elif isinstance(value, ast.Dict):
        inner = value.values
    elif isinstance(value, ast.Call) and ast.unparse(value.func) == "dict":
        inner = [keyword.value for keyword in value.keywords]
    elif isinstance(value, (ast.ListComp, ast.GeneratorExp)):
        inner = [value.elt]
    else:
        if not isinstance(value, ast.Starred):
            yield value
        return
    for one in inner:
        yield from _parts(one)


def with_value(text: str, index: int, new: str) -> str:
    """The call with another text for one of its values."""
    call = call_of(text)
    old = values_of(call)[index]
    return ast.unparse(_Put(old, new).visit(call))


class _Put(ast.NodeTransformer):
    def __init__(self, old: ast.expr, new: str) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._old:
            return ast.parse(self._new, mode="eval").body
        return super().generic_visit(node)


def lists_of(call: ast.Call) -> list[ast.List]:
    """The lists that are written out in a call."""
    return [node for node in ast.walk(call) if isinstance(node, ast.List)]


def keywords_of(call: ast.Call) -> list[list[ast.keyword]]:
    """The arguments by name, of the call and of each dict in it."""
    return [
        node.keywords
        for node in ast.walk(call)
        if isinstance(node, ast.Call) and node.keywords
    ]


def copied(call: ast.Call) -> ast.Call:
    """A call of its own."""
    return copy.deepcopy(call)
