"""Join the places of a module wherever a value goes from one to another."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from ..names.scopes import Function, ScopeTree
from ..names.syntax import last_name
from .flow import Occurrence
from .places import Attribute, Joined, Place, Result, Value, Variable, item
from .values import PLACED, Values, is_key

_PROPERTIES = frozenset({"property", "cached_property"})
# What holds objects, or is held: others may put something else in its place.
_CONTAINED = (ast.Tuple, ast.List, ast.Dict, ast.Subscript)

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Joining:
    """The places of one module, joined.

    Attributes:
        joined: the places.
        origins: places that may also hold a value from elsewhere, with that.
        placed: every expression that is in a place, with that, as they are walked.
    """

    def __init__(self, values: Values) -> None:
        self.joined = Joined()
        self.origins: list[tuple[Place, Occurrence]] = []
        self.placed: list[tuple[ast.expr, Place]] = []
        self._values = values
        self._scopes = values.scopes
        self._called: set[ast.AST] = set()
        for node in self._scopes.nodes(*PLACED, *_HANDLERS):
            kind = type(node)
            place = values.place(node) if kind in PLACED else None
            if place is not None and isinstance(node, ast.expr):
                self.joined.find(place)
                self.placed.append((node, place))
            handler = _HANDLERS.get(kind)
            if handler is not None:
                handler(self, node)
        self._adopt()
        self.joined.settle()

    def _assignment(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._assign(target, node.value)

    def _one_target(self, node: ast.AnnAssign | ast.NamedExpr) -> None:
        if node.value is not None:
            self._assign(node.target, node.value)

    def _display(self, node: ast.Tuple | ast.List) -> None:
        made = self._values.place(node)
        for index, element in enumerate(node.elts):
            if made is None or isinstance(element, ast.Starred):
                return
            self._give(item(made, index), element)

    def _dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            named = key.value if isinstance(key, ast.Constant) else None
            if is_key(named):
                self._give(item(Value(node), named), value)

    def _loop(self, node: ast.For | ast.comprehension) -> None:
        """Let what a loop goes over, where that is written out, be its target."""
        if isinstance(node.iter, ast.Tuple | ast.List):
            for element in node.iter.elts:
                self._assign(node.target, element)

    def _function(self, node: ast.FunctionDef) -> None:
        self._defaults(node)
        if _is_property(node):
            self.joined.join(Attribute(node.name), Result(node))

    def _lambda(self, node: ast.Lambda) -> None:
        self._give(Result(node), node.body)
        self._defaults(node)

    def _conditional(self, node: ast.IfExp) -> None:
        self._give(Value(node), node.body)
        self._give(Value(node), node.orelse)

    def _either(self, node: ast.BoolOp) -> None:
        for value in node.values:
            self._give(Value(node), value)

    def _name(self, node: ast.Name) -> None:
        if _is_bound_otherwise(node, self._scopes):
            place = self._values.place(node)
            if place is not None:
                self._from_elsewhere(place, node)

    def _adopt(self) -> None:
        """Take a function that nothing here calls to be called by the names it has.

        The module's own object of a parameter's name is then what it is given.
        """
        module = self._scopes.module
        for function in self._scopes.nodes(*_DEFINITIONS):
            scope = self._scopes.scope_of[function]
            if scope.parent is not module or function in self._called:
                continue
            for name in {*scope.bindings} & {*module.bindings}:
                given = [one.value for one in module.bindings[name]]
                if isinstance(scope.bindings[name][0].node, ast.arg) and any(
                    isinstance(one, ast.Call) and self._values.creation(one)
                    for one in given
                ):
                    self.joined.join(Variable(scope, name), Variable(module, name))

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            self._unpack(target, value)
        elif isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
            place = self._values.place(target)
            if place is not None:
                self._give(place, value)

    def _unpack(self, target: ast.Tuple | ast.List, value: ast.expr) -> None:
        if isinstance(value, ast.Tuple | ast.List) and _same_length(target, value):
            for one, given in zip(target.elts, value.elts, strict=True):
                self._assign(one, given)
            return
        made = self._values.place(value)
        for index, one in enumerate(target.elts):
            place = None if isinstance(one, ast.Starred) else self._values.place(one)
            if place is None:
                continue
            if made is not None:
                self.joined.join(place, item(made, index))
            if not isinstance(made, Result) or made.element is not None:
                self._from_elsewhere(place, value)

    def _return(self, node: ast.Return) -> None:
        function = self._values.enclosing(node)
        if function is None or node.value is None:
            return
        if not isinstance(node.value, ast.Tuple):
            self._give(Result(function), node.value)
            return
        for index, element in enumerate(node.value.elts):
            self._give(Result(function, index), element)

    def _call(self, call: ast.Call) -> None:
        called, given = self._values.functions.bound_by(call)
        if called is not None:
            self._called.add(called.function)
        scope = self._scopes.scope_of.get(called.function) if called else None
        for value, parameter in given:
            if scope is not None and parameter is not None:
                self._give(Variable(scope, parameter.arg), value)

    def _defaults(self, function: Function) -> None:
        scope = self._scopes.scope_of.get(function)
        arguments = function.args
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults = arguments.defaults
        given = [
            *zip(positional[len(positional) - len(defaults) :], defaults, strict=True),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]
        for parameter, default in given:
            if scope is not None and default is not None:
                self._give(Variable(scope, parameter.arg), default)

    def _give(self, place: Place, value: ast.expr) -> None:
        source = self._values.place(value)
        if source is not None:
            self.joined.join(place, source)
        if isinstance(value, _CONTAINED) or (source is None and not _is_none(value)):
            self._from_elsewhere(place, value)

    def _from_elsewhere(self, place: Place, node: ast.expr) -> None:
        self.joined.find(place)
        self.origins.append((place, Occurrence(node, "can also be", node)))


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_property(node: ast.AST) -> bool:
    """Whether reading an attribute of the function's name calls it."""
    return isinstance(node, ast.FunctionDef) and any(
        last_name(one) in _PROPERTIES for one in node.decorator_list
    )


def _same_length(target: ast.Tuple | ast.List, value: ast.Tuple | ast.List) -> bool:
    starred = any(isinstance(one, ast.Starred) for one in (*target.elts, *value.elts))
    return not starred and len(target.elts) == len(value.elts)


def _is_bound_otherwise(name: ast.Name, scopes: ScopeTree) -> bool:
    """Whether something other than an assignment to it alone gives a name its value."""
    if isinstance(name.ctx, ast.Load):
        return False
    parent = scopes.parents[name]
    if isinstance(parent, ast.Tuple | ast.List):
        parent = scopes.parents[parent]
        return not isinstance(parent, ast.Assign)
    return not isinstance(parent, ast.Assign | ast.AnnAssign | ast.NamedExpr)


_HANDLERS: dict[type[ast.AST], Callable[[Joining, Any], None]] = {
    ast.AnnAssign: Joining._one_target,
    ast.Assign: Joining._assignment,
    ast.AsyncFunctionDef: Joining._defaults,
    ast.BoolOp: Joining._either,
    ast.Call: Joining._call,
    ast.Dict: Joining._dict,
    ast.For: Joining._loop,
    ast.FunctionDef: Joining._function,
    ast.IfExp: Joining._conditional,
    ast.Lambda: Joining._lambda,
    ast.List: Joining._display,
    ast.Name: Joining._name,
    ast.NamedExpr: Joining._one_target,
    ast.Return: Joining._return,
    ast.Tuple: Joining._display,
    ast.comprehension: Joining._loop,
}
