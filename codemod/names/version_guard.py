"""Whether code asks by itself which release of a library it runs with."""

from __future__ import annotations

import ast
import re

from .scopes import ScopeTree

_ASKS = re.compile(r"__version__|\bversion\(|\bhasattr\(|\bsignature\(")


def version_guard(scopes: ScopeTree, node: ast.AST) -> str:
    """Return what around ``node`` asks which names a library has, or nothing."""
    inner: ast.AST = node
    for outer in scopes.ancestors(node):
        if isinstance(outer, (ast.Try, ast.TryStar)):
            caught = [handler.type for handler in outer.handlers if handler.type]
            names = " ".join(ast.unparse(node) for node in caught)
            in_body = inner in outer.body or isinstance(inner, ast.ExceptHandler)
            if in_body and ("TypeError" in names or "AttributeError" in names):
                return f"a `try` on line {outer.lineno} asks which names there are"
        elif (
            isinstance(outer, (ast.If, ast.IfExp))
            and inner is not outer.test
            and _asks(scopes, outer.test)
        ):
            return f"a condition on line {outer.lineno} asks for a version"
        inner = outer
    return ""


def _asks(scopes: ScopeTree, test: ast.expr) -> bool:
    """Whether a condition, or what its names are bound to, asks for a version."""
    if _ASKS.search(ast.unparse(test)):
        return True
    for name in ast.walk(test):
        if not isinstance(name, ast.Name):
            continue
        owner = scopes.lookup(name.id, scopes.scope_of[name])
        for binding in owner.bindings[name.id] if owner is not None else ():
            if binding.value is not None and _ASKS.search(ast.unparse(binding.value)):
                return True
    return False
