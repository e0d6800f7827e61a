"""Where a module's names point to modules as objects, and what is done with those.

``optax.adam`` reads an attribute of one; ``setattr(optax, name, fake)`` sets one, and
``instrument(optax)`` lets it go out of sight. What only reads, or shows, is listed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cached_property

from .computed_attributes import calls_getter
from .module_names import (
    IMPORTERS,
    OF_ANY,
    UNKNOWN_MODULE,
    ModuleNames,
    module_said,
)
from .namespaces import EVERY, MAIN, OWN, Does, Use, key_of, uses_of_names
from .own_functions import functions_of, parameters, values_given
from .syntax import is_builtin, is_named, last_name, text_of

_OWN = (OWN, MAIN, UNKNOWN_MODULE)  # of these, what is read is told, too
_MODULES = "sys.modules"
UNSEEN = "_of_a_function"  # the private module whose names a function reads
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
_OWN_SETTERS = ("__setattr__", "__delattr__")
_SETTERS = frozenset({"setattr", "delattr", *_OWN_SETTERS, "object"})


class ModuleObjects(ModuleNames):
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
                yield from _of(path, self._used(node, parent))
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
        if attribute in _OWN_SETTERS:
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

    def _used(self, node: ast.expr, parent: ast.AST) -> Iterator[Use]:
        """Yield what is done with a module where it stands."""
        if isinstance(parent, ast.Call):
            if parent.func is not node:
                yield from self._passed(node, parent)
        elif isinstance(parent, ast.keyword):
            call = self.scopes.parents[parent]
            if not isinstance(call, ast.Call) or not self._is_followed_into(node, call):
                yield Use(EVERY, parent, Does.ESCAPES)
        elif not self._is_followed(node, parent) and not self._is_kept(node):
            says = isinstance(parent, ast.expr | ast.Assign | ast.Return)
            yield Use(EVERY, parent if says else node, Does.ESCAPES)

    def _is_kept(self, node: ast.expr) -> bool:
        """Whether a function keeps what it is given in a file that sets nothing."""
        binding = self.scopes.sole_binding(node) if isinstance(node, ast.Name) else None
        return (
            binding is not None and isinstance(binding.node, ast.arg) and not self.sets
        )

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
            if isinstance(loop, ast.For | ast.comprehension):
                return isinstance(loop.target, ast.Name)
            return self._is_parameter(node, parent)
        if isinstance(parent, ast.Dict):
            given = self.scopes.parents[parent]
            call = self.scopes.parents[given]
            named = isinstance(given, ast.keyword) and given.arg == "globs"
            return named and isinstance(call, ast.Call) and self._only_looks(call.func)
        return getattr(parent, "returns", None) is node

    def _is_parameter(self, node: ast.expr, parent: ast.AST) -> bool:
        """Whether a module in a display is what `parametrize` gives to a test."""
        while isinstance(parent, ast.Tuple | ast.List):
            parent = self.scopes.parents[parent]
        function = self.scopes.parents.get(parent)
        if not isinstance(parent, ast.Call) or not isinstance(
            function, ast.FunctionDef | ast.AsyncFunctionDef
        ):
            return False
        given = function.args
        return any(
            node in values_given(self.scopes, one)
            for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)
        )

    def _passed(self, node: ast.expr, call: ast.Call) -> Iterator[Use]:
        """Yield what a function does with a module that it is given."""
        function = call.func
        name = last_name(function)
        if isinstance(function, ast.Name) and is_builtin(self.scopes, function):
            if name in _LOOKS:
                return
            if name in _TAKES:
                yield Use(EVERY, call, _TAKES[name])
                return
            if name == "vars":
                yield from uses_of_names(self.scopes, call)
                return
        if self.path(function) == "inspect.getmembers":
            yield Use(EVERY, call, Does.SHOWS)
        elif calls_getter(self.scopes, call):
            # What is taken may be a module, whose names the file sets.
            yield Use(EVERY, call, Does.TAKES if self.sets else Does.READS)
        else:
            yield from self._set_by(name, node, call)

    def _set_by(self, name: str, node: ast.expr, call: ast.Call) -> Iterator[Use]:
        """Yield what a function sets of a module, or that it may do anything."""
        if name in _SETTERS and len(call.args) > 1 and call.args[0] is node:
            yield Use(key_of(call.args[1]), call, Does.SETS)
        elif name == "multiple" and call.args[:1] == [node]:
            for keyword in call.keywords:
                yield Use(keyword.arg or EVERY, call, Does.SETS)
        elif not self._only_looks(call.func) and not self._is_followed_into(node, call):
            yield Use(EVERY, call, Does.ESCAPES)

    def _only_looks(self, function: ast.expr) -> bool:
        """Whether a function of a library only looks at modules."""
        return self.path(function).split(".")[0] in _LOOKING_MODULES

    def _is_followed_into(self, node: ast.expr, call: ast.Call) -> bool:
        """Whether a call is of functions of the file, whose parameters get a module."""
        functions = functions_of(self.scopes, call.func)
        return bool(functions) and all(
            node in parameters(call, one) for one in functions
        )


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
