"""Whether a class is what its body says, and stays it.

The uses of a class that change nothing of it are listed here; by any other it may be
given other attributes, or another class be made of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property

from .lists import only_looks
from .scopes import Scope, ScopeTree
from .syntax import is_builtin, is_named, last_name, text_of

_PLAIN_BASES = ("object", "ABC")
_SETTERS = ("setattr", "delattr", "__setattr__", "__delattr__")
_HOOKS = ("__getattribute__", "__getattr__", "__setattr__", "__delattr__", "__dict__")
_HARMLESS_DECORATORS = frozenset(
    {
        *("dataclasses.dataclass", "flax.struct.dataclass"),
        *("typing.final", "typing_extensions.final"),
        "jax.tree_util.register_pytree_node_class",
    }
)
_ASKS = ("isinstance", "issubclass", "getattr", "hasattr")
_TOLD = ("__name__", "__qualname__", "__module__", "__doc__", "__init__")
_READS_DICT = ("items", "keys", "values", "get", "copy")


class Untouched:
    """Tells of the classes of one module which of them stay as they are."""

    def __init__(self, scopes: ScopeTree) -> None:
        self.scopes = scopes
        self._stays: dict[Scope, bool] = {}

    def stays(self, scope: Scope) -> bool:
        """Whether a class stands for itself, and nothing is made or done with it."""
        if scope not in self._stays:
            self._stays[scope] = self._is_plain(scope) and self._is_only_used(scope)
        return self._stays[scope]

    def stores(self, attribute: str, scope: Scope) -> int:
        """Return how often an attribute is assigned to or deleted, maybe of a class."""
        return sum(of in (None, scope) for of in self._stored.get(attribute, ()))

    @cached_property
    def _stored(self) -> dict[str, list[Scope | None]]:
        """Whose attributes of each name are assigned to or deleted; None if unknown."""
        found: dict[str, list[Scope | None]] = {}
        for node in self.scopes.nodes(ast.Attribute, ast.Call):
            if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                of = instance_of(self.scopes, node.value)
                found.setdefault(node.attr, []).append(of)
            elif isinstance(node, ast.Call) and _is_setattr(node.func):
                of = instance_of(self.scopes, node.args[0]) if node.args else None
                for text in filter(None, map(text_of, node.args)):
                    found.setdefault(text, []).append(of)
        return found

    def _is_plain(self, scope: Scope) -> bool:
        """Whether a class derives from nothing, and has no hook for attributes."""
        definition = scope.node
        assert isinstance(definition, ast.ClassDef)
        return (
            not definition.keywords
            and all(
                isinstance(base, ast.Name) and base.id in _PLAIN_BASES
                for base in definition.bases
            )
            and all(map(self._is_harmless, definition.decorator_list))
            and not any(hook in scope.bindings for hook in _HOOKS)
        )

    def _is_harmless(self, decorator: ast.expr) -> bool:
        node = decorator.func if isinstance(decorator, ast.Call) else decorator
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.insert(0, node.attr)
            node = node.value
        binding = self.scopes.sole_binding(node) if isinstance(node, ast.Name) else None
        if binding is None or binding.path is None or binding.level:
            return False
        return ".".join([binding.path, *parts]) in _HARMLESS_DECORATORS

    def _is_only_used(self, scope: Scope) -> bool:
        """Whether nothing but what is listed is done with a class."""
        definition, around = scope.node, scope.parent
        assert isinstance(definition, ast.ClassDef)
        owner = self.scopes.lookup(definition.name, around) if around else None
        if owner is None or owner.is_class or {None, scope} & self._written_into:
            return False
        uses = self.scopes.uses_of.get((owner, definition.name), ())
        return not self._stored.get("__class__") and all(map(self._is_use, uses))

    def _is_use(self, name: ast.Name) -> bool:
        """Whether a use of a class leaves it alone."""
        parent = self.scopes.parents[name]
        if isinstance(parent, ast.Attribute):
            attribute = parent.attr
            return not attribute.startswith("__") or attribute in _TOLD
        if isinstance(parent, ast.Call) and parent.func is name:
            return True
        if isinstance(parent, ast.Compare | ast.MatchClass):
            return True
        return self._is_asked_about(*self._outermost(name))

    def _outermost(self, node: ast.expr) -> tuple[ast.expr, ast.AST]:
        """Return the type that a class is part of, and what stands around that."""
        parent = self.scopes.parents[node]
        while isinstance(parent, ast.Subscript | ast.BinOp | ast.Tuple | ast.List):
            node, parent = parent, self.scopes.parents[parent]
        return node, parent

    def _is_asked_about(self, node: ast.expr, parent: ast.AST) -> bool:
        """Whether a type is an annotation, or only asked about or shown."""
        if isinstance(parent, ast.Call):
            function = parent.func
            asks = is_named(function, *_ASKS) and is_builtin(self.scopes, function)
            asks = asks or _takes_by_text(function)
            return node in parent.args and (asks or only_looks(self.scopes, function))
        if isinstance(parent, ast.arg | ast.AnnAssign):
            return parent.annotation is node
        return getattr(parent, "returns", None) is node

    @cached_property
    def _written_into(self) -> frozenset[Scope | None]:
        """The classes whose instances' dict is more than read; None is for any."""
        return frozenset(
            instance_of(self.scopes, of) if of is not None else None
            for node in self.scopes.nodes(ast.Attribute, ast.Call, ast.Constant)
            for of in self._dict_of(node)
        )

    def _dict_of(self, node: ast.AST) -> Iterator[ast.expr | None]:
        """Yield whose attributes a node gives as a dict that may be written into."""
        if isinstance(node, ast.Attribute) and node.attr == "__dict__":
            if not self._is_read(node):
                yield node.value
        elif isinstance(node, ast.Call) and is_named(node.func, "vars"):
            if not self._is_read(node):
                yield node.args[0] if node.args else None
        elif text_of(node) == "__dict__":
            call = self.scopes.parents[node]
            if not isinstance(call, ast.Call) or not is_named(call.func, "hasattr"):
                yield None

    def _is_read(self, node: ast.expr) -> bool:
        """Whether a dict is only read where it stands."""
        parent = self.scopes.parents[node]
        if isinstance(parent, ast.Attribute):
            return parent.attr in _READS_DICT
        if isinstance(parent, ast.Subscript):
            return parent.value is node and isinstance(parent.ctx, ast.Load)
        if isinstance(parent, ast.Call):
            copied = is_named(parent.func, "dict") and is_builtin(
                self.scopes, parent.func
            )
            return node in parent.args and (
                copied or only_looks(self.scopes, parent.func)
            )
        keyword = isinstance(parent, ast.keyword) and parent.arg is None
        return keyword or isinstance(parent, ast.Compare | ast.For | ast.comprehension)


