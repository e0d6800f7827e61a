"""Who may take an attribute of a class's instances, but the class's own methods.

What certainly is none of its instances is listed; an attribute of anything else, and
what takes attributes by a text or all of them, may be the class's.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from functools import cached_property

from .scopes import Binding, Scope, ScopeTree
from .syntax import is_builtin, is_named, text_of
from .untouched import instance_of

# Expressions that make something of their own, and never give an instance.
_OF_THEIR_OWN = (
    *(ast.Constant, ast.JoinedStr, ast.Dict, ast.List, ast.Tuple, ast.Set),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda),
    *(ast.BinOp, ast.Compare, ast.UnaryOp),
)
_TAKES_BY_TEXT = frozenset({"getattr", "attrgetter", "methodcaller"})
# Calls that are given an object and the name of an attribute, and do not take it.
_ASKS_BY_TEXT = frozenset({"hasattr", "isinstance", "print"})
# Calls that are given an object, and take all of its attributes.
_TAKES_ALL = frozenset({"vars", "asdict", "getmembers", "getmembers_static"})
# Calls that are given an object and the name of one.
_TAKES_ONE = frozenset({"getattr", "getattr_static", "__getattribute__"})
_DEPTH = 12


class AttributeUses:
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

    @cached_property
    def _by_name(self) -> dict[str, list[ast.AST]]:
        """Every node that takes an attribute by its name, by that name."""
        found: dict[str, list[ast.AST]] = {}
        for node in self._scopes.parents:
            for name in self._taken(node):
                found.setdefault(name, []).append(node)
        return found

    def _taken(self, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.MatchClass):
            yield from node.kwd_attrs
        elif (text := text_of(node)) is not None:
            parent = self._scopes.parents[node]
            if isinstance(parent, ast.Call) and _called(parent) not in _ASKS_BY_TEXT:
                yield text.partition(".")[0]
            elif isinstance(parent, ast.Subscript) and _dict_of(parent.value):
                yield text

    def others(self, name: str, cls: Scope | None, least: int) -> Iterator[ast.AST]:
        """Yield what may take an attribute of an instance, but of ``self``.

        Args:
            name: the attribute.
            cls: the class, where it stands in this file.
            least: how many arguments a call of it has at least.
        """
        names = [name]
        if name.startswith("__") and cls is not None:
            names.append(f"_{getattr(cls.node, 'name', '').lstrip('_')}{name}")
        for one in names:
            for node in self._by_name.get(one, ()):
                if self._may_take(node, cls, least):
                    yield node

    def _may_take(self, node: ast.AST, cls: Scope | None, least: int) -> bool:
        parent = self._scopes.parents[node]
        if isinstance(node, ast.Attribute):
            own = cls is not None and instance_of(self._scopes, node.value) is cls
            return not (
                own
                or (isinstance(parent, ast.Call) and _is_short(parent, node, least))
                or not self.may_be(node.value, cls)
            )
        if isinstance(node, ast.MatchClass):
            return self.may_be(node.cls, cls)
        if isinstance(parent, ast.Call):
            return self._is_given(node, parent, cls)
        return True

    def _is_given(self, text: ast.AST, call: ast.Call, cls: Scope | None) -> bool:
        """Whether a call that is given an attribute's name may take it."""
        called = _called(call)
        if called in _TAKES_ONE:
            return any(self.may_be(one, cls) for one in call.args if one is not text)
        return called in _TAKES_BY_TEXT or any(
            self.is_one(one, cls) for one in call.args
        )

    def all_of(self, cls: Scope) -> Iterator[ast.AST]:
        """Yield what may take any attribute of an instance, by a computed name."""
        for node in self._scopes.parents:
            of = _all_of(node)
            if of is not None and self.may_be(of, cls):
                yield node

    def all_from(self, module: str) -> Iterator[ast.AST]:
        """Yield what takes any attribute of something that is in another module."""
        for node in self._scopes.parents:
            of = _all_of(node)
            if of is not None and self._comes_from(of, module):
                yield node

    def _comes_from(self, node: ast.expr, module: str, depth: int = 0) -> bool:
        """Whether an expression says, or has a value that says, what is in a module."""
        for name in ast.walk(node):
            binding = (
                self._scopes.sole_binding(name) if isinstance(name, ast.Name) else None
            )
            if binding is None or depth > _DEPTH:
                continue
            parts = (binding.path or "").split(".")
            if module in parts:
                return name is not node or parts[-1] != module
            value = binding.value
            if value is not None and self._comes_from(value, module, depth + 1):
                return True
        return False

    def unbound(
        self, methods: Collection[str], owner: str, cls: Scope | None
    ) -> Iterator[ast.AST]:
        """Yield where methods are taken from the class, and not called on its own.

        Args:
            methods: their names.
            owner: the name of the class.
            cls: the class, where it stands in this file.
        """
        for node in (one for name in methods for one in self._by_name.get(name, ())):
            of = node.value if isinstance(node, ast.Attribute) else None
            if getattr(of, "attr", getattr(of, "id", "")) == owner:
                call = self._scopes.parents[node]
                called = isinstance(call, ast.Call) and call.func is node
                first = call.args[:1] if isinstance(call, ast.Call) and called else []
                if not any(self.is_one(one, cls, owner) for one in first):
                    yield node

    def is_one(self, node: ast.expr, cls: Scope | None, owner: str = "") -> bool:
        """Whether an expression certainly gives the class, or an instance of it."""
        binding = (
            self._scopes.sole_binding(node) if isinstance(node, ast.Name) else None
        )
        made = binding.value if binding is not None else node
        node = made.func if isinstance(made, ast.Call) else node
        found = self._class(node) or instance_of(self._scopes, node)
        if found is None:
            return (
                bool(owner) and getattr(node, "attr", getattr(node, "id", "")) == owner
            )
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
            and not self._is_callee(one)
            and self.may_be(one, cls, depth)
            for one in ast.walk(node)
        )

    def _is_callee(self, node: ast.expr) -> bool:
        parent = self._scopes.parents.get(node)
        return isinstance(parent, ast.Call) and parent.func is node

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


def _all_of(node: ast.AST) -> ast.expr | None:
    """Return whose attributes a node takes by a computed name, or all of them."""
    if isinstance(node, ast.Attribute) and node.attr == "__dict__":
        return node.value
    if isinstance(node, ast.Attribute) and node.attr == "__func__":
        method = node.value
        return method.value if isinstance(method, ast.Attribute) else method
    if not isinstance(node, ast.Call) or not node.args:
        return None
    if _called(node) in _TAKES_ALL:
        return node.args[0]
    named = _called(node) in _TAKES_ONE and len(node.args) > 1
    return node.args[0] if named and text_of(node.args[1]) is None else None


def _dict_of(node: ast.expr) -> bool:
    """Whether an expression is the dict of something's attributes."""
    return (isinstance(node, ast.Attribute) and node.attr == "__dict__") or (
        isinstance(node, ast.Call) and is_named(node.func, "vars")
    )


def _is_short(call: ast.Call, callee: ast.expr, least: int) -> bool:
    """Whether a call gives fewer arguments than the function has to get."""
    given = [*call.args, *call.keywords]
    stars = any(isinstance(one, ast.Starred) for one in call.args) or any(
        one.arg is None for one in call.keywords
    )
    return call.func is callee and not stars and len(given) < least


def _called(call: ast.Call) -> str:
    name: str = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return name
