"""Doctests that a module puts together: in `__test__`, or as a function's `__doc__`.

Those that stand in a text are read where they stand. What is computed may say any name.
"""

from __future__ import annotations

import ast

from ..files.source import Source
from ..nodes import walk
from .syntax import is_named, last_name

_TEXTS = "__test__"
_DOC = "__doc__"
PROMPT = ">>>"
_WRITTEN = (ast.Constant, ast.Attribute, ast.Name, ast.Dict, ast.expr_context)


def computed_doctest(source: Source) -> int:
    """Return the line on which doctests are put together, or 0 where none are.

    A docstring that is computed in a module without a prompt has no doctest.
    """
    if _TEXTS not in source.text and _DOC not in source.text:
        return 0
    written = _written_names(source)
    for node in source.nodes.all:
        for target, value in _given(node):
            doc = last_name(target) == _DOC and PROMPT in source.text
            said = _is_written(value, written)
            if not said and (doc or is_named(_base(target), _TEXTS)):
                return getattr(node, "lineno", 0)
    return 0


def _given(node: ast.AST) -> list[tuple[ast.expr, ast.expr | None]]:
    """Return what a node sets or fills, and with what; None for what is not seen."""
    if isinstance(node, ast.Assign):
        return [(one, node.value) for one in node.targets]
    if isinstance(node, ast.AnnAssign):
        return [(node.target, node.value)] if node.value is not None else []
    if isinstance(node, ast.AugAssign):
        return [(node.target, None)]
    called = node.func if isinstance(node, ast.Call) else None
    if isinstance(called, ast.Attribute) and is_named(called.value, _TEXTS):
        return [(called.value, None)]
    return []


def _base(target: ast.expr) -> ast.expr:
    return target.value if isinstance(target, ast.Subscript) else target


def _written_names(source: Source) -> set[str]:
    """Return the names of functions, of classes and of texts that are written."""
    names: dict[str, bool] = {}
    for node in source.nodes.all:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.setdefault(node.name, True)
        for target, value in _given(node):
            if isinstance(target, ast.Name) and isinstance(node, ast.Assign):
                known = names.get(target.id, True)
                names[target.id] = known and isinstance(value, ast.Constant)
    return {name for name, written in names.items() if written}


def _is_written(value: ast.expr | None, written: set[str]) -> bool:
    """Whether a text, or a dict of texts and functions, stands as it is."""
    if value is None:
        return False
    return all(
        isinstance(one, _WRITTEN)
        and (not isinstance(one, ast.Name) or one.id in written or one.id == _DOC)
        for one in walk(value)
    )
