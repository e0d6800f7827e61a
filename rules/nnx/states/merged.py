"""Whether what `nnx.merge` makes takes the place of what the state is of.

Since Flax 0.12 it shares its variables with that: who changes the one changes the
other. It is no matter where only one of them is used from then on.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ....codemod.names.scopes import Scope
from ....codemod.rule import Flow, Instance
from ..apis import api_of, innermost
from ..model_uses import LIBRARIES
from ..order import common_loop, enclosing_function, is_between, start
from .state_within import Use

# Methods that give no part of the object; `.model(x)` of an optimizer is a call of it.
_METHODS = frozenset({"update", "train", "eval", "model", "set_attributes"})
_LOOKING = frozenset({"print", "type", "hash", "isinstance"})
_GIVES_ON = (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.Return, ast.Tuple)
_HOLDS = (ast.List, ast.Dict, ast.Set, ast.Yield)


def is_replaced(
    flow: Flow, objects: Sequence[Instance], merge: ast.Call, uses: Sequence[Use]
) -> bool:
    """Whether neither the state nor the objects are used after they are merged.

    Args:
        flow: of the module.
        objects: what shares variables with what the state is of.
        merge: the call of `nnx.merge`.
        uses: all uses of the state.
    """
    merged = _Merged(flow, merge)
    read = [use for one in objects for use in one.uses]
    return (
        bool(merged.names)
        and all(merged.stays(one, objects) for one in objects)
        and not any(merged.is_later(use.node) for use in uses)
        and not any(merged.is_later(use) or merged.is_shared(use) for use in read)
    )


class _Merged:
    """One call of `nnx.merge`, and the names that get what it makes."""

    def __init__(self, flow: Flow, merge: ast.Call) -> None:
        self.flow = flow
        self.merge = merge
        self.function = enclosing_function(flow.scopes, merge)
        parent = flow.scopes.parents[merge]
        targets = parent.targets if isinstance(parent, ast.Assign) else []
        self.names = {
            (self._owner(one), one.id): one
            for target in targets
            for one in (target.elts if isinstance(target, ast.Tuple) else [target])
            if isinstance(one, ast.Name)
        }

    def _owner(self, name: ast.Name) -> Scope | None:
        return self.flow.scopes.lookup(name.id, self.flow.scopes.scope_of[name])

    def stays(self, instance: Instance, objects: Sequence[Instance]) -> bool:
        """Whether an object is held by names alone, and by no caller."""
        if instance.kept or instance.writes or self.function in instance.results:
            return False
        if any(one is self.function for one, _ in instance.parameters):
            return False
        calls = [place.call for place in instance.escapes]
        return all(call is not None and self._keeps(call, objects) for call in calls)

    def _keeps(self, call: ast.Call, objects: Sequence[Instance]) -> bool:
        """Whether what a call makes of an object is one of these, or nothing of it."""
        if self.flow.creation(call) is not None:
            return self.flow.object_of(call) in objects
        api = api_of(self.flow, innermost(call.func))
        if api in _LOOKING:
            return True
        return api.partition(".")[0] in LIBRARIES and not api.endswith("partial")

    def is_later(self, node: ast.expr) -> bool:
        """Whether an expression may be read after the call, and is not made by it."""
        scopes = self.flow.scopes
        if any(outer is self.merge for outer in (node, *scopes.ancestors(node))):
            return False
        name = node if isinstance(node, ast.Name) else None
        made = self.names.get((self._owner(name), name.id)) if name else None
        if enclosing_function(self.flow.scopes, node) is not self.function:
            return made is None and not (name is not None and self._is_own(name))
        if start(node) > start(self.merge):
            return not (name and made and is_between(scopes, made, name, (0, 0)))
        return made is None and common_loop(scopes, self.merge, node) is not None

    def _is_own(self, name: ast.Name) -> bool:
        """Whether a name is of the function that reads it, and no later one's."""
        owner = self._owner(name)
        return owner is not None and owner.node is enclosing_function(
            self.flow.scopes, name
        )

    def _is_partial(self, call: ast.Call) -> bool:
        """Whether a call makes a function that holds what it is given."""
        functions = self.flow.functions
        bound, _ = functions.bound_by(call)
        return bound is not None and functions.called(call.func) is None

    def is_shared(self, use: ast.expr) -> bool:
        """Whether a part of an object gets another name, under which it lives on."""
        parents = self.flow.scopes.parents
        node: ast.AST = use
        while isinstance(parent := parents[node], ast.Attribute | ast.Subscript):
            node = parent
        if isinstance(parent, ast.keyword):
            parent = parents[parent]
        if isinstance(parent, ast.Call) and node is use:
            return self._is_partial(parent)
        if isinstance(parent, ast.Call) and parent.func is node:
            return getattr(node, "attr", "") not in _METHODS
        return node is not use and isinstance(parent, (*_GIVES_ON, *_HOLDS))
