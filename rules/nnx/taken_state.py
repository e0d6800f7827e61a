"""Where a state goes that `nnx.state` or `nnx.split` takes from an object.

Since Flax 0.11 it is no copy: it holds the very variables of the object.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ...codemod.names.scopes import FUNCTION_NODES, Function, Scope
from ...codemod.names.syntax import shown
from ...codemod.objects.callers import unseen_callers
from ...codemod.rule import Flow
from .apis import api_of
from .order import Where, end, start, still_holds
from .own_takers import taken_elsewhere, taken_here
from .state_calls import (
    is_copied,
    is_jitted,
    is_traced_by,
    is_used_up,
    received_by,
)
from .takings import SPLIT
from .understood import Of, is_understood

MERGE = "nnx.merge"
_PASSED = "it is passed to `{}`"
_LOOKED_AT = (ast.Expr, ast.If, ast.While, ast.Assert, ast.FormattedValue)
# Attributes and methods that give a part of a state, as live as the whole.
_PARTS = frozenset({"filter", "items", "values", "flat_state", "split", "raw_mapping"})


@dataclass(frozen=True, slots=True)
class Use:
    """One place to which a state gets.

    Attributes:
        taken: where it is taken, in the function in which it is used, or the
            parameter of that function which gets it.
        node: the expression that is it, or a part of it.
        kept: how it outlives what is seen; empty where it is read there.
        merge: the call of `nnx.merge` that it goes into, where that is how.
        passed: any other call that it goes into, where that is how.
        returned: the function that gives it back, where that is how.
        is_set: whether the value of a variable is set in place.
    """

    taken: ast.AST
    node: ast.expr
    kept: str = ""
    merge: ast.Call | None = None
    passed: ast.Call | None = None
    returned: Function | None = None
    is_set: bool = False


def uses_of_state(flow: Flow, taking: ast.expr) -> Iterator[Use]:
    """Yield where the state goes that an expression takes."""
    yield from _Follower(flow, taking).uses(taking)


def uses_of_parameter(flow: Flow, function: Function, name: str) -> Iterator[Use]:
    """Yield where a function has a state go that one of its parameters gets."""
    scope = flow.scopes.scope_of[function]
    parameter = scope.bindings[name][0].node
    follower = _Follower(flow, parameter)
    yield from follower.named(scope, name, start(parameter), function)


class _Follower:
    """Follows one state through names, parts and the module's own functions."""

    def __init__(self, flow: Flow, taking: ast.AST, depth: int = 0) -> None:
        self.flow = flow
        self.taking = taking
        self.depth = depth
        self._seen: set[ast.AST] = set()

    def uses(self, node: ast.expr, *, whole: bool = True) -> Iterator[Use]:
        """Yield the uses of an expression; ``whole`` is the result of a split."""
        if node in self._seen:
            return
        self._seen.add(node)
        parent = self.flow.scopes.parents[node]
        handler = _HANDLERS.get(type(parent))
        if handler is not None:
            yield from handler(self, node, parent, whole)
        elif isinstance(parent, _LOOKED_AT):
            yield Use(self.taking, node)
        else:
            yield self._kept(node, "goes out of sight")

    def _kept(self, node: ast.expr, how: str) -> Use:
        return Use(self.taking, node, f"{how} on line {node.lineno}")

    def _passed(self, node: ast.expr, call: ast.Call) -> Use:
        kept = self._kept(node, _PASSED.format(shown(call.func)))
        return replace(kept, passed=call)

    def _is_split(self, node: ast.expr, whole: bool) -> bool:
        """Whether an expression is a tuple that begins with a graph definition."""
        return (
            whole
            and isinstance(node, ast.Call)
            and api_of(self.flow, node.func) == SPLIT
        )

    def _attribute(
        self, node: ast.expr, parent: ast.Attribute, whole: bool
    ) -> Iterator[Use]:
        above = self.flow.scopes.parents[parent]
        called = isinstance(above, ast.Call) and above.func is parent
        understood = is_understood(Of.STATE, f".{parent.attr}", keeping=True)
        part = above if called and isinstance(above, ast.Call) else parent
        if not isinstance(parent.ctx, ast.Load):
            yield from self._set(node, parent, parent.attr == "value")
        elif parent.attr in _PARTS or not (called or understood):
            yield Use(self.taking, node)
            yield from self.uses(part, whole=False)
        elif understood:
            yield Use(self.taking, node)
        else:
            yield self._kept(node, f"`{shown(parent)}` is called")

    def _set(self, node: ast.expr, parent: ast.expr, in_place: bool) -> Iterator[Use]:
        """Yield what setting a part does: only a variable's value is the model's."""
        if in_place:
            yield replace(self._kept(node, f"`{shown(parent)}` is set"), is_set=True)
        else:
            yield Use(self.taking, node)

    def _subscript(
        self, node: ast.expr, parent: ast.Subscript, whole: bool
    ) -> Iterator[Use]:
        if parent.slice is node:
            yield Use(self.taking, node)
        elif not isinstance(parent.ctx, ast.Load):
            whole_value = isinstance(parent.slice, ast.Constant)
            at = parent.slice.value if isinstance(parent.slice, ast.Constant) else None
            yield from self._set(node, parent, not whole_value or at is ...)
        elif not (self._is_split(node, whole) and _is_zero(parent.slice)):
            yield Use(self.taking, node)
            yield from self.uses(parent, whole=False)

    def _argument(self, node: ast.expr, call: ast.Call, whole: bool) -> Iterator[Use]:
        if call.func is node or is_used_up(self.flow, node, call):
            yield Use(self.taking, node)
            yield from self._by_own_methods(node, call)
            return
        if api_of(self.flow, call.func) == MERGE:
            yield replace(self._kept(node, _PASSED.format(MERGE)), merge=call)
            return
        received = [*received_by(self.flow, node, call)]
        if not received or self.depth > 2:
            yield self._passed(node, call)
            return
        yield Use(self.taking, node)
        for function, name in received:
            if not is_copied(self.flow, function, call.func):
                yield from self._in_function(node, function, name)

    def _in_function(
        self, node: ast.expr, function: Function, name: str
    ) -> Iterator[Use]:
        """Yield how a function keeps what its parameter gets."""
        scope = self.flow.scopes.scope_of[function]
        inner = _Follower(self.flow, node, self.depth + 1)
        parameter = scope.bindings[name][0].node
        for use in inner.named(scope, name, start(parameter), function):
            if use.kept:
                yield replace(use, taken=self.taking, node=node)
            elif use.taken is node:
                yield Use(parameter, use.node)
            else:
                yield use

    def _by_own_methods(self, node: ast.expr, call: ast.Call) -> Iterator[Use]:
        """Yield how the project's own methods keep it, where one may be called."""
        own = [*taken_here(self.flow, node, call)]
        if taken_elsewhere(self.flow, node, call) or (own and self.depth > 2):
            yield self._passed(node, call)
            return
        for function, parameter in own:
            yield from self._in_function(node, function, parameter.arg)

    def _keyword(
        self, node: ast.expr, parent: ast.keyword, whole: bool
    ) -> Iterator[Use]:
        call = self.flow.scopes.parents[parent]
        if isinstance(call, ast.Call):
            yield from self._argument(node, call, whole)

    def _either(
        self, node: ast.expr, parent: ast.BoolOp | ast.Dict | ast.List, whole: bool
    ) -> Iterator[Use]:
        yield Use(self.taking, node)
        yield from self.uses(parent, whole=False)

    def _starred(
        self, node: ast.expr, parent: ast.Starred, whole: bool
    ) -> Iterator[Use]:
        yield from self.uses(parent, whole=False)

    def _assigned(
        self, node: ast.expr, parent: ast.Assign, whole: bool
    ) -> Iterator[Use]:
        for target in parent.targets:
            yield from self._bound(node, target, self._is_split(node, whole))

    def _annotated(
        self, node: ast.expr, parent: ast.AnnAssign | ast.NamedExpr, whole: bool
    ) -> Iterator[Use]:
        yield from self._bound(node, parent.target, self._is_split(node, whole))
        if isinstance(parent, ast.NamedExpr):
            yield from self.uses(parent, whole=whole)

    def _looped(
        self, node: ast.expr, parent: ast.For | ast.comprehension, whole: bool
    ) -> Iterator[Use]:
        yield Use(self.taking, node)
        yield from self._bound(node, parent.target, False)

    def _bound(self, node: ast.expr, target: ast.expr, split: bool) -> Iterator[Use]:
        if isinstance(target, ast.Tuple | ast.List):
            for one in target.elts[1 if split else 0 :]:
                yield from self._bound(node, one, False)
        elif isinstance(target, ast.Name):
            scopes = self.flow.scopes
            owner = scopes.lookup(target.id, scopes.scope_of[target])
            if owner is not None:
                yield from self.named(owner, target.id, end(node), node)
        else:
            yield self._kept(node, f"it is kept in `{shown(target)}`")

    def named(
        self, scope: Scope, name: str, since: Where, bound: ast.AST
    ) -> Iterator[Use]:
        """Yield the uses of all that reads a name, as long as it is the state's."""
        scopes = self.flow.scopes
        others = [one.node for one in scope.bindings[name]]
        for use in scopes.uses_of.get((scope, name), ()):
            if isinstance(use.ctx, ast.Load) and still_holds(
                scopes, use, others, since, bound
            ):
                yield from self.uses(use)

    def _returned(
        self, node: ast.expr, parent: ast.Return | ast.Tuple, whole: bool
    ) -> Iterator[Use]:
        function = self.flow.enclosing(parent)
        outer = self.flow.scopes.parents[parent]
        if isinstance(parent, ast.Tuple) and not isinstance(outer, ast.Return):
            yield self._kept(node, "it is stored in a tuple")
        elif function is not None and is_jitted(self.flow, function):
            yield Use(self.taking, node)
        elif function is None or unseen_callers(self.flow, function):
            yield replace(self._kept(node, "it is returned"), returned=function)
        else:
            calls = [call for call, _ in self.flow.callers(function)]
            if not calls or self.depth > 2:
                yield replace(self._kept(node, "it is returned"), returned=function)
            for call in calls:
                if is_copied(self.flow, function, call.func):
                    yield Use(self.taking, node)
                else:
                    yield from self._received(node, parent, call)

    def _received(
        self, node: ast.expr, parent: ast.AST, call: ast.Call
    ) -> Iterator[Use]:
        """Yield the uses of what a call gives back, or of its one element."""
        follower = _Follower(self.flow, call, self.depth + 1)
        above = self.flow.scopes.parents[call]
        targets = above.targets if isinstance(above, ast.Assign) else []
        index = parent.elts.index(node) if isinstance(parent, ast.Tuple) else None
        if index is not None and targets and all(map(_is_plain, targets)):
            for target in targets:
                assert isinstance(target, ast.Tuple)
                if index < len(target.elts):
                    yield from follower._bound(call, target.elts[index], False)
        else:
            yield from follower.uses(call)

    def _lambda(self, node: ast.expr, parent: ast.Lambda, whole: bool) -> Iterator[Use]:
        call = self.flow.scopes.parents[parent]
        if isinstance(call, ast.Call) and is_traced_by(self.flow, call.func):
            yield Use(self.taking, node)
        else:
            yield self._kept(node, "it is returned")