def instance_of(scopes: ScopeTree, node: ast.expr) -> Scope | None:
    """Return the class whose instance a name is, as ``self`` in a method."""
    if not isinstance(node, ast.Name):
        return None
    owner = scopes.lookup(node.id, scopes.scope_of[node])
    found = owner is not None and is_self(owner, node.id)
    return owner.parent if owner is not None and found else None


def set_of_instances(
    scopes: ScopeTree,
) -> dict[tuple[Scope | None, str], list[ast.Attribute]]:
    """Return which attributes are set or deleted, by the class of what and their name.

    The class is None where that is not certainly an instance of one of the module.
    """
    found: dict[tuple[Scope | None, str], list[ast.Attribute]] = {}
    for name, nodes in scopes.attributes_set.items():
        for node in nodes:
            scope = instance_of(scopes, node.value)
            found.setdefault((scope, name), []).append(node)
    return found


def is_self(owner: Scope, name: str) -> bool:
    """Whether ``name`` is the instance in a method's own scope, and stays it."""
    method = owner.node
    if owner.parent is None or not owner.parent.is_class:
        return False
    if not isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    first = [*method.args.posonlyargs, *method.args.args][:1]
    otherwise = any(
        is_named(node, "staticmethod", "classmethod") for node in method.decorator_list
    )
    return (
        not otherwise
        and [argument.arg for argument in first] == [name]
        and len(owner.bindings[name]) == 1
    )


def _is_setattr(function: ast.expr) -> bool:
    """Whether a call of this sets an attribute that it names in a string."""
    if isinstance(function, ast.Attribute):
        return function.attr in _SETTERS
    return is_named(function, *_SETTERS)


def _takes_by_text(function: ast.expr) -> bool:
    """Whether it is an `attrgetter` or `methodcaller` of a plain attribute."""
    if not isinstance(function, ast.Call) or not function.args:
        return False
    called = last_name(function.func)
    text = text_of(function.args[0])
    plain = text is not None and "__" not in text
    return plain and called in ("attrgetter", "methodcaller")
