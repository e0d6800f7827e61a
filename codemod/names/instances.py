"""Which expressions may give an instance of a class, and which certainly do.

What certainly gives none is listed: what an expression makes of its own, and what is
of a module that is none of the tree.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from .scopes import Binding, Scope, ScopeTree
from .syntax import is_builtin, last_name
from .untouched import instance_of

# Expressions that make something of their own, and never give an instance.
_OF_THEIR_OWN = (
    *(ast.Constant, ast.JoinedStr, ast.Dict, ast.List, ast.Tuple, ast.Set),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda),
    *(ast.BinOp, ast.Compare, ast.UnaryOp),
)
_DEPTH = 12


class Instances:
    """Answers for one file.

    Args:
        scopes: its names.
        is_foreign: whether an imported module is none of the tree.
        derived: the classes of the file that may derive from the class.
    """

    def __init__(
        self,
        scopes: ScopeTree,
        is_foreign: Callable[[str], bool],
        derived: Callable[[Scope], bool],
    ) -> None:
        self._scopes = scopes
        self._is_foreign = is_foreign
        self._derived = derived

    def is_one(self, node: ast.expr, cls: Scope | None, owner: str = "") -> bool:
        """Whether an expression certainly gives the class, or an instance of it."""
        binding = (
            self._scopes.sole_binding(node) if isinstance(node, ast.Name) else None
        )
        made = binding.value if binding is not None else node
        node = made.func if isinstance(made, ast.Call) else node
        found = self._class(node) or instance_of(self._scopes, node)
        if found is None:
            return bool(owner) and last_name(node) == owner
        return found is cls or self._derived(found)

    def may_be(self, node: ast.expr, cls: Scope | None, depth: int = 0) -> bool:
        """Whether an expression may give an instance of the class, or the class."""
        if depth > _DEPTH:
            return True
        if isinstance(node, ast.Name):
            return self._name_may_be(node, cls, depth)
        if isinstance(node, ast.Call):
            return self._call_may_be(node, cls, depth)
        if isinstance(node, ast.Attribute):
            return not self._is_of_foreign(node)
        return not isinstance(node, _OF_THEIR_OWN)

    def _name_may_be(self, name: ast.Name, cls: Scope | None, depth: int) -> bool:
        own = instance_of(self._scopes, name)
        if own is not None:
            return own is cls or self._derived(own)
        owner = self._scopes.lookup(name.id, self._scopes.scope_of[name])
        if owner is None:
            return bool(self._scopes.module.stars)
        bindings = owner.bindings[name.id]
        return any(self._binding_may_be(one, cls, depth + 1) for one in bindings)

    def _binding_may_be(self, binding: Binding, cls: Scope | None, depth: int) -> bool:
        if binding.path is not None:
            imported = isinstance(binding.statement, ast.Import)
            return not (imported or self._is_foreign_import(binding))
        if isinstance(binding.node, ast.ClassDef):
            found = self._scopes.scope_of[binding.node]
            return found is cls or self._derived(found)
        if isinstance(binding.node, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
        return binding.value is None or self.may_be(binding.value, cls, depth)

    def _call_may_be(self, call: ast.Call, cls: Scope | None, depth: int) -> bool:
        """Whether a call may give one: what is foreign gives only what it is given."""
        made = self._class(call.func)
        if made is not None:
            return made is cls or self._derived(made)
        function = call.func
        foreign = is_builtin(self._scopes, function) or self._is_of_foreign(function)
        if not foreign and isinstance(function, ast.Attribute):
            of = function.value
            foreign = not (self._is_module(of) or self.may_be(of, cls, depth + 1))
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        return not foreign or any(self._holds(one, cls, depth + 1) for one in given)

    def _holds(self, node: ast.expr, cls: Scope | None, depth: int) -> bool:
        """Whether an instance may be in an expression, or be made by it."""
        return any(
            isinstance(one, ast.Name | ast.Call | ast.Attribute)
            and not self._scopes.is_called(one)
            and self.may_be(one, cls, depth)
            for one in ast.walk(node)
        )

    def _class(self, node: ast.expr) -> Scope | None:
        binding = (
            self._scopes.sole_binding(node) if isinstance(node, ast.Name) else None
        )
        found = binding.node if binding is not None else None
        return self._scopes.scope_of[found] if isinstance(found, ast.ClassDef) else None

    def _is_of_foreign(self, node: ast.expr) -> bool:
        """Whether an expression is a module that is none of the tree, or of one."""
        binding = self._root(node)
        return binding is not None and self._is_foreign_import(binding)

    def _is_module(self, node: ast.expr) -> bool:
        """Whether an expression is a module, or of one."""
        binding = self._root(node)
        return binding is not None and binding.is_import

    def _root(self, node: ast.expr) -> Binding | None:
        """Return what binds the name that a dotted expression begins with."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return self._scopes.sole_binding(node) if isinstance(node, ast.Name) else None

    def _is_foreign_import(self, binding: Binding) -> bool:
        path = binding.path
        return path is not None and not binding.level and self._is_foreign(path)