def enclosing_function(flow: Flow, node: ast.AST) -> ast.AST:
    """Return the function, or the module, in which a node runs."""
    for outer in flow.scopes.ancestors(node):
        if isinstance(outer, FUNCTION_NODES):
            return outer
    return flow.scopes.module.node


def _is_plain(target: ast.expr) -> bool:
    """Whether a target takes a tuple apart, element by element."""
    return isinstance(target, ast.Tuple) and not any(
        isinstance(one, ast.Starred) for one in target.elts
    )


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0


_HANDLERS: dict[type[ast.AST], Callable[[_Follower, Any, Any, bool], Iterator[Use]]] = {
    ast.AnnAssign: _Follower._annotated,
    ast.Assign: _Follower._assigned,
    ast.Attribute: _Follower._attribute,
    ast.BoolOp: _Follower._either,
    ast.Call: _Follower._argument,
    ast.Dict: _Follower._either,
    ast.For: _Follower._looped,
    ast.Lambda: _Follower._lambda,
    ast.List: _Follower._either,
    ast.NamedExpr: _Follower._annotated,
    ast.Return: _Follower._returned,
    ast.Starred: _Follower._starred,
    ast.Subscript: _Follower._subscript,
    ast.Tuple: _Follower._returned,
    ast.comprehension: _Follower._looped,
    ast.keyword: _Follower._keyword,
}
