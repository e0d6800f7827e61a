"""What opens a module: code that can give any of its names another value.

Whatever leads to the module itself, or to the dict of its names, is said to, but for
the few uses that are known to be harmless.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scopes import ScopeTree
from .syntax import shown, text_of

# What can give any name of the module, or any attribute, another value.
_BUILTINS = frozenset({"globals", "locals", "vars", "eval", "exec", "setattr"})
_ATTRIBUTES = frozenset({"__globals__", "f_globals", "f_locals"})
_IMPORTERS = frozenset({"__import__", "builtins.__import__", "importlib.import_module"})
_OPEN = frozenset({"inspect.getmodule", *(f"builtins.{name}" for name in _BUILTINS)})
_MODULES = "sys.modules"
_MAIN = "__main__"
_TEXTS = _ATTRIBUTES | {_MAIN}
# Those through which the others can be had; what is taken from them is looked at.
_HOLDERS = frozenset({"sys", "builtins", "__builtins__"})
_OF_ATTRIBUTE = frozenset({"getattr", "hasattr", "object", "setattr"})


def opener(scopes: ScopeTree) -> str:
    """Return why some code can reach every name of a module, or nothing."""
    used = {name.id for name, _ in scopes.uses}
    if called := sorted(_BUILTINS & used):
        return f"the module calls `{called[0]}`, which can reach every name"
    found = next(filter(None, (_opens(scopes, node) for node in scopes.parents)), "")
    way = f"the module uses `{found}`, by which every name can be reached"
    return way if found else ""


def _opens(scopes: ScopeTree, node: ast.AST) -> str:
    """Return what in a node leads to the names of the module, or nothing."""
    if isinstance(node, ast.alias):
        return _imported(scopes, node)
    if isinstance(node, ast.Constant):
        found = text_of(node) in _TEXTS
        return str(node.value) if found and not _is_compared(scopes, node) else ""
    if isinstance(node, ast.Name | ast.Attribute):
        return _taken(scopes, node)
    return ""


def _imported(scopes: ScopeTree, alias: ast.alias) -> str:
    statement = scopes.parents[alias]
    module = statement.module if isinstance(statement, ast.ImportFrom) else None
    path = f"{module}.{alias.name}" if module else alias.name
    if path.split(".")[0] == _MAIN:
        return _MAIN
    if module in _HOLDERS and alias.name in (*_BUILTINS, "*"):
        return path
    return ""


def _taken(scopes: ScopeTree, node: ast.Name | ast.Attribute) -> str:
    """Return what a name or an attribute is, where that opens the module."""
    path, attribute = _path(scopes, node), getattr(node, "attr", "")
    parent = scopes.parents[node]
    opens = (
        attribute in _ATTRIBUTES
        or path in _OPEN
        or (path in _HOLDERS and not _is_looked_up(parent, node))
        or (path in _IMPORTERS and not _imports_another(parent, node))
        or (path == _MODULES and not _leaves_modules(parent, node))
    )
    return shown(node) if opens else ""


def _path(scopes: ScopeTree, node: ast.expr) -> str:
    """Return the last two parts of the path that an expression stands for."""
    if isinstance(node, ast.Name):
        return next(_import_paths(scopes, node), node.id)
    if not isinstance(node, ast.Attribute):
        return ""
    value = node.value
    base = getattr(value, "attr", "")
    if isinstance(value, ast.Name):
        base = _path(scopes, value).rpartition(".")[2]
    return f"{base.strip('_')}.{node.attr}"


def _import_paths(scopes: ScopeTree, name: ast.Name) -> Iterator[str]:
    owner = scopes.lookup(name.id, scopes.scope_of[name])
    for binding in owner.bindings[name.id] if owner is not None else ():
        if binding.path is not None:
            yield ".".join(binding.path.split(".")[-2:])


def _is_compared(scopes: ScopeTree, node: ast.expr) -> bool:
    """Whether a text is only compared, as in ``if __name__ == "__main__":``."""
    outer = scopes.parents[node]
    while isinstance(outer, ast.Tuple | ast.List | ast.Set):
        outer = scopes.parents[outer]
    return isinstance(outer, ast.Compare)


def _is_looked_up(parent: ast.AST, node: ast.expr) -> bool:
    """Whether only an attribute with a known name, and no opener, is meant."""
    if not isinstance(parent, ast.Call):
        return isinstance(parent, ast.Attribute)
    name = getattr(parent.func, "attr", getattr(parent.func, "id", ""))
    text = text_of(parent.args[1]) if len(parent.args) > 1 else None
    known = text is not None and text not in {*_BUILTINS, "modules", "__dict__"}
    return name in _OF_ATTRIBUTE and parent.args[0] is node and known


def _imports_another(parent: ast.AST, node: ast.expr) -> bool:
    """Whether a call imports a module whose name is written there."""
    if not isinstance(parent, ast.Call) or parent.func is not node:
        return False
    return bool(parent.args) and text_of(parent.args[0]) is not None


def _leaves_modules(parent: ast.AST, node: ast.expr) -> bool:
    """Whether `sys.modules` is only asked what is in it, or another one put there."""
    if isinstance(parent, ast.Compare):
        return parent.left is not node
    if not isinstance(parent, ast.Subscript):
        return False
    known = text_of(parent.slice) not in (None, _MAIN)
    return known and not isinstance(parent.ctx, ast.Load)
