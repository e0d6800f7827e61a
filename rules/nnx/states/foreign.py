"""What functions of other files do with an optimizer or a model that they are given.

A function is sought by its name in the files that this one is connected with; what it
calls of its own file belongs to it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ....codemod.files.source import Source
from ....codemod.names.elsewhere.tree_files import nodes_of
from ....codemod.names.origins import origins
from ....codemod.names.scopes import FUNCTION_NODES
from ....codemod.names.syntax import last_name, shown
from ....codemod.rule import Flow, Instance
from ..apis import api_of
from ..calls import model_of
from ..derived import optimizers_made
from ..model_uses import LIBRARIES
from .live_state import live_states
from .other_flows import flow_of
from .taken_state import uses_of_state
from .takings import takings

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def unlike_elsewhere(instance: Instance) -> Iterator[str]:
    """Yield which state another file takes that was a copy, and is live."""
    flow = instance.flow
    for name in sorted({*_called(instance)}):
        yield from flow.remember(_Elsewhere).doubts(name)


def _called(instance: Instance) -> Iterator[str]:
    """Yield the names of functions out of sight that are given it or its model."""
    flow = instance.flow
    models = (model_of(one) for one in optimizers_made(instance))
    held = (flow.object_of(one) for one in models if one is not None)
    for given in (instance, *(one for one in held if one is not None)):
        for place in given.escapes:
            if place.call is None or _is_library(flow, place.call):
                continue
            for callee in (place.call.func, *origins(flow.scopes, place.call.func)):
                name = _name_of(callee)
                if name and not isinstance(callee, FUNCTION_NODES):
                    yield name


def _name_of(callee: ast.AST) -> str:
    """Return by which name a function is defined, or the class of what is called."""
    if isinstance(callee, ast.alias):
        return callee.name.rpartition(".")[2]
    return last_name(callee.func if isinstance(callee, ast.Call) else callee)


def _is_library(flow: Flow, call: ast.Call) -> bool:
    """Whether a call makes an object that is known, or is of a library."""
    if flow.creation(call) is not None:
        return True
    return api_of(flow, call.func).partition(".")[0] in LIBRARIES


class _Elsewhere:
    """The other files that are asked for one module, each read once."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._doubts: dict[str, list[str]] = {}

    def doubts(self, name: str) -> list[str]:
        """Return what functions of a name take from their arguments, and keep."""
        if name not in self._doubts:
            project = self._flow.resolver.project
            sources = project.connected(self._flow.source, name) if project else ()
            self._doubts[name] = [
                doubt
                for source in sources
                if "nnx" in source.text
                for doubt in self._doubts_in(source, name)
            ]
        return self._doubts[name]

    def _doubts_in(self, source: Source, name: str) -> Iterator[str]:
        if name not in source.remember(_defined):
            return
        flow = flow_of(self._flow, source)
        definitions = _definitions(flow.source, name)
        nodes = {inner for one in definitions for inner in ast.walk(one)}
        where = f"of {Path(source.path).name} was a copy, and is live"
        states = (state for one in flow.instances for state in live_states(one))
        found = {state.taking: state.reason for state in states}
        for taking in takings(flow):
            kept = (use.kept for use in uses_of_state(flow, taking) if use.kept)
            reason = found.get(taking) or next(kept, "")
            if taking in nodes and reason:
                yield f"`{shown(taking)}` on line {taking.lineno} {where}: {reason}"


def _defined(source: Source) -> frozenset[str]:
    """Return the names of functions and classes, wherever they are defined."""
    nodes = nodes_of(source)
    return frozenset(one.name for one in nodes if isinstance(one, _DEFINITIONS))


def _definitions(source: Source, name: str) -> list[ast.AST]:
    """Return the functions and classes of a name, and those of the file they call."""
    known: dict[str, list[ast.AST]] = {}
    for node in nodes_of(source):
        if isinstance(node, _DEFINITIONS):
            known.setdefault(node.name, []).append(node)
    pending, found = [name], list[ast.AST]()
    while pending:
        definitions = known.pop(pending.pop(), [])
        found += definitions
        for inner in (inner for one in definitions for inner in ast.walk(one)):
            if isinstance(inner, ast.Call):
                called = last_name(inner.func)
                pending.append(called)
    return found
