"""Where code gives a name of a module, or a field of a class, another value.

Beside the one place that states it: through the module or the instance as an object, by
a text, in a class that derives from it, or by what makes the class.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..names.import_lines import importing
from ..names.scopes import Binding, Scope, ScopeTree
from ..names.syntax import is_named, last_name, text_of, written
from ..names.untouched import instance_of, set_of_instances
from .tree import Module, Tree

_SETTERS = frozenset({"setattr", "delattr", "__setattr__", "__delattr__"})
_HOOKS = ("__getattribute__", "__setattr__", "__init_subclass__")
# Decorators that leave the values of fields as the class says them, by their last name.
_HARMLESS = frozenset(
    {
        *("attrs", "configurable", "dataclass", "define", "final", "frozen", "s"),
        *("mutable", "register_config", "register_pytree_node_class", "serializable"),
        *("total_ordering", "runtime_checkable", "dataclass_json", "make_auto_config"),
    }
)
_DEEPEST = 6  # classes, one deriving from the other
# In the text of another file: what may set what it computes.
_WILD = r"\b(?:setattr|vars|__dict__|patch|monkeypatch)\b"


def _stored(name: str) -> str:
    """Return what a text has in it that sets an attribute, or says it as a text."""
    said = re.escape(name)
    return rf"\.{said}\b\s*(?:[^\s\w=.)\]}}]{{0,3}}=(?!=)|,|:|\)\s*=)|['\"]{said}['\"]"


class Setters:
    """Answers for a tree."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def of_name(self, module: Module, binding: Binding) -> str:
        """Return what may give a name of a module another value, or nothing."""
        name = binding.name
        if not _is_of_module(module, binding):
            return ""
        opened, patched = self._tree.opened(module)
        found = opened.sets([(module.scopes.module, name)])
        if found or not self._may_be_set(module, name):
            return found
        return patched.names({name: ""}, name, name)

    def _may_be_set(self, module: Module, name: str) -> bool:
        """Whether another file may set a name of a module, by its text alone."""
        text = rf"\bmodules\b|['\"]{re.escape(module.stem)}\b"
        imports = re.compile(f"{importing(module.stem)}|{text}", re.M)
        stores = re.compile(f"{_stored(name)}|{_WILD}")
        return any(
            stores.search(one.text) and imports.search(one.text)
            for one in (
                *self._tree.texts(module, module.stem),
                *self._tree.texts(module, "modules"),
            )
        )

    def of_builtin(self, module: Module, name: str) -> str:
        """Return what may put something in the place of a builtin, or nothing."""
        _, patched = self._tree.opened(module)
        return patched.function(f"builtins.{name}", f"builtins.{name}")

    def of_entry(self, module: Module, holder: str, key: str) -> str:
        """Return where an entry of an attribute with some name is set, or nothing."""
        stores = (
            rf"{re.escape(holder)}\[\s*['\"]{re.escape(key)}['\"]\s*\]\s*[^\s\w.)]?="
        )
        others = self._tree.saying(holder, module, stores)
        for one in (module, *(one for one in others if not _is_test(one))):
            for node in one.scopes.nodes(ast.Subscript):
                stored = text_of(node.slice) == key and last_name(node.value) == holder
                if stored and not isinstance(node.ctx, ast.Load):
                    return f"`{written(node)}` is set on {one.at(node)}"
        return ""

    def of_field(
        self, module: Module, cls: ast.ClassDef, name: str, asking: Module
    ) -> str:
        """Return what may give an attribute of instances another value, or nothing."""
        return next(self._of_field(module, cls, name, asking), "")

    def _of_field(
        self, module: Module, cls: ast.ClassDef, name: str, asking: Module
    ) -> Iterator[str]:
        inside = {*ast.walk(cls)}
        modules = [module, *self._tree.saying(name, module, _stored(name))]
        for one in modules:
            set_in = one.scopes.remember(_set_by_base)
            for base in ("", cls.name):
                for target in set_in.get((base, name), ()):
                    if target in inside:
                        continue
                    yield f"`{written(target)}` is set on {one.at(target)}"
        for one in modules:
            for call in _setting(one):
                if _sets_by_text(one, call, name, cls):
                    yield f"`{written(call)}` on {one.at(call)} may set it"
        for one in dict.fromkeys((module, asking)):
            for node, of in one.scopes.remember(_setting_any):
                if not _is_of_another(one, of, cls):
                    yield f"`{written(node)}` on {one.at(node)} may set it"

    def of_subclass(self, module: Module, cls: ast.ClassDef, name: str) -> str:
        """Return which class that derives from one has another value, or nothing."""
        pending, seen = [(module, cls)], {cls}
        for _ in range(_DEEPEST):
            if not pending:
                break
            where, of = pending.pop(0)
            for other, sub in self._deriving(where, of):
                if sub in seen:
                    continue
                if name in other.scopes.scope_of[sub].bindings:
                    return f"`{sub.name}` on {other.at(sub)} has another `{name}`"
                seen.add(sub)
                pending.append((other, sub))
        return ""

    def _deriving(
        self, module: Module, cls: ast.ClassDef
    ) -> Iterator[tuple[Module, ast.ClassDef]]:
        derives = rf"^\s*class\b[^:]*\b{re.escape(cls.name)}\b"
        for one in (module, *self._tree.saying(cls.name, module, derives)):
            for node in one.scopes.nodes(ast.ClassDef):
                if node is not cls and cls.name in map(last_name, node.bases):
                    yield one, node


