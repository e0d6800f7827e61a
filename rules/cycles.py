"""The dicts that describe the cycles of a schedule with warm restarts."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ..codemod.arguments import Argument, dict_entries


def cycle_dicts(node: ast.expr) -> Iterator[Mapping[str, Argument]]:
    """Yield the entries of each dict written out in a list of cycles.

    Lists, tuples, comprehensions, generators, ``[...] * n`` and ``a + b`` are
    looked into; anything else is left alone.
    """
    if isinstance(node, (ast.List, ast.Tuple)):
        for element in node.elts:
            yield from _dicts(element)
    elif isinstance(node, (ast.ListComp, ast.GeneratorExp)):
        yield from _dicts(node.elt)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mult)):
        yield from cycle_dicts(node.left)
        yield from cycle_dicts(node.right)
    elif (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("list", "tuple")
        and len(node.args) == 1
    ):
        yield from cycle_dicts(node.args[0])


def _dicts(node: ast.expr) -> Iterator[Mapping[str, Argument]]:
    if isinstance(node, ast.Starred):
        yield from cycle_dicts(node.value)
        return
    entries = dict_entries(node)
    if entries is not None:
        yield entries
