"""Whether an expression gives all modules, one after the other, or one of them.

Those of ``sys.modules``, and what the names of the file itself hold, as ``globals()``
gives them: modules are among these. Each way to go through them is listed.
"""

from __future__ import annotations

import ast

from .scopes import ScopeTree
from .syntax import is_builtin, is_named, last_name

# Methods of a dict that give what it holds, or one thing of that.
_TAKING = frozenset({"get", "items", "pop", "setdefault", "values"})
# Functions that give what they are given, one after the other or one of it.
_SAME = frozenset({"dict", "enumerate", "iter", "list", "next", "sorted", "tuple"})
_OWN = ("globals", "locals", "vars")
_MOST = 8  # steps from one expression to another


def gives_modules(scopes: ScopeTree, node: ast.expr) -> bool:
    """Whether an expression gives modules that the code does not name."""
    takes = False
    for _ in range(_MOST):
        if _is_modules(scopes, node) or is_own_names(scopes, node):
            return takes
        inner = _inside(scopes, node)
        if inner is None:
            return False
        takes = takes or _takes(node)
        node = inner
    return False


def is_own_names(scopes: ScopeTree, node: ast.expr) -> bool:
    """Whether an expression is the dict of the names of the file."""
    if isinstance(node, ast.Name):
        binding = scopes.sole_binding(node)
        value = binding.value if binding is not None else None
        return isinstance(value, ast.Call) and is_own_names(scopes, value)
    return (
        isinstance(node, ast.Call)
        and not node.args
        and is_named(node.func, *_OWN)
        and is_builtin(scopes, node.func)
    )


def _takes(node: ast.expr) -> bool:
    """Whether an expression gives what a dict holds, not its keys."""
    function = node.func if isinstance(node, ast.Call) else None
    return isinstance(function, ast.Attribute) and function.attr in _TAKING


def _inside(scopes: ScopeTree, node: ast.expr) -> ast.expr | None:
    """Return what an expression takes its values from, one step on."""
    if isinstance(node, ast.Name):
        binding = scopes.sole_binding(node)
        return binding.value if binding is not None else None
    if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp):
        return node.generators[0].iter if isinstance(node.elt, ast.Name) else None
    if isinstance(node, ast.DictComp):
        return node.generators[0].iter if isinstance(node.value, ast.Name) else None
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute):
        known = node.func.attr in _TAKING or node.func.attr == "copy"
        return node.func.value if known else None
    if not is_builtin(scopes, node.func):
        return None
    if is_named(node.func, *_SAME):
        return node.args[0] if node.args else None
    filters = is_named(node.func, "filter") and len(node.args) > 1
    return node.args[1] if filters else None


def _is_modules(scopes: ScopeTree, node: ast.expr) -> bool:
    """Whether an expression is `sys.modules`."""
    first = node.value if isinstance(node, ast.Attribute) else node
    binding = scopes.sole_binding(first) if isinstance(first, ast.Name) else None
    path = "sys" if isinstance(node, ast.Attribute) else "sys.modules"
    named = first is node or last_name(node) == "modules"
    return named and binding is not None and binding.path == path
