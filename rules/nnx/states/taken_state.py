"""Where a state goes that `nnx.state` or `nnx.split` takes from an object.

Since Flax 0.11 it is no copy: it holds the very variables of the object. Within one
function it is followed by `state_within`; here, from function to function.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from ....codemod.names.scopes import Function
from ....codemod.names.syntax import shown
from ....codemod.objects.callers import unseen_callers
from ....codemod.rule import Flow
from ..apis import api_of
from ..order import start
from .left_behind import changes_on_leaving
from .own_takers import taken_elsewhere, taken_here
from .run_later import read_later
from .state_calls import (
    is_copied,
    is_jitted,
    is_traced_by,
    is_used_up,
    received_by,
)
from .state_within import Use, WithinFunction

MERGE = "nnx.merge"
_PASSED = "it is passed to `{}`"
_DEEPEST = 2  # calls within each other


def uses_of_state(flow: Flow, taking: ast.expr) -> Iterator[Use]:
    """Yield where the state goes that an expression takes."""
    for use in _Follower(flow, taking).uses(taking):
        yield _as_run(flow, use)


def uses_of_parameter(flow: Flow, function: Function, name: str) -> Iterator[Use]:
    """Yield where a function has a state go that one of its parameters gets."""
    scope = flow.scopes.scope_of[function]
    parameter = scope.bindings[name][0].node
    follower = _Follower(flow, parameter)
    for use in follower.named(scope, name, start(parameter), function):
        yield _as_run(flow, use)


def _as_run(flow: Flow, use: Use) -> Use:
    """Return a use, as one that keeps the state where it is run later."""
    later = "" if use.kept else read_later(flow, use.node, use.taken)
    return replace(use, kept=later) if later else use


class _Follower(WithinFunction):
    """Follows one state through the module's own functions, too."""

    def __init__(self, flow: Flow, taking: ast.AST, depth: int = 0) -> None:
        super().__init__(flow, taking)
        self.depth = depth

    def _argument(self, node: ast.expr, call: ast.Call, whole: bool) -> Iterator[Use]:
        if call.func is node or is_used_up(self.flow, node, call):
            yield Use(self.taking, node)
            yield from self._by_own_methods(node, call)
            return
        if api_of(self.flow, call.func) == MERGE:
            yield replace(self._kept(node, _PASSED.format(MERGE)), merge=call)
            return
        received = [*received_by(self.flow, node, call)]
        if not received or self.depth > _DEEPEST:
            yield self._passed(node, call)
            return
        yield Use(self.taking, node)
        for function, name in received:
            if not is_copied(self.flow, function, call.func):
                yield from self._in_function(node, function, name)

    def _passed(self, node: ast.expr, call: ast.Call) -> Use:
        kept = self._kept(node, _PASSED.format(shown(call.func)))
        return replace(kept, passed=call)

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
        if taken_elsewhere(self.flow, node, call) or (own and self.depth > _DEEPEST):
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

    def _returned(
        self, node: ast.expr, parent: ast.Return | ast.Tuple, whole: bool
    ) -> Iterator[Use]:
        function = self.flow.enclosing(parent)
        outer = self.flow.scopes.parents[parent]
        if isinstance(parent, ast.Tuple) and not isinstance(outer, ast.Return):
            yield self._kept(node, "it is stored in a tuple")
        elif function is not None and is_jitted(self.flow, function):
            yield Use(self.taking, node)
        elif changes_on_leaving(self.flow, parent):
            yield self._kept(node, "it is returned before a change")
        elif function is None or unseen_callers(self.flow, function):
            yield replace(self._kept(node, "it is returned"), returned=function)
        else:
            calls = [call for call, _ in self.flow.callers(function)]
            yield Use(self.taking, node)
            if not calls or self.depth > _DEEPEST:
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
                    yield from follower.bound(call, target.elts[index], False)
        else:
            yield from follower.uses(call)

    def _lambda(self, node: ast.expr, parent: ast.Lambda, whole: bool) -> Iterator[Use]:
        call = self.flow.scopes.parents[parent]
        if isinstance(call, ast.Call) and is_traced_by(self.flow, call.func):
            yield Use(self.taking, node)
        else:
            yield self._kept(node, "it is returned")


def _is_plain(target: ast.expr) -> bool:
    """Whether a target takes a tuple apart, element by element."""
    return isinstance(target, ast.Tuple) and not any(
        isinstance(one, ast.Starred) for one in target.elts
    )


_Follower.handlers = {
    **WithinFunction.handlers,
    ast.Call: _Follower._argument,
    ast.Lambda: _Follower._lambda,
    ast.Return: _Follower._returned,
    ast.Tuple: _Follower._returned,
    ast.keyword: _Follower._keyword,
}
