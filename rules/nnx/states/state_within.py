"""Where a state goes within one function: through names, and through parts of it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ....codemod.names.scopes import Function, Scope
from ....codemod.names.syntax import shown
from ....codemod.rule import Flow
from ..apis import api_of
from ..order import Where, end, still_holds
from ..understood import Of, is_understood
from .takings import SPLIT

Handler = Callable[[Any, Any, Any, bool], "Iterator[Use]"]

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


class WithinFunction:
    """Follows one state through the names and the parts of one function.

    Attributes:
        handlers: what yields the uses of an expression, by the node around it.
    """

    handlers: ClassVar[Mapping[type[ast.AST], Handler]] = {}

    def __init__(self, flow: Flow, taking: ast.AST) -> None:
        self.flow = flow
        self.taking = taking
        self._seen: set[ast.AST] = set()

    def uses(self, node: ast.expr, *, whole: bool = True) -> Iterator[Use]:
        """Yield the uses of an expression; ``whole`` is the result of a split."""
        if node in self._seen:
            return
        self._seen.add(node)
        parent = self.flow.scopes.parents[node]
        handler = self.handlers.get(type(parent))
        if handler is not None:
            yield from handler(self, node, parent, whole)
        elif isinstance(parent, _LOOKED_AT):
            yield Use(self.taking, node)
        else:
            yield self._kept(node, "goes out of sight")

    def _kept(self, node: ast.expr, how: str) -> Use:
        return Use(self.taking, node, f"{how} on line {node.lineno}")

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
            yield from self.bound(node, target, self._is_split(node, whole))

    def _annotated(
        self, node: ast.expr, parent: ast.AnnAssign | ast.NamedExpr, whole: bool
    ) -> Iterator[Use]:
        yield from self.bound(node, parent.target, self._is_split(node, whole))
        if isinstance(parent, ast.NamedExpr):
            yield from self.uses(parent, whole=whole)

    def _looped(
        self, node: ast.expr, parent: ast.For | ast.comprehension, whole: bool
    ) -> Iterator[Use]:
        yield Use(self.taking, node)
        yield from self.bound(node, parent.target, False)

    def bound(self, node: ast.expr, target: ast.expr, split: bool) -> Iterator[Use]:
        """Yield the uses of what a target binds; of a split, all but its first."""
        if isinstance(target, ast.Tuple | ast.List):
            for one in target.elts[1 if split else 0 :]:
                yield from self.bound(node, one, False)
        elif isinstance(target, ast.Name):
            scopes = self.flow.scopes
            owner = scopes.lookup(target.id, scopes.scope_of[target])
            if owner is not None and owner.is_class:
                yield self._kept(node, f"it is `{target.id}` of a class")
            elif owner is not None:
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


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0


WithinFunction.handlers = {
    ast.AnnAssign: WithinFunction._annotated,
    ast.Assign: WithinFunction._assigned,
    ast.Attribute: WithinFunction._attribute,
    ast.BoolOp: WithinFunction._either,
    ast.Dict: WithinFunction._either,
    ast.For: WithinFunction._looped,
    ast.List: WithinFunction._either,
    ast.NamedExpr: WithinFunction._annotated,
    ast.Starred: WithinFunction._starred,
    ast.Subscript: WithinFunction._subscript,
    ast.comprehension: WithinFunction._looped,
}