def _is_test(module: Module) -> bool:
    name = module.file.name
    return name.startswith("test_") or name.endswith("_test.py")


def _is_of_module(module: Module, binding: Binding) -> bool:
    bindings = module.scopes.module.bindings.get(binding.name, ())
    return any(one is binding for one in bindings)


def _is_of_another(module: Module, node: ast.expr, cls: ast.ClassDef) -> bool:
    """Whether an object is an instance of a class that has its own attributes."""
    scope = instance_of(module.scopes, node)
    bases: list[ast.expr] = getattr(scope.node, "bases", []) if scope else []
    of_it = scope is not None and scope.node is cls
    return scope is not None and not of_it and cls.name not in map(last_name, bases)


def _set_by_base(scopes: ScopeTree) -> dict[tuple[str, str], list[ast.Attribute]]:
    """Return which attributes are set of instances, by bases of the class and name.

    Of what is not certainly an instance of a class of the module, the base is empty.
    """
    found: dict[tuple[str, str], list[ast.Attribute]] = {}
    for (scope, name), targets in scopes.remember(set_of_instances).items():
        bases: list[ast.expr] = getattr(scope.node, "bases", []) if scope else []
        for base in {*map(last_name, bases)} if scope is not None else {""}:
            found.setdefault((base, name), []).extend(targets)
    return found


def _setting(module: Module) -> Iterator[ast.Call]:
    for node in module.scopes.nodes(ast.Call):
        if last_name(node.func) in _SETTERS:
            yield node


def _sets_by_text(module: Module, call: ast.Call, name: str, cls: ast.ClassDef) -> bool:
    """Whether a call sets the attribute of a name that it says as a text."""
    said = name in map(text_of, call.args)
    return said and not _is_of_another(module, call.args[0], cls)


def _setting_any(scopes: ScopeTree) -> list[tuple[ast.expr, ast.expr]]:
    """Return what may set any attribute, as its name is computed, and of what."""
    found: list[tuple[ast.expr, ast.expr]] = []
    for node in scopes.nodes(ast.Attribute, ast.Call):
        if isinstance(node, ast.Call) and last_name(node.func) in _SETTERS:
            if len(node.args) > 1 and text_of(node.args[1]) is None:
                found.append((node, node.args[0]))
        elif (of := _written_into(scopes, node)) is not None:
            found.append((node, of))
    return found


def _written_into(scopes: ScopeTree, node: ast.AST) -> ast.expr | None:
    """Return whose attributes a node gives as a dict that is written into."""
    if isinstance(node, ast.Attribute) and node.attr == "__dict__":
        of: ast.expr = node.value
    elif isinstance(node, ast.Call) and is_named(node.func, "vars") and node.args:
        of = node.args[0]
    else:
        return None
    if _is_module(scopes, of):
        return None
    parent = scopes.parents[node]
    stored = isinstance(parent, ast.Subscript) and not isinstance(parent.ctx, ast.Load)
    method = isinstance(parent, ast.Attribute) and parent.attr == "update"
    return of if stored or method else None


def _is_module(scopes: ScopeTree, node: ast.expr) -> bool:
    """Whether a name is that of a module: `import` alone gives it its value."""
    if not isinstance(node, ast.Name):
        return False
    owner = scopes.lookup(node.id, scopes.scope_of[node])
    bindings = owner.bindings[node.id] if owner is not None else []
    return bool(bindings) and all(
        isinstance(one.statement, ast.Import) for one in bindings
    )


def by_class(module: Module, cls: ast.ClassDef) -> Iterator[str]:
    """Yield what of a class itself may give its fields other values."""
    for keyword in cls.keywords:
        if keyword.arg == "metaclass" and last_name(keyword.value) != "ABCMeta":
            yield f"the metaclass of `{cls.name}` may set it"
    for decorator in cls.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if last_name(called) not in _HARMLESS:
            yield f"`@{written(called)}` on {module.at(decorator)} may set it"
    for hook in _HOOKS:
        scope: Scope = module.scopes.scope_of[cls]
        if hook in scope.bindings:
            yield f"`{cls.name}.{hook}` may give another value"
