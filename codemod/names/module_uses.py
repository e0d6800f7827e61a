"""What is done with a module object where it stands, whole: it is passed, or kept.

``setattr(optax, name, fake)`` sets an attribute of one, and ``instrument(optax)`` lets
it go out of sight. What only reads, or shows, is listed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .computed_attributes import calls_getter
from .module_names import ModuleNames
from .namespaces import EVERY, Does, Use, key_of, uses_of_names
from .own_functions import functions_of, parameters, values_given
from .syntax import is_builtin, last_name

OWN_SETTERS = ("__setattr__", "__delattr__")
_SETTERS = frozenset({"setattr", "delattr", *OWN_SETTERS, "object"})
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


class ModuleUses(ModuleNames):
    """Knows what is done with a module by what is written around it."""

    def done_where_it_stands(self, node: ast.expr, parent: ast.AST) -> Iterator[Use]:
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
