"""Which modules, and which members of theirs, the names of a file may stand for.

By all of its imports, and by way of other names, of loops over several modules and of
calls that import by a text. What is computed there is any module.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeGuard

from .all_modules import gives_modules, is_own_names
from .namespaces import EVERY, key_of
from .own_functions import functions_of, parameters, values_given
from .scopes import Scope, ScopeTree
from .syntax import is_builtin, is_named, last_name, text_of

UNKNOWN_MODULE = "?"
_IMPORTERS = frozenset(
    {
        *("importlib.import_module", "importlib.__import__", "builtins.__import__"),
        *("pytest.importorskip", "inspect.getmodule"),
    }
)
OF_ANY = frozenset({"pkgutil.resolve_name", "pydoc.locate"})
"""Importers that give what a module has, too; others have functions of these names."""
IMPORTERS = _IMPORTERS | OF_ANY
# What gives a module, or all of them, of `sys.modules`.
_OF_MODULES = frozenset({"get", "items", "values"})
# What code says that sets attributes of whatever it has.
_CAN_SET = frozenset(
    {
        *("setattr", "delattr", "__setattr__", "__delattr__", "vars", "__dict__"),
        *("exec", "eval", "patch", "setitem", "reload", "globals", "attrsetter"),
    }
)
IMPORTER_NAMES = frozenset(path.rpartition(".")[2] for path in IMPORTERS)
_ALONE = frozenset(path.rpartition(".")[2] for path in _IMPORTERS)
_MOST = 32  # paths of one name
_Key = tuple[Scope, str]


class ModuleNames:
    """Knows the modules that the names of one file point to.

    Args:
        scopes: the file.
    """

    def __init__(self, scopes: ScopeTree) -> None:
        self.scopes = scopes
        # No `cache` of a method: what is held in a circle is not freed at once.
        self._paths: dict[ast.expr, str] = {}

    def paths(self, name: ast.Name, scope: Scope) -> Iterable[str]:
        """Return the dotted paths that a name may stand for, by its imports."""
        owner = self.scopes.lookup(name.id, scope)
        if owner is None:
            return ("builtins",) if name.id == "__builtins__" else ()
        return self.known.get((owner, name.id), ())

    def path(self, node: ast.expr) -> str:
        """Return the path of a function that an expression names, or nothing."""
        if node not in self._paths:
            self._paths[node] = self._path_of(node)
        return self._paths[node]

    def _path_of(self, node: ast.expr) -> str:
        base, suffix = _chain(node)
        if not isinstance(base, ast.Name):
            return ""
        if is_builtin(self.scopes, base) and not suffix:
            return f"builtins.{base.id}"
        found = self.paths(base, self.scopes.scope_of[base])
        return next((path + suffix for path in found), "")

    @cached_property
    def sets(self) -> bool:
        """Whether anything in the file sets attributes, but for those of `self`."""
        if not _CAN_SET.isdisjoint(self.scopes.attributes):
            return True
        return any(name.id in _CAN_SET for name, _ in self.scopes.uses) or any(
            not is_named(node.value, "self")
            for nodes in self.scopes.attributes_set.values()
            for node in nodes
        )

    @cached_property
    def known(self) -> dict[_Key, dict[str, None]]:
        """Every path that each name may stand for, by way of other names too."""
        known: dict[_Key, dict[str, None]] = {}
        links: dict[_Key, list[tuple[_Key, str]]] = {}
        pending: deque[tuple[_Key, str]] = deque()
        pending += self._imports()
        for key, value in (*self._assigned(), *self._passed_on()):
            self._link(value, key, links, pending)
        while pending:
            key, path = pending.popleft()
            paths = known.setdefault(key, {})
            if path in paths or len(paths) >= _MOST:
                continue
            paths[path] = None
            pending += [(to, path + suffix) for to, suffix in links.get(key, ())]
        return known

    def _imports(self) -> Iterator[tuple[_Key, str]]:
        """Yield the names that imports bind, with the path of each."""
        for scope in self.scopes.all_scopes():
            for name, bindings in scope.bindings.items():
                for binding in bindings:
                    if binding.path is not None:
                        yield (scope, name), "." * binding.level + binding.path

    def _assigned(self) -> Iterator[tuple[_Key, ast.expr]]:
        """Yield the other names, and what each may be given where it is bound."""
        for scope in self.scopes.all_scopes():
            for name, bindings in scope.bindings.items():
                for binding in bindings:
                    if binding.path is None:
                        for value in self._values(binding.node, binding.value):
                            yield (scope, name), value

    def _passed_on(self) -> Iterator[tuple[_Key, ast.expr]]:
        """Yield the parameters of the file's functions, and what each is given."""
        for call in self.scopes.nodes(ast.Call):
            if call.args or call.keywords:
                for function in functions_of(self.scopes, call.func):
                    scope = self.scopes.scope_of[function]
                    for value, name in parameters(call, function).items():
                        yield (scope, name), value

    def _link(
        self,
        value: ast.expr,
        key: _Key,
        links: dict[_Key, list[tuple[_Key, str]]],
        pending: deque[tuple[_Key, str]],
    ) -> None:
        """Note that a name has the value of another, or of a call that imports."""
        base, suffix = _chain(value)
        if isinstance(base, ast.Name):
            owner = self.scopes.lookup(base.id, self.scopes.scope_of[base])
            if owner is not None:
                links.setdefault((owner, base.id), []).append((key, suffix))
        elif module := imported(base) or self._imported_by(base):
            pending.append((key, module + suffix))

    def _imported_by(self, node: ast.expr) -> str:
        """Return which module an expression gives, or that it gives one."""
        if isinstance(node, ast.Call) and self._is_importer(node.func):
            return module_said(node)
        if isinstance(node, ast.Subscript) and not key_of(node.slice):
            return UNKNOWN_MODULE if is_own_names(self.scopes, node.value) else ""
        return UNKNOWN_MODULE if gives_modules(self.scopes, node) else ""

    def _is_importer(self, function: ast.expr) -> bool:
        """Whether a function imports by a text, as one import of the file names it."""
        first, suffix = _chain(function)
        if not isinstance(first, ast.Name):
            return False
        binding = self.scopes.sole_binding(first)
        return binding is not None and f"{binding.path}{suffix}" in IMPORTERS

    def _values(self, node: ast.AST, value: ast.expr | None) -> Iterator[ast.expr]:
        """Yield what a binding may give to a name: also what a loop goes over."""
        pending = [value] if value is not None else list(self._looped(node))
        while pending:
            one = pending.pop()
            if isinstance(one, ast.IfExp):
                pending += [one.body, one.orelse]
            elif isinstance(one, ast.BoolOp):
                pending += one.values
            elif isinstance(one, ast.NamedExpr):
                pending.append(one.value)
            else:
                yield one

    def _looped(self, node: ast.AST) -> Iterator[ast.expr]:
        parent = self.scopes.parents.get(node)
        if isinstance(node, ast.arg):
            yield from values_given(self.scopes, node)
        while isinstance(parent, ast.Tuple):  # of `items()`, too
            node, parent = parent, self.scopes.parents.get(parent)
        if not isinstance(parent, ast.For | ast.comprehension):
            return
        if parent.target is node and (
            imported(parent.iter) or gives_modules(self.scopes, parent.iter)
        ):
            yield parent.iter
        elif parent.target is node and isinstance(
            parent.iter, ast.Tuple | ast.List | ast.Set
        ):
            yield from parent.iter.elts


