"""States that other files keep over what trains the model of an optimizer.

A test takes a state before it calls the function that trains, a script before
`trainer.fit()`, by `nnx.state` itself or by a function or method that gives one back.
All files are asked that imports lead to from the optimizer's, in either direction.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import islice

from ....codemod.files.source import Source
from ....codemod.names.elsewhere.tree_files import TreeFile, nodes_of
from ....codemod.names.meaning import Modules
from ....codemod.names.syntax import last_name
from ....codemod.rule import Flow, Instance
from .by_name import calls_by_name
from .changing import changing
from .kept_states import ANYTHING, Kept, kept_of
from .other_flows import flow_of
from .takings import takings

_TAKING = ("state", "split")
_Found = tuple[list[Kept], list[str]]


def kept_elsewhere(instance: Instance) -> Iterator[str]:
    """Yield which state another file keeps that was a copy, and is live."""
    yield from instance.flow.remember(_kept_elsewhere)


def _kept_elsewhere(flow: Flow) -> list[str]:
    return [*islice(_Search(flow).found(), 1)]


class _Search:
    """Looks for them in one file after the other, and for functions that give them."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._givers: list[str] = []

    def found(self) -> Iterator[str]:
        """Yield what keeps a state, in words."""
        project = self._flow.resolver.project
        if project is None:
            return
        told = project.remember(_told)
        for word in _TAKING:
            for file in project.connected_files(self._flow.source, word):
                if b"nnx" in file.data:
                    yield from self._told_of(file, told.of(self._flow, file))
        for name in self._givers:  # which grows under way
            for call in _calls(self._flow, name):
                kept, _ = kept_of(self._flow, call, [*_given(call)])
                yield from (_said(one) for one in kept[:1])
            for file in project.connected_files(self._flow.source, name):
                yield from self._told_of(file, told.of(self._flow, file, name))

    def _told_of(self, file: TreeFile, told: _Found) -> Iterator[str]:
        kept, givers = told
        self._givers += [one for one in givers if one not in self._givers]
        leads = changing(self._flow)
        for one in kept:
            by = leads.training if one.hidden else leads.leading
            if one.changed_by & {*by, ANYTHING}:
                yield _said(one, f" of {file.name}")


class _Told:
    """What the files of a project keep, each looked at once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], _Found] = {}

    def of(self, flow: Flow, file: TreeFile, giver: str = "") -> _Found:
        """Return how a file keeps the states that it takes itself, or by a function."""
        key = (file.real, giver)
        if key not in self._known:
            source, self._known[key] = file.source, ([], [])
            if source is not None and (giver or source.remember(_takes)):
                self._known[key] = _together(flow_of(flow, source), giver)
        return self._known[key]


def _told(project: Modules) -> _Told:
    return _Told()


def _together(flow: Flow, giver: str) -> _Found:
    every: Iterable[tuple[ast.expr, list[ast.expr]]]
    if giver:
        every = ((one, [*_given(one)]) for one in _calls(flow, giver))
    else:
        every = ((one, one.args[:1]) for one in takings(flow))
    found = [kept_of(flow, taking, given, own=True) for taking, given in every]
    kept = [one for each, _ in found for one in each]
    return kept, [name for _, names in found for name in names]


def _said(kept: Kept, where: str = "") -> str:
    return f"{kept.what}{where} was a copy, and is live: {kept.reason}"


def _calls(flow: Flow, name: str) -> Iterator[ast.expr]:
    """Yield where a file calls a function that gives a state, or reads a property."""
    yield from flow.remember(calls_by_name).get(name, ())
    for node in flow.scopes.attributes.get(name, ()):
        if isinstance(node.ctx, ast.Load) and not flow.scopes.is_called(node):
            yield node


def _given(taking: ast.expr) -> Iterator[ast.expr]:
    """Yield what a function is given, or a method is of."""
    callee = taking.func if isinstance(taking, ast.Call) else taking
    if isinstance(callee, ast.Attribute):
        yield callee.value
    if isinstance(taking, ast.Call):
        yield from taking.args
        yield from (keyword.value for keyword in taking.keywords)


def _takes(source: Source) -> bool:
    """Whether a file calls a function of a name that takes a state."""
    return any(
        isinstance(one, ast.Call) and last_name(one.func) in _TAKING
        for one in nodes_of(source)
    )
