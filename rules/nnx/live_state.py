"""Whether a state that is taken from a model changes before it is read.

Up to Flax 0.10 it was a copy; since 0.11 it changes with the model, whichever class of
optimizer trains that.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...codemod.names.scopes import FUNCTION_NODES
from ...codemod.names.syntax import last_name, shown
from ...codemod.rule import Flow, Instance
from .apart import are_apart
from .apis import api_of
from .calls import model_of
from .derived import optimizers_made
from .merged import is_replaced
from .order import LOOPS, common_loop, start
from .round_trip import goes_round
from .taken_state import Use, enclosing_function, uses_of_state
from .takings import handed_on, takings

# What an object may be given to without a change of its variables.
_UNCHANGED = frozenset(
    f"nnx.{name}"
    for name in ("state", "split", "graphdef", "clone", "display", "merge", "Optimizer")
) | {"isinstance", "type", "id", "print", "copy.deepcopy", "nnx.ModelAndOptimizer"}
_SHOWN = frozenset({"nnx.display", "print"})
_VALUES = frozenset({"value", "step", "tx", "wrt", "shape"})


@dataclass(frozen=True, slots=True)
class LiveState:
    """A state that was a copy, and changes under way.

    Attributes:
        taking: the call that takes it.
        reason: why, in words.
        certain: whether it is seen to be read after a change.
    """

    taking: ast.Call
    reason: str
    certain: bool


def live_states(instance: Instance) -> list[LiveState]:
    """Return the states taken of an optimizer or its model that change under way."""
    return instance.remember(_live_states)


def _live_states(instance: Instance) -> list[LiveState]:
    taken = takings(instance.flow)
    if not taken or not (
        instance.creations or instance.annotations or instance.methods("update")
    ):
        return []
    related = Related(instance)
    return [
        state
        for taking in taken
        if related.may_hold(taking.args[0])
        if (state := _live_state(related, taking)) is not None
    ]


class Related:
    """The objects that share variables with an optimizer."""

    def __init__(self, instance: Instance) -> None:
        self.flow = instance.flow
        self.instance = instance
        self.objects = [instance]
        for creation in optimizers_made(instance):
            model = model_of(creation)
            held = self.flow.object_of(model) if model is not None else None
            self.objects += [held] if held is not None else []
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
        return held is not None and held in self.objects

    def may_hold(self, node: ast.expr) -> bool:
        """Whether an expression is not certainly something else."""
        if self.holds(node):
            return True
        if isinstance(node, ast.Tuple | ast.List):
            return any(self.may_hold(one) for one in node.elts)
        if isinstance(node, ast.Call):
            return any(self.holds(one) for one in node.args)
        held = self.flow.object_of(node)
        if isinstance(node, ast.Attribute):
            owner = self.flow.object_of(node.value)
            if held is None or (owner is not None and owner.creations):
                return self.may_hold(node.value)
        if held is None:
            return True
        if are_apart(held, self.objects):
            return False
        if held.creations and not held.origins:
            models = [model_of(one) for one in held.creations]
            return any(model is None or self.holds(model) for model in models)
        return (
            bool(held.parameters)
            or not held.origins
            or any(
                not isinstance(one.node, ast.Call)
                or any(map(self.holds, one.node.args))
                for one in held.origins
            )
        )

    def _training(self) -> frozenset[str]:
        """Return the names of the functions that update the optimizer."""
        flow = self.flow
        pending = [call.call for call in self.instance.methods("update")]
        names: set[str] = set()
        calls = flow.remember(_calls_by_name)
        seen = not (self.instance.escapes or self.instance.kept)
        more = [] if seen else calls.get("update", [])
        pending += [call for call in more if not self._is_merged(call)]
        while pending:
            function = flow.enclosing(pending.pop())
            name = getattr(function, "name", "")
            if name and name not in names:
                names.add(name)
                pending += calls.get(name, [])
        return frozenset(names)

    def _is_merged(self, update: ast.Call) -> bool:
        """Whether an update is of what `nnx.merge` has made, which shares nothing."""
        receiver = getattr(update.func, "value", update)
        held = self.flow.object_of(receiver)
        return held is not None and any(
            isinstance(one.node, ast.Call)
            and api_of(self.flow, one.node.func) == "nnx.merge"
            for one in held.origins
        )

    def changes(self, node: ast.AST) -> bool:
        """Whether a node may change variables of these objects."""
        if isinstance(node, ast.Attribute | ast.Subscript):
            stored = not isinstance(node.ctx, ast.Load)
            return stored and self.holds(node.value)
        if isinstance(node, ast.Yield | ast.YieldFrom | ast.Await):
            return True  # whoever goes on meanwhile may train
        if not isinstance(node, ast.Call):
            return False
        if self._is_given(node.func):
            return True
        if api_of(self.flow, node.func) in _UNCHANGED:
            return False
        if last_name(node.func) in self.training or self._runs(node.func):
            return True
        given = (*node.args, *(keyword.value for keyword in node.keywords))
        return any(self.holds(one) for one in given)

    def _is_given(self, callee: ast.expr) -> bool:
        """Whether a function is called that another one was given."""
        scopes = self.flow.scopes
        binding = scopes.sole_binding(callee) if isinstance(callee, ast.Name) else None
        return binding is not None and isinstance(binding.node, ast.arg)

    def _runs(self, callee: ast.expr) -> bool:
        """Whether a callee is one of the objects, or a method that may change one."""
        names = {one.attr for one in ast.walk(callee) if isinstance(one, ast.Attribute)}
        return not names & _VALUES and self.holds(callee)


def _calls_by_name(flow: Flow) -> dict[str, list[ast.Call]]:
    """Return all calls of a module by the last names of what they call."""
    calls: dict[str, list[ast.Call]] = {}
    for node in flow.scopes.nodes(ast.Call):
        calls.setdefault(last_name(node.func), []).append(node)
    return calls


def _live_state(related: Related, taking: ast.Call) -> LiveState | None:
    flow, instance = related.flow, related.instance
    kept = ""
    uses = [*uses_of_state(flow, taking)]
    for use in uses:
        if use.merge and (
            is_replaced(flow, related.objects, use.merge, uses)
            or goes_round(flow, related.objects, use)
        ):
            use = replace(use, kept="")
        function = enclosing_function(flow, use.taken)
        changes = [node for node in _inside(function) if related.changes(node)]
        if use.kept or enclosing_function(flow, use.node) is not function:
            if (
                changes
                or instance.methods("update")
                or instance.escapes
                or instance.kept
            ):
                where = f"it is used in a function on line {_line(use.node)}"
                kept = kept or use.kept or where
        elif line := _changed_between(flow, use, changes):
            reason = f"line {line} may change it before line {_line(use.node)} reads it"
            if use.taken is not taking:
                reason = f"it is kept on line {_line(use.taken)}, and {reason}"
            told = related.holds(taking.args[0]) and not _is_shown(flow, use.node)
            return LiveState(taking, reason, told)
    return LiveState(taking, kept, False) if kept else None


def _is_shown(flow: Flow, node: ast.expr) -> bool:
    """Whether a state is only shown to a person, for whom it need not be a copy."""
    call = flow.scopes.parents[node]
    return isinstance(call, ast.Call) and api_of(flow, call.func) in _SHOWN


def why_live(instance: Instance) -> Iterator[str]:
    """Yield which state was a copy, and is one no longer, as a reason to leave all."""
    for state in live_states(instance):
        where = f"`{shown(state.taking)}` on line {state.taking.lineno}"
        yield f"{where} was a copy, and is live: {state.reason}"
    for node in handed_on(instance.flow):
        where = f"`{shown(node)}` on line {node.lineno}"
        yield f"{where} gives a state that was a copy, and is live, out of sight"


def _changed_between(flow: Flow, use: Use, changes: list[ast.AST]) -> int:
    """Return the line of a change between where a state is taken and read, or 0."""
    scopes = flow.scopes
    taken, read = start(use.taken), start(use.node)
    if _holds(use.node, use.taken):
        # It is read where it is taken, behind what else is given to the same call.
        reader = scopes.parents[use.node]
        while isinstance(reader, ast.keyword | ast.Starred):
            reader = scopes.parents[reader]
        later = (start(one) for one in changes if _holds(reader, one))
        return next((at[0] for at in later if at > taken), 0)
    for change in changes:
        at = start(change)
        if change is use.taken or not _follows(flow, use.taken, change):
            continue
        if taken < at < read and not _holds(change, use.node):
            return at[0]
        again = common_loop(scopes, change, use.node)
        fresh = again is not None and _is_taken_each_time(flow, use, again)
        if again is not None and not (fresh and taken <= read):
            return at[0]
        inner = common_loop(scopes, use.taken, change)
        if inner is not None and not (
            _holds(inner, use.node) or _is_taken_last(flow, use, inner)
        ):
            return at[0]
    return 0


def _follows(flow: Flow, taken: ast.AST, change: ast.AST) -> bool:
    return (
        start(taken) < start(change)
        or common_loop(flow.scopes, taken, change) is not None
    )


def _is_taken_each_time(flow: Flow, use: Use, loop: ast.AST) -> bool:
    """Whether each round of a loop takes the state anew, on every way."""
    for outer in flow.scopes.ancestors(use.taken):
        if outer is loop:
            return True
        if isinstance(outer, (ast.If, ast.Try, ast.IfExp, ast.Match, *LOOPS)):
            return False
    return False


def _is_taken_last(flow: Flow, use: Use, loop: ast.AST) -> bool:
    """Whether what a loop leaves behind is the state of its last round."""
    return _is_taken_each_time(flow, use, loop) and not any(
        isinstance(one, ast.Break | ast.Continue) and start(one) < start(use.taken)
        for one in ast.walk(loop)
    )


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


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 0))
