"""What is done with an object, read from what stands around each use of it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from ..names.scopes import Function, Scope
from ..names.syntax import is_builtin, is_named
from .flow import Flow, Instance, MethodCall, Occurrence
from .places import Attribute

_HARMLESS = (ast.Compare, ast.If, ast.While, ast.Expr, ast.Assert)
# Where the flow itself goes after the value.
_FOLLOWED = (
    *(ast.AnnAssign, ast.NamedExpr, ast.IfExp, ast.BoolOp),
    *(ast.Return, ast.Lambda, ast.arguments, ast.arg),
)
_STORED = {ast.Dict: "dict", ast.List: "list", ast.Set: "set", ast.Tuple: "tuple"}


class UseReader:
    """Sorts the uses of a module's objects."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.parents = flow.scopes.parents

    def read(self, node: ast.expr, instance: Instance) -> None:
        """Note one use, an expression that is the object, in ``instance``."""
        instance.uses.append(node)
        place = self.flow.place(node)
        if isinstance(place, Attribute):
            instance.kept.append(Occurrence(node, "is kept in", node))
        parent = self.parents[node]
        handler = _HANDLERS.get(type(parent))
        if handler is not None:
            handler(self, node, parent, instance)
        elif not isinstance(parent, (*_FOLLOWED, *_HARMLESS)):
            kind = _STORED.get(type(parent))
            what = f"is stored in a {kind}" if kind else "goes out of sight"
            what = "is shown" if isinstance(parent, ast.FormattedValue) else what
            instance.escapes.append(Occurrence(node, what))

    def _attribute(
        self, node: ast.expr, parent: ast.Attribute, instance: Instance
    ) -> None:
        above = self.parents[parent]
        if not isinstance(parent.ctx, ast.Load):
            instance.writes.append(parent)
        elif isinstance(above, ast.Call) and above.func is parent:
            scope = self._scope(above)
            instance.calls.append(MethodCall(above, node, parent.attr, scope))
        else:
            instance.reads.append(parent)

    def _scope(self, node: ast.AST) -> Scope:
        scopes = self.flow.scopes
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name):
                return scopes.scope_of[inner]
        function = self.flow.enclosing(node)
        return scopes.module if function is None else scopes.scope_of[function]

    def _called(self, node: ast.expr, call: ast.Call, instance: Instance) -> None:
        if call.func is not node:
            self._argument(node, call, instance)

    def _keyword(self, node: ast.expr, parent: ast.keyword, instance: Instance) -> None:
        call = self.parents[parent]
        if isinstance(call, ast.Call):
            self._argument(node, call, instance)

    def _argument(self, node: ast.expr, call: ast.Call, instance: Instance) -> None:
        functions = self.flow.functions
        called, pairs = functions.bound_by(call)
        bound = any(value is node and parameter for value, parameter in pairs)
        if bound and called is not None and called.certain:
            return
        if is_named(call.func, *self.flow.facts.readers) and is_builtin(
            self.flow.scopes, call.func
        ):
            return
        passed = Occurrence(node, "is passed to", call.func, call)
        instance.escapes.append(passed)

    def _element(self, node: ast.expr, parent: ast.Tuple, instance: Instance) -> None:
        above = self.parents[parent]
        call: ast.Call | None = None
        to: ast.expr | None = None
        if isinstance(above, ast.Return):
            function = self.flow.enclosing(above)
            index = parent.elts.index(node)
            if function is not None and self._is_unpacked(function, index):
                return
            what = "is returned in a tuple"
        elif isinstance(above, ast.Assign) and all(
            isinstance(target, ast.Tuple) and len(target.elts) == len(parent.elts)
            for target in above.targets
        ):
            return
        elif isinstance(above, ast.Call):
            what, to = "is passed in a tuple to", above.func
            call = above
        else:
            what = "is stored in a tuple"
        instance.escapes.append(Occurrence(node, what, to, call))

    def _is_unpacked(self, function: Function, index: int) -> bool:
        """Whether every call of a function takes apart the tuple that it returns."""
        calls = [call for call, _ in self.flow.callers(function)]
        return bool(calls) and all(self._takes_apart(call, index) for call in calls)

    def _takes_apart(self, call: ast.Call, index: int) -> bool:
        parent = self.parents[call]
        if not isinstance(parent, ast.Assign):
            return isinstance(parent, ast.Expr)
        return all(
            isinstance(target, ast.Tuple)
            and index < len(target.elts)
            and not any(isinstance(one, ast.Starred) for one in target.elts)
            for target in parent.targets
        )

    def _assigned(self, node: ast.expr, parent: ast.Assign, instance: Instance) -> None:
        for target in parent.targets:
            if isinstance(target, ast.Subscript):
                instance.escapes.append(Occurrence(node, "is stored in", target))
            elif isinstance(target, ast.Attribute):
                instance.kept.append(Occurrence(node, "is kept in", target))
            elif isinstance(target, ast.Tuple | ast.List):
                instance.escapes.append(Occurrence(node, "is taken apart"))


_HANDLERS: dict[type[ast.AST], Callable[[UseReader, ast.expr, Any, Instance], None]] = {
    ast.Assign: UseReader._assigned,
    ast.Attribute: UseReader._attribute,
    ast.Call: UseReader._called,
    ast.Tuple: UseReader._element,
    ast.keyword: UseReader._keyword,
}