def _chain(node: ast.expr) -> tuple[ast.expr, str]:
    """Return what a chain of attributes starts with, and the rest with its dots."""
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append(f".{node.attr}")
            node = node.value
        elif _gets_by_text(node):
            parts.append(f".{text_of(node.args[1])}")
            node = node.args[0]
        else:
            break
    return node, "".join(reversed(parts))


def _gets_by_text(node: ast.expr) -> TypeGuard[ast.Call]:
    """Whether an expression is an attribute that is taken by a constant text."""
    return (
        isinstance(node, ast.Call)
        and is_named(node.func, "getattr")
        and len(node.args) > 1
        and text_of(node.args[1]) is not None
    )


def imported(node: ast.expr) -> str:
    """Return which module an expression gives by a text, or that it gives one."""
    if isinstance(node, ast.Subscript):
        return key_of(node.slice) or UNKNOWN_MODULE if _is_modules(node.value) else ""
    if not isinstance(node, ast.Call):
        return ""
    name = last_name(node.func)
    if name in ("list", "tuple") and node.args:
        return imported(node.args[0])
    if name in _OF_MODULES and _is_modules(getattr(node.func, "value", node)):
        return module_said(node)
    return module_said(node) if name in _ALONE else ""


def module_said(call: ast.Call) -> str:
    """Return which module a call is told to give, or that it gives one."""
    text = key_of(call.args[0]) if call.args else EVERY
    return text.lstrip(".").replace(":", ".") or UNKNOWN_MODULE


def _is_modules(node: ast.expr) -> bool:
    return last_name(node) == "modules"
