"""Whether a state that is taken from a model changes before it is read.

Up to Flax 0.10 it was a copy; since 0.11 it changes with the model, whichever class of
optimizer trains that.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.names.scopes import FUNCTION_NODES
from ...codemod.names.syntax import shown
from ...codemod.rule import Flow, Instance
from .apis import api_of
from .calls import made, model_of
from .names import OPTIMIZERS
from .taken_state import Use, enclosing_function, takings, uses_of_state

# What an object may be given to without a change of its variables.
_UNCHANGED = frozenset(
    f"nnx.{name}"
    for name in ("state", "split", "graphdef", "clone", "display", "merge", "Optimizer")
) | {"isinstance", "type", "id", "print", "copy.deepcopy", "nnx.ModelAndOptimizer"}
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_Where = tuple[int, int]


def live_states(instance: Instance) -> list[tuple[ast.Call, str]]:
    """Return the states taken of an optimizer or its model that change under way.

    Each with why, in words.
    """
    return instance.remember(_live_states)


def _live_states(instance: Instance) -> list[tuple[ast.Call, str]]:
    related = Related(instance)
    found = []
    for taking in takings(instance.flow):
        if related.may_hold(taking.args[0]):
            reason = _why_live(related, taking)
            if reason:
                found.append((taking, reason))
    return found


class Related:
    """The objects that share variables with an optimizer."""

    def __init__(self, instance: Instance) -> None:
        self.flow = instance.flow
        self.instance = instance
        self.objects = {id(instance)}
        for creation in made(instance, *OPTIMIZERS):
            model = model_of(creation)
            held = self.flow.object_of(model) if model is not None else None
            self.objects |= {id(held)} if held is not None else set()
        self.training = self._training()

    def holds(self, node: ast.AST) -> bool:
        """Whether an expression is one of them, or a part of one."""
        while not self._is(node):
            if isinstance(node, ast.Tuple | ast.List):
                return any(self.holds(one) for one in node.elts)
            if not isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
                return False
            node = node.value
        return True

    def _is(self, node: ast.AST) -> bool:
        held = self.flow.object_of(node)
        return held is not None and id(held) in self.objects

    def may_hold(self, node: ast.expr) -> bool:
        """Whether an expression is not certainly something else."""
        if self.holds(node):
            return True
        if isinstance(node, ast.Tuple | ast.List):
            return any(self.may_hold(one) for one in node.elts)
        if isinstance(node, ast.Call):
            return any(self.holds(one) for one in node.args)
        held = self.flow.object_of(node)
        if held is None:
            return not isinstance(node, ast.Attribute) or self.may_hold(node.value)
        return not held.origins or any(
            not isinstance(one.node, ast.Call) or any(map(self.holds, one.node.args))
            for one in held.origins
        )

    def _training(self) -> frozenset[str]:
        """Return the names of the functions that update the optimizer."""
        flow = self.flow
        pending = [call.call for call in self.instance.methods("update")]
        names: set[str] = set()
        calls: dict[str, list[ast.Call]] = {}
        for node in flow.scopes.parents:
            if isinstance(node, ast.Call):
                calls.setdefault(_last_name(node.func), []).append(node)
        while pending:
            function = flow.enclosing(pending.pop())
            name = getattr(function, "name", "")
            if name and name not in names:
                names.add(name)
                pending += calls.get(name, [])
        return frozenset(names)

    def changes(self, node: ast.AST) -> bool:
        """Whether a node may change variables of these objects."""
        if isinstance(node, ast.Attribute | ast.Subscript):
            stored = not isinstance(node.ctx, ast.Load)
            return stored and self.holds(node.value)
        if not isinstance(node, ast.Call):
            return False
        if api_of(self.flow, node.func) in _UNCHANGED:
            return False
        if _last_name(node.func) in self.training or self.holds(node.func):
            return True
        given = (*node.args, *(keyword.value for keyword in node.keywords))
        return any(self.holds(one) for one in given)


def _why_live(related: Related, taking: ast.Call) -> str:
    flow = related.flow
    for use in uses_of_state(flow, taking):
        function = enclosing_function(flow, use.taken)
        changes = [node for node in _inside(function) if related.changes(node)]
        if use.kept or enclosing_function(flow, use.node) is not function:
            anywhere = related.instance.methods("update") or related.instance.escapes
            if changes or anywhere or related.instance.kept:
                return use.kept or f"it is used in a function on line {_line(use.node)}"
        elif line := _changed_between(flow, use, changes):
            return f"line {line} may change it before line {_line(use.node)} reads it"
    return ""


def why_live(instance: Instance) -> Iterator[str]:
    """Yield which state was a copy, and is one no longer, as a reason to leave all."""
    for taking, reason in live_states(instance):
        text = shown(taking)
        yield f"`{text}` on line {taking.lineno} was a copy, and is live: {reason}"


def _changed_between(flow: Flow, use: Use, changes: list[ast.AST]) -> int:
    """Return the line of a change between where a state is taken and read, or 0."""
    taken, read = _where(use.taken), _where(use.node)
    for change in changes:
        at = _where(change)
        if change is use.taken or not _follows(flow, use.taken, change):
            continue
        if taken < at < read and not _holds(change, use.node):
            return at[0]
        again = _loop(flow, change, use.node)
        fresh = again is not None and _is_taken_each_time(flow, use, again)
        if again is not None and not (fresh and taken < read):
            return at[0]
    return 0


def _follows(flow: Flow, taken: ast.AST, change: ast.AST) -> bool:
    return _where(taken) < _where(change) or _loop(flow, taken, change) is not None


def _is_taken_each_time(flow: Flow, use: Use, loop: ast.AST) -> bool:
    """Whether each round of a loop takes the state anew, on every way."""
    for outer in flow.scopes.ancestors(use.taken):
        if outer is loop:
            return True
        if isinstance(outer, (ast.If, ast.Try, ast.IfExp, ast.Match, *_LOOPS)):
            return False
    return False


def _loop(flow: Flow, one: ast.AST, other: ast.AST) -> ast.AST | None:
    """Return the innermost loop around two nodes, or None."""
    around = {outer for outer in flow.scopes.ancestors(one) if _is_loop(outer)}
    return next((one for one in flow.scopes.ancestors(other) if one in around), None)


def _is_loop(node: ast.AST) -> bool:
    return isinstance(node, _LOOPS)


def _holds(outer: ast.AST, inner: ast.AST) -> bool:
    return any(node is inner for node in ast.walk(outer))


def _inside(function: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function, or a module, without those of inner ones."""
    pending = list(ast.iter_child_nodes(function))
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, FUNCTION_NODES):
            pending += ast.iter_child_nodes(node)


def _last_name(callee: ast.expr) -> str:
    return str(getattr(callee, "attr", getattr(callee, "id", "")))


def _where(node: ast.AST) -> _Where:
    return (_line(node), getattr(node, "col_offset", 0))


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 0))
