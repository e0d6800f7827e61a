"""The flows of other files, each followed once for all that ask for it."""

from __future__ import annotations

from dataclasses import replace

from ....codemod.files.held import Held
from ....codemod.files.source import Source
from ....codemod.names.bind import bind_module
from ....codemod.names.meaning import Modules
from ....codemod.names.resolver import Resolver
from ....codemod.objects.follow import follow
from ....codemod.rule import Flow
from ..names import FLOW

_MOST_NODES = 2**16  # of the files whose flows are there at once; 50 MB


def flow_of(flow: Flow, source: Source) -> Flow:
    """Return where the objects of a file go, which a module asks for."""
    project = flow.resolver.project
    if project is None or source.path == flow.source.path:
        return flow
    flows = project.remember(_flows)
    found = flows.get(source.path)
    if found is None:
        found = _read(flow, source)
        flows.add(source.path, found)
    return found


def _read(flow: Flow, source: Source) -> Flow:
    mine = flow.resolver
    own = replace(source)  # whose syntax stays
    resolver = Resolver(
        bind_module(own.tree),
        *(mine.vocabulary, mine.project, own.path),
        ask_all=True,
    )
    return follow(own, resolver, FLOW)


def _flows(project: Modules) -> Held[str, Flow]:
    return Held(_MOST_NODES, _size)


def _size(flow: Flow) -> int:
    return len(flow.scopes.parents)
