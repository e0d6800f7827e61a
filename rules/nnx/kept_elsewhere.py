"""States that other files keep over what may change the objects that they are of.

A test takes a state before it calls the function that trains, a script before
`trainer.fit()`, by `nnx.state` itself or by a function or method that gives one back.
All files are asked that imports lead to from the optimizer's, in either direction.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ...codemod.files.source import Source
from ...codemod.names.elsewhere.tree_files import nodes_of
from ...codemod.names.scopes import Function
from ...codemod.names.syntax import last_name, shown
from ...codemod.rule import Flow, Instance
from .derived import optimizers_made
from .live_state import live_state
from .other_flows import flow_of
from .related import Related, calls_by_name
from .state_ends import resolved
from .takings import takings
from .watched import alone, related_to, unseen

_TAKING = ("state", "split")
_FIXTURE = "fixture"


def kept_elsewhere(instance: Instance) -> Iterator[str]:
    """Yield which state another file keeps that was a copy, and is live."""
    yield from instance.flow.remember(_kept_elsewhere)


def _kept_elsewhere(flow: Flow) -> list[str]:
    return [*_Search(flow).found()]


class _Search:
    """Looks for them in one file after the other, and for functions that give them."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._givers: list[str] = []

    def found(self) -> Iterator[str]:
        """Yield what keeps a state, in words."""
        for source in self._saying(*_TAKING):
            if "nnx" in source.text and source.remember(_takes):
                flow = flow_of(self._flow, source)
                for taking in takings(flow):
                    yield from self._kept(flow, taking, taking.args)
        for name in self._givers:  # which grows under way
            sources = [*self._saying(name)]
            for flow in (self._flow, *(flow_of(self._flow, one) for one in sources)):
                for call in _calls(flow, name):
                    yield from self._kept(flow, call, [*_given(call)])

    def _saying(self, *words: str) -> Iterator[Source]:
        project = self._flow.resolver.project
        found = {
            source.path: source
            for word in words
            for source in (
                project.connected(self._flow.source, word) if project else ()
            )
        }
        yield from found.values()

    def _kept(
        self, flow: Flow, taking: ast.expr, given: list[ast.expr]
    ) -> Iterator[str]:
        uses = [*resolved(flow, taking)]
        for use in uses:
            if use.returned is not None and not _is_fixture(use.returned):
                name = getattr(use.returned, "name", "")
                if name and name not in self._givers:
                    self._givers.append(name)
        uses = [
            one for one in uses if one.returned is None or _is_fixture(one.returned)
        ]
        for related in self._watched(flow, given):
            state = live_state(related, taking, given, uses)
            if state is not None:
                where = f"`{shown(taking)}` on line {taking.lineno}"
                if flow is not self._flow:
                    where = f"{where} of {Path(flow.source.path).name}"
                yield f"{where} was a copy, and is live: {state.reason}"
                return

    def _watched(self, flow: Flow, given: list[ast.expr]) -> list[Related]:
        """Return the objects that a state is of; none that an optimizer there asks."""
        found: list[Related] = []
        for instance in flow.instances:
            made = any(optimizers_made(instance))
            if made or instance.annotations or instance.methods("update"):
                related = related_to(instance)
                if any(map(related.holds if made else related.may_hold, given)):
                    if made and flow is not self._flow:
                        return []
                    found.append(related)
        return found or [*_of_others(flow, given)]


def _of_others(flow: Flow, given: list[ast.expr]) -> Iterator[Related]:
    for node in given:
        for one in node.elts if isinstance(node, ast.Tuple | ast.List) else [node]:
            held = flow.object_of(one)
            if held is not None:
                yield held.remember(alone)
            elif name := _root(one):
                yield unseen(flow, name)


def _root(node: ast.expr) -> str:
    """Return the name that an expression is reached from, or nothing."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return ""  # what a function has made, most often for this
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _calls(flow: Flow, name: str) -> Iterator[ast.expr]:
    """Yield where a file calls a function that gives a state, or reads a property."""
    yield from flow.remember(calls_by_name).get(name, ())
    for node in flow.scopes.attributes.get(name, ()):
        outer = flow.scopes.parents[node]
        called = isinstance(outer, ast.Call) and outer.func is node
        if isinstance(node.ctx, ast.Load) and not called:
            yield node


def _given(taking: ast.expr) -> Iterator[ast.expr]:
    """Yield what a function is given, or a method is of."""
    callee = taking.func if isinstance(taking, ast.Call) else taking
    if isinstance(callee, ast.Attribute):
        yield callee.value
    if isinstance(taking, ast.Call):
        yield from taking.args
        yield from (keyword.value for keyword in taking.keywords)


def _is_fixture(function: Function) -> bool:
    """Whether a function is a fixture of a test, which gets it as a parameter."""
    ways = getattr(function, "decorator_list", [])
    called = (one.func if isinstance(one, ast.Call) else one for one in ways)
    return any(last_name(one) == _FIXTURE for one in called)


def _takes(source: Source) -> bool:
    """Whether a file calls a function of a name that takes a state."""
    return any(
        isinstance(one, ast.Call) and last_name(one.func) in _TAKING
        for one in nodes_of(source)
    )
