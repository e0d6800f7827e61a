"""Where a module's names point to modules as objects, and what is done with those.

``optax.adam`` reads an attribute of one. What is done with a module that is passed or
kept as it is, `module_uses` says.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cached_property

from .module_names import (
    IMPORTERS,
    OF_ANY,
    UNKNOWN_MODULE,
    module_said,
)
from .module_uses import OWN_SETTERS, ModuleUses
from .namespaces import EVERY, MAIN, OWN, Does, Use, key_of, uses_of_names
from .syntax import is_builtin, is_named, last_name, text_of

_OWN = (OWN, MAIN, UNKNOWN_MODULE)  # of these, what is read is told, too
_MODULES = "sys.modules"
UNSEEN = "_of_a_function"  # the private module whose names a function reads
_THROUGH = (ast.NamedExpr, ast.IfExp, ast.BoolOp)


class ModuleObjects(ModuleUses):
    """Knows what is done with the module objects of one file."""

    @cached_property
    def uses(self) -> list[Use]:
        """What is done with modules, each by its path: ``optax.adam``, ``optax.``.

        Nothing that only reads an attribute which it names, but of the module itself.
        """
        found: list[Use] = []
        for name, scope in self.scopes.uses:
            if isinstance(name.ctx, ast.Load):
                for path in self.paths(name, scope):
                    found += self._done(name, path)
        for node in self.scopes.nodes(ast.Call, ast.Subscript):
            for path in self._given_by(node):
                found += self._done(node, path)
            if isinstance(node, ast.Call) and self._takes_any(node):
                found.append(Use(f"{UNKNOWN_MODULE}.", node, Does.READS))
        return found

    def _given_by(self, node: ast.expr) -> Iterable[str]:
        """Return which modules a call that imports gives, or a look into `globals()`.

        A look into `sys.modules` is found by what is done with that.
        """
        if isinstance(node, ast.Subscript):
            called = node.value.func if isinstance(node.value, ast.Call) else node
            if is_named(called, "globals") and is_builtin(self.scopes, called):
                name = key_of(node.slice)
                if not name:
                    return (UNKNOWN_MODULE,)
                return self.known.get((self.scopes.module, name), ())
            return ()
        if not isinstance(node, ast.Call):
            return ()
        path = self.path(node.func)
        if path not in IMPORTERS:
            return ()
        name = module_said(node)
        return (name.split(".")[0] if path == "builtins.__import__" else name,)

    def _takes_any(self, call: ast.Call) -> bool:
        """Whether a call takes what it computes of a module that it computes."""
        return self.path(call.func) in OF_ANY and module_said(call) == UNKNOWN_MODULE

    def _done(self, node: ast.expr, path: str) -> Iterator[Use]:
        """Yield what is done with the object at a path, or what is taken from it."""
        while True:
            parent = self.scopes.parents[node]
            attribute = _taken(parent, node)
            if path == _MODULES:
                yield from self._of_modules(node)
                return
            if attribute:
                ends = self._attribute(parent, attribute, path)
                if ends is not None:
                    yield from ends
                    return
                assert isinstance(parent, ast.expr)
                node, path = parent, f"{path}.{attribute}"
            elif isinstance(parent, _THROUGH):
                node = parent
            else:
                yield from _of(path, self.done_where_it_stands(node, parent))
                return

    def _attribute(
        self, node: ast.AST, attribute: str, path: str
    ) -> Iterable[Use] | None:
        """Return what is done with an attribute; None where it has to be followed."""
        if attribute == "__dict__" and isinstance(node, ast.expr):
            return _of(path, uses_of_names(self.scopes, node))
        if attribute == "__globals__" and isinstance(node, ast.expr):
            package = path.split(".")[0]
            return _of(f"{package}.{UNSEEN}", uses_of_names(self.scopes, node))
        if attribute in OWN_SETTERS:
            call = self.scopes.parents[node]
            given = call.args if isinstance(call, ast.Call) else []
            name = key_of(given[0]) if given else EVERY
            return [Use(f"{path}.{name}", call, Does.SETS)]
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            return [Use(f"{path}.{attribute}", node, Does.SETS)]
        if path in _OWN:
            return [Use(f"{path}.{attribute}", node, Does.READS)]
        return None

    def _of_modules(self, node: ast.expr) -> Iterator[Use]:
        """Yield what is done with `sys.modules`, and with what is read from it."""
        for use in uses_of_names(self.scopes, node):
            module = use.name or UNKNOWN_MODULE
            if use.does is Does.READS and isinstance(use.node, ast.expr):
                if not isinstance(use.node, ast.Compare):
                    yield from self._done(use.node, module)
            elif use.does is not Does.SHOWS and not self._only_adds(use.node):
                yield Use(f"{module}.", use.node, Does.SETS)

    def _only_adds(self, node: ast.AST) -> bool:
        """Whether a use of `sys.modules` loads a file, or a test hides a module."""
        value: ast.expr | None = None
        parent = self.scopes.parents[node]
        in_test = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == (
            "setitem"
        )
        if isinstance(node, ast.Call) and in_test and len(node.args) > 2:
            value = node.args[2]
        elif isinstance(parent, ast.Assign):
            value = parent.value
        if isinstance(value, ast.Name):
            binding = self.scopes.sole_binding(value)
            value = binding.value if binding is not None else None
        if isinstance(value, ast.Call):
            name = last_name(value.func)
            return name == "module_from_spec"
        hidden = isinstance(value, ast.Constant) and value.value is None
        return in_test and hidden


def _of(path: str, uses: Iterable[Use]) -> Iterator[Use]:
    for use in uses:
        yield Use(f"{path}.{use.name}", use.node, use.does)


def _taken(parent: ast.AST, node: ast.expr) -> str:
    """Return which attribute of ``node`` an expression is, if it is one."""
    if isinstance(parent, ast.Attribute):
        return parent.attr
    if not isinstance(parent, ast.Call) or not is_named(parent.func, "getattr"):
        return ""
    named = len(parent.args) > 1 and parent.args[0] is node
    return (text_of(parent.args[1]) or "") if named else ""
