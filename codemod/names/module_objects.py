"""Where a module's names point to modules as objects, and what is done with those.

``optax.adam`` reads an attribute of one; ``setattr(optax, name, fake)`` sets one, and
``instrument(optax)`` lets it go out of sight. What only reads, or shows, is listed.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property

from .namespaces import EVERY, OWN, Does, Use, key_of, uses_of_names
from .scopes import Scope, ScopeTree
from .syntax import is_builtin, is_named, text_of

UNKNOWN_MODULE = "?"
_OWN = (OWN, "__main__", UNKNOWN_MODULE)  # of these, what is read is told, too
_MODULES = "sys.modules"
_IMPORTERS = frozenset(
    {
        *("importlib.import_module", "importlib.__import__", "builtins.__import__"),
        *("pytest.importorskip", "inspect.getmodule"),
    }
)
_IMPORTER_NAMES = frozenset(path.rpartition(".")[2] for path in _IMPORTERS)
# Functions that look at a module; of these modules, all do.
_LOOKS = frozenset(
    {
        *("bool", "callable", "hasattr", "help", "id", "isinstance", "len", "print"),
        *("repr", "str", "type"),
    }
)
_TAKES = {"dir": Does.SHOWS, "getattr": Does.READS}  # any attribute
_LOOKING_MODULES = frozenset(
    {"doctest", "inspect", "logging", "pprint", "pydoc", "warnings", "pkgutil"}
)
# Where a module stands and nothing is done with it; its names are followed.
_NOTHING = (
    *(ast.Compare, ast.If, ast.While, ast.Assert, ast.Expr, ast.FormattedValue),
    *(ast.UnaryOp, ast.Delete, ast.arg, ast.Match, ast.withitem, ast.alias),
)
_THROUGH = (ast.NamedExpr, ast.IfExp, ast.BoolOp)
_SETTERS = frozenset({"setattr", "delattr", "__setattr__", "__delattr__", "object"})
_MOST = 8  # paths of one name
_Key = tuple[Scope, str]


class ModuleObjects:
    """Knows the module objects of one file.

    Args:
        scopes: the file.
    """

    def __init__(self, scopes: ScopeTree) -> None:
        self.scopes = scopes

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
        for node in self.scopes.parents:
            if isinstance(node, ast.Call | ast.Subscript):
                for path in self._given_by(node):
                    found += self._done(node, path)
        return found

    def paths(self, name: ast.Name, scope: Scope) -> Iterable[str]:
        """Return the dotted paths that a name may stand for, by its imports."""
        owner = self.scopes.lookup(name.id, scope)
        if owner is None:
            return ("builtins",) if name.id == "__builtins__" else ()
        return self._known.get((owner, name.id), ())

    def path(self, node: ast.expr) -> str:
        """Return the path of a function that an expression names, or nothing."""
        base, suffix = _chain(node)
        if not isinstance(base, ast.Name):
            return ""
        if is_builtin(self.scopes, base) and not suffix:
            return f"builtins.{base.id}"
        found = self.paths(base, self.scopes.scope_of[base])
        return next((path + suffix for path in found), "")

    @cached_property
    def _known(self) -> dict[_Key, dict[str, None]]:
        """Every path that each name may stand for, by way of other names too."""
        known: dict[_Key, dict[str, None]] = {}
        links: dict[_Key, list[tuple[_Key, str]]] = {}
        pending: deque[tuple[_Key, str]] = deque()
        for scope in self.scopes.all_scopes():
            for name, bindings in scope.bindings.items():
                for binding in bindings:
                    if binding.path is not None:
                        path = "." * binding.level + binding.path
                        pending.append(((scope, name), path))
                        continue
                    for value in self._values(binding.node, binding.value):
                        self._link(value, (scope, name), links, pending)
        while pending:
            key, path = pending.popleft()
            paths = known.setdefault(key, {})
            if path in paths or len(paths) >= _MOST:
                continue
            paths[path] = None
            pending += [(to, path + suffix) for to, suffix in links.get(key, ())]
        return known

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
        elif module := _imported(base):
            pending.append((key, module + suffix))

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
        if (
            isinstance(parent, ast.For | ast.comprehension)
            and parent.target is node
            and isinstance(parent.iter, ast.Tuple | ast.List | ast.Set)
        ):
            yield from parent.iter.elts

    def _given_by(self, node: ast.Call | ast.Subscript) -> Iterable[str]:
        """Return which modules a call that imports gives, or a look into `globals()`.

        A look into `sys.modules` is found by what is done with that.
        """
        if isinstance(node, ast.Subscript):
            called = node.value.func if isinstance(node.value, ast.Call) else node
            if is_named(called, "globals") and is_builtin(self.scopes, called):
                key = (self.scopes.module, key_of(node.slice))
                return self._known.get(key, ())
            return ()
        path = self.path(node.func)
        if path not in _IMPORTERS:
            return ()
        name = _imported(node)
        return (name.split(".")[0] if path == "builtins.__import__" else name,)

    def _done(self, node: ast.expr, path: str) -> Iterator[Use]:
        """Yield what is done with the object at a path, or what is taken from it."""
        while True:
            parent = self.scopes.parents[node]
            attribute = _taken(parent, node)
            if path == _MODULES:
                yield from self._of_modules(node)
                return
            if attribute == "__dict__" and isinstance(parent, ast.expr):
                yield from _of(path, uses_of_names(self.scopes, parent))
                return
            if attribute:
                if not _is_load(parent):
                    yield Use(f"{path}.{attribute}", parent, Does.SETS)
                    return
                assert isinstance(parent, ast.expr)
                if path in _OWN:
                    yield Use(f"{path}.{attribute}", parent, Does.READS)
                    return
                node, path = parent, f"{path}.{attribute}"
            elif isinstance(parent, _THROUGH):
                node = parent
            else:
                yield from _of(path, self._used(node, parent))
                return

    def _of_modules(self, node: ast.expr) -> Iterator[Use]:
        """Yield what is done with `sys.modules`, and with what is read from it."""
        for use in uses_of_names(self.scopes, node):
            module = use.name or UNKNOWN_MODULE
            if use.does is Does.READS and isinstance(use.node, ast.expr):
                if not isinstance(use.node, ast.Compare):
                    yield from self._done(use.node, module)
            elif use.does is not Does.SHOWS:
                yield Use(f"{module}.", use.node, Does.SETS)

    def _used(self, node: ast.expr, parent: ast.AST) -> Iterator[Use]:
        """Yield what is done with a module where it stands."""
        if isinstance(parent, ast.Call):
            if parent.func is not node:
                yield from self._passed(node, parent)
        elif not self._is_followed(node, parent):
            says = isinstance(parent, ast.expr | ast.Assign | ast.Return)
            yield Use(EVERY, parent if says else node, Does.ESCAPES)

    def _is_followed(self, node: ast.expr, parent: ast.AST) -> bool:
        """Whether nothing is done with a module, or a name gets it."""
        if isinstance(parent, _NOTHING):
            return True
        if isinstance(parent, ast.Assign):
            return all(isinstance(one, ast.Name) for one in parent.targets)
        if isinstance(parent, ast.AnnAssign):
            return parent.value is not node or isinstance(parent.target, ast.Name)
        if isinstance(parent, ast.Tuple | ast.List | ast.Set):
            loop = self.scopes.parents[parent]
            return isinstance(loop, ast.For | ast.comprehension) and isinstance(
                loop.target, ast.Name
            )
        return getattr(parent, "returns", None) is node

    def _passed(self, node: ast.expr, call: ast.Call) -> Iterator[Use]:
        """Yield what a function does with a module that it is given."""
        function = call.func
        name = getattr(function, "attr", getattr(function, "id", ""))
        if isinstance(function, ast.Name) and is_builtin(self.scopes, function):
            if name in _LOOKS:
                return
            if name in _TAKES:
                yield Use(EVERY, call, _TAKES[name])
                return
            if name == "vars":
                yield from uses_of_names(self.scopes, call)
                return
        yield from self._set_by(name, node, call)

    def _set_by(self, name: str, node: ast.expr, call: ast.Call) -> Iterator[Use]:
        """Yield what a function sets of a module, or that it may do anything."""
        if name in _SETTERS and len(call.args) > 1 and call.args[0] is node:
            yield Use(key_of(call.args[1]), call, Does.SETS)
        elif name == "multiple" and call.args[:1] == [node]:
            for keyword in call.keywords:
                yield Use(keyword.arg or EVERY, call, Does.SETS)
        elif self.path(call.func).split(".")[0] not in _LOOKING_MODULES:
            yield Use(EVERY, call, Does.ESCAPES)


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


def _is_load(node: ast.AST) -> bool:
    return not isinstance(node, ast.Attribute) or isinstance(node.ctx, ast.Load)


def _chain(node: ast.expr) -> tuple[ast.expr, str]:
    """Return what a chain of attributes starts with, and the rest with its dots."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(f".{node.attr}")
        node = node.value
    return node, "".join(reversed(parts))


def _imported(node: ast.expr) -> str:
    """Return which module an expression gives by a text, or that it gives one."""
    if isinstance(node, ast.Subscript):
        return key_of(node.slice) or UNKNOWN_MODULE if _is_modules(node.value) else ""
    if not isinstance(node, ast.Call):
        return ""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    looked_up = name == "get" and _is_modules(getattr(node.func, "value", node))
    if not looked_up and name not in _IMPORTER_NAMES:
        return ""
    text = key_of(node.args[0]) if node.args else EVERY
    return text.lstrip(".") or UNKNOWN_MODULE


def _is_modules(node: ast.expr) -> bool:
    return getattr(node, "attr", getattr(node, "id", "")) == "modules"
