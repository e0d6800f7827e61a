"""The states that one file keeps over what may change the objects that they are of.

What is found of a file holds for all optimizers of its project, and is worked out once:
by which calls each state may change says for which of them it matters.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ....codemod.names.origins import origins
from ....codemod.names.scopes import Function
from ....codemod.names.syntax import last_name, shown
from ....codemod.rule import Flow
from ..apis import api_of
from ..derived import optimizers_made
from ..model_uses import LIBRARIES
from .by_name import calls_by_name
from .live_state import Way, ways
from .related import Related
from .state_ends import resolved
from .watched import alone, related_to, unseen

ANYTHING = "..."
"""By which name whoever goes on behind a `yield`, or calls a fixture, is known."""

_FIXTURE = "fixture"


@dataclass(frozen=True, slots=True)
class Kept:
    """A state that may change before it is read.

    Attributes:
        what: it, with its line.
        reason: how, in words.
        changed_by: the names of what may change it.
        hidden: whether it is out of sight by then.
    """

    what: str
    reason: str
    changed_by: frozenset[str]
    hidden: bool


def kept_of(
    flow: Flow, taking: ast.expr, given: Sequence[ast.expr], *, own: bool = False
) -> tuple[list[Kept], list[str]]:
    """Return how a state is kept, and the functions that give it back.

    Args:
        flow: of the file.
        taking: what takes it.
        given: what it may be of.
        own: whether the optimizers that the file makes ask for themselves.
    """
    uses = [*resolved(flow, taking)]
    returned = [one for one in uses if one.returned and not _is_fixture(one.returned)]
    uses = [one for one in uses if one not in returned]
    givers = [getattr(one.returned, "name", "") for one in returned]
    what = f"`{shown(taking)}` on line {taking.lineno}"
    kept = [
        Kept(what, way.reason, _changed_by(flow, way, given), way.change is None)
        for related in _watched(flow, given, own)
        for way in ways(related, taking, uses)
    ]
    return kept, [name for name in givers if name]


def _watched(flow: Flow, given: Sequence[ast.expr], own: bool) -> list[Related]:
    """Return the objects that a state is of; none that an optimizer there asks."""
    found: list[Related] = []
    for instance in flow.instances:
        made = any(optimizers_made(instance))
        if made or instance.annotations or instance.methods("update"):
            related = related_to(instance)
            if any(map(related.holds if made else related.may_hold, given)):
                if made and own:
                    return []
                found.append(related)
    return found or [*_of_others(flow, given)]


def _of_others(flow: Flow, given: Sequence[ast.expr]) -> Iterator[Related]:
    for one in _parts(given):
        held = flow.object_of(one)
        if held is not None:
            yield held.remember(alone)
        elif name := _root(flow, one):
            yield unseen(flow, name)


def _parts(given: Sequence[ast.expr]) -> Iterator[ast.expr]:
    for node in given:
        yield from node.elts if isinstance(node, ast.Tuple | ast.List) else [node]


def _root(flow: Flow, node: ast.expr) -> str:
    """Return the name that an expression is reached from, or nothing.

    Not that of a module of a library, as of `nnx.Param`.
    """
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return ""  # what a function has made, most often for this
        node = node.func if isinstance(node, ast.Call) else node.value
    known = api_of(flow, node).partition(".")[0] in LIBRARIES
    return node.id if isinstance(node, ast.Name) and not known else ""


def _changed_by(flow: Flow, way: Way, given: Sequence[ast.expr]) -> frozenset[str]:
    """Return the names of what may change a state before it is read."""
    if way.change is not None:
        return frozenset(_names(flow, way.change))
    names = {*flow.remember(calls_by_name), *_imported(flow)}
    if (
        way.use.returned
        or isinstance(flow.scopes.parents[way.use.node], ast.Yield)
        or (
            not way.use.is_set
            and any(_comes_from_elsewhere(flow, one) for one in given)
        )
    ):
        names.add(ANYTHING)
    return frozenset(names)


def _names(flow: Flow, change: ast.AST) -> Iterator[str]:
    if isinstance(change, ast.Yield | ast.YieldFrom | ast.Await):
        yield ANYTHING
    called = [change]
    if isinstance(change, ast.Call):
        yield last_name(change.func)
        called = [change.func, getattr(change.func, "value", change), *change.args]
    for one in (it for node in called for it in origins(flow.scopes, node)):
        if isinstance(one, ast.arg):
            yield ANYTHING if one in origins(flow.scopes, called[0]) else ""
        elif isinstance(one, ast.alias):
            yield one.name.rpartition(".")[2]
        elif isinstance(one, ast.Call):
            yield last_name(one.func)
            yield from map(last_name, one.args)
        else:
            yield last_name(one) or getattr(one, "name", "")


def _imported(flow: Flow) -> Iterator[str]:
    for one in flow.scopes.nodes(ast.alias):
        yield getattr(one, "name", "").rpartition(".")[2]


def _comes_from_elsewhere(flow: Flow, node: ast.expr) -> bool:
    """Whether what a state is of is a parameter, or in an attribute."""
    held = flow.object_of(node)
    if held is not None:
        return bool(held.parameters or held.kept)
    return bool(_root(flow, node))


def _is_fixture(function: Function) -> bool:
    """Whether a function is a fixture of a test, which gets it as a parameter."""
    decorators = getattr(function, "decorator_list", [])
    called = (one.func if isinstance(one, ast.Call) else one for one in decorators)
    return any(last_name(one) == _FIXTURE for one in called)
