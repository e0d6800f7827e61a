"""Whether a state that is taken from a model changes before it is read.

Up to Flax 0.10 it was a copy; since 0.11 it changes with the model, whichever class of
optimizer trains that.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ....codemod.names.syntax import shown
from ....codemod.rule import Flow, Instance
from ..apis import api_of
from ..order import LOOPS, common_loop, enclosing_function, start
from .apart import may_meet
from .merged import is_replaced
from .related import Related
from .round_trip import goes_round
from .state_ends import known_uses
from .state_within import Use
from .takings import handed_on, takings
from .watched import alone, related_to

_SHOWN = frozenset({"nnx.display", "print"})


@dataclass(frozen=True, slots=True)
class LiveState:
    """A state that was a copy, and changes under way.

    Attributes:
        taking: the call that takes it.
        reason: why, in words.
        certain: whether it is seen to be read after a change.
    """

    taking: ast.expr
    reason: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Way:
    """How a state may change before it is read.

    Attributes:
        reason: it, in words.
        use: where the state is read.
        change: what changes it; None where it is kept out of sight.
    """

    reason: str
    use: Use
    change: ast.AST | None = None


def live_states(instance: Instance) -> list[LiveState]:
    """Return the states taken of an optimizer or its model that change under way."""
    return instance.remember(_live_states)


def _live_states(instance: Instance) -> list[LiveState]:
    taken = takings(instance.flow)
    if not taken or not (
        instance.creations or instance.annotations or instance.methods("update")
    ):
        return []
    related = related_to(instance)
    found = []
    for taking in taken:
        certain = related.may_hold(taking.args[0])
        watched = [related] if certain else _others(related, taking.args[0])
        uses = [*known_uses(related.flow, taking)]
        states = (live_state(one, taking, taking.args, uses) for one in watched)
        if state := next((one for one in states if one is not None), None):
            told = certain and state.certain
            found.append(replace(state, certain=told))
    return found


def _others(related: Related, taken: ast.expr) -> list[Related]:
    """Return what a state is taken of that is no model of an optimizer."""
    flow = related.flow
    nodes = taken.elts if isinstance(taken, ast.Tuple | ast.List) else [taken]
    held = (flow.object_of(one) for one in nodes)
    return [
        one.remember(alone)
        for one in held
        if one is not None and not one.creations
        if may_meet(one, related.objects)
    ]


def live_state(
    related: Related,
    taking: ast.expr,
    given: Sequence[ast.expr],
    uses: Sequence[Use],
) -> LiveState | None:
    """Return what a state of these objects is that changes under way, or None.

    Args:
        related: the objects.
        taking: what takes it.
        given: what it is taken of.
        uses: where it goes.
    """
    kept = ""
    for way in ways(related, taking, uses):
        if way.change is not None:
            node = way.use.node
            told = related.holds(given[0]) and not _is_shown(related.flow, node)
            return LiveState(taking, way.reason, told)
        kept = kept or way.reason
    return LiveState(taking, kept, False) if kept else None


def ways(related: Related, taking: ast.expr, uses: Sequence[Use]) -> Iterator[Way]:
    """Yield how a state of these objects may change before it is read."""
    flow = related.flow
    for use in uses:
        if use.merge and (
            is_replaced(flow, related.objects, use.merge, uses)
            or goes_round(flow, related.objects, use)
        ):
            use = replace(use, kept="")
        function = enclosing_function(flow.scopes, use.taken)
        changes = related.changes_in(function)
        if use.kept or enclosing_function(flow.scopes, use.node) is not function:
            if changes or related.moves:
                where = f"it is used in a function on line {start(use.node)[0]}"
                yield Way(use.kept or where, use)
            continue
        if related.hidden and not _holds(use.node, use.taken):
            yield Way(f"`{related.hidden}` may change it, where no call says so", use)
        for change in _changes_between(flow, use, changes):
            line = f"line {start(change)[0]} may change it"
            reason = f"{line} before line {start(use.node)[0]} reads it"
            if use.taken is not taking:
                reason = f"it is kept on line {start(use.taken)[0]}, and {reason}"
            yield Way(reason, use, change)


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


def _changes_between(flow: Flow, use: Use, changes: list[ast.AST]) -> Iterator[ast.AST]:
    """Yield the changes between where a state is taken and where it is read."""
    scopes = flow.scopes
    taken = start(use.taken)
    if _holds(use.node, use.taken):
        # It is read where it is taken, behind what else is given to the same call.
        reader = scopes.parents[use.node]
        while isinstance(reader, ast.keyword | ast.Starred):
            reader = scopes.parents[reader]
        yield from (
            one for one in changes if start(one) > taken and _holds(reader, one)
        )
        return
    if not any(common_loop(scopes, one, one) for one in (use.taken, use.node)):
        read = start(use.node)
        changes = [one for one in changes if taken < start(one) < read]
    for change in changes:
        follows = change is not use.taken and _follows(flow, use.taken, change)
        if follows and _is_between(flow, use, change):
            yield change


def _is_between(flow: Flow, use: Use, change: ast.AST) -> bool:
    """Whether a change follows the taking of a state, and a reading the change."""
    scopes = flow.scopes
    taken, read = start(use.taken), start(use.node)
    if taken < start(change) < read and not _holds(change, use.node):
        return True
    again = common_loop(scopes, change, use.node)
    fresh = again is not None and _is_taken_each_time(flow, use, again)
    if again is not None and not (fresh and taken <= read):
        return True
    inner = common_loop(scopes, use.taken, change)
    return inner is not None and not (
        _holds(inner, use.node) or _is_taken_last(flow, use, inner)
    )


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
