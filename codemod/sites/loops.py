"""Loops over a list of dicts, and over the values of a dict of dicts."""

from __future__ import annotations

import ast

from ..names.scopes import ScopeTree
from ..names.syntax import is_builtin, is_named, last_name

LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)


def each_of(scopes: ScopeTree, loop: ast.AST) -> tuple[ast.Name, ast.expr] | None:
    """Return the name that a loop gives each element of a list, and that list.

    Or each value of a dict, and that dict.
    """
    if not isinstance(loop, LOOPS):
        return None
    target, run = loop.target, loop.iter
    held = held_by(run)
    if held is not None and isinstance(run, ast.Call):
        if last_name(run.func) == "items":
            pair = isinstance(target, ast.Tuple) and len(target.elts) == 2
            target = target.elts[1] if isinstance(target, ast.Tuple) and pair else run
        run = held
    elif isinstance(target, ast.Tuple) and isinstance(run, ast.Call):
        numbers = is_named(run.func, "enumerate") and is_builtin(scopes, run.func)
        if not (numbers and run.args and len(target.elts) == 2):
            return None
        target, run = target.elts[1], run.args[0]
    return (target, run) if isinstance(target, ast.Name) else None


def held_by(node: ast.AST) -> ast.Name | None:
    """Return ``kinds`` of ``kinds.values()`` and ``kinds.items()``."""
    if not isinstance(node, ast.Call) or node.args or node.keywords:
        return None
    known = last_name(node.func) in ("items", "values")
    held = node.func.value if isinstance(node.func, ast.Attribute) and known else None
    return held if isinstance(held, ast.Name) else None
