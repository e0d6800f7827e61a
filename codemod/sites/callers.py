"""What the functions of a module are given by its calls, and what they give back."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from ..names.meaning import Key
from ..names.scopes import FUNCTION_NODES, ScopeTree
from ..names.syntax import keyword_entries
from .arguments import Argument
from .methods import steps_of_entries
from .trace import Link, Place, Step, Via


class Callers:
    """Says what the calls of a module put into the `**` parameters of its functions.

    Args:
        scopes: the names of the module.
        callers_elsewhere: where other files call something of a name.

    Attributes:
        passed_at: by what is called in a call, the steps to what it puts there.
    """

    def __init__(
        self, scopes: ScopeTree, callers_elsewhere: Callable[[str], list[str]]
    ) -> None:
        self.passed_at: dict[ast.AST, list[Step]] = {}
        self._scopes = scopes
        self._callers_elsewhere = cache(callers_elsewhere)

    def passed(self, parameters: ast.arguments, name: str) -> Iterator[Step]:
        """Yield the keywords that the module's own calls put into ``**name``."""
        function = self._scopes.parents[parameters]
        reason = f"what callers pass in `**{name}` is not all seen"
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield reason
            return
        own = {*parameters.args, *parameters.kwonlyargs}
        taken = frozenset(argument.arg for argument in own)
        calls = [*self._calls_of(function)]
        places = self._callers_elsewhere(function.name)
        key = self._called(function) if calls else None
        if places and key is not None and key[0] is self._scopes.module:
            key = None
        named = all(one.arg for call in calls for one in call.keywords)
        if key is not None and (named or not taken):
            yield key
            for call in calls:
                steps = steps_of_entries(call, keyword_entries(call), Via.WHOLE)
                self.passed_at[call.func] = [
                    one
                    for one in steps
                    if not isinstance(one, Argument) or one.name not in taken
                ]
                yield Link(Via.EITHER, Place(call.func, is_list=False))
            return
        yield f"{reason}; there is {', '.join(places[:3])}" if places else reason
        for call in calls:
            for step in steps_of_entries(call, keyword_entries(call), Via.ALSO):
                if isinstance(step, Link):
                    yield replace(step, taken=taken)
                elif isinstance(step, Argument) and step.name not in taken:
                    yield step

    def _called(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Key | None:
        """Return the name of a function that is called by no other."""
        scope = self._scopes.scope_of[function].parent
        if scope is None or scope.is_class or function.decorator_list:
            return None
        kept = function.args.kwarg
        if kept is not None and isinstance(kept.annotation, ast.Subscript):
            return None  # as with `Unpack`, which says the keys
        is_it = [one.node for one in scope.bindings[function.name]] == [function]
        return (scope, function.name) if is_it else None

    def _calls_of(
        self, function: ast.FunctionDef | ast.AsyncFunctionDef
    ) -> Iterator[ast.Call]:
        scope = self._scopes.scope_of[function].parent
        owner = self._scopes.lookup(function.name, scope) if scope else None
        if owner is not None:
            for use in self._scopes.uses_of.get((owner, function.name), ()):
                call = self._scopes.parents[use]
                if isinstance(call, ast.Call) and call.func is use:
                    yield call


def returned(function: ast.AST) -> tuple[ast.expr, ...]:
    """Return what a plain function gives back; nothing for anything else."""
    if not isinstance(function, ast.FunctionDef) or function.decorator_list:
        return ()
    values: list[ast.expr] = []
    pending: list[ast.AST] = [*reversed(function.body)]
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return ()
        if isinstance(node, ast.Return) and node.value is not None:
            values.append(node.value)
        elif not isinstance(node, (*FUNCTION_NODES, ast.ClassDef)):
            pending.extend(reversed([*ast.iter_child_nodes(node)]))
    return tuple(values)
