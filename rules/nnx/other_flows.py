"""The flows of other files, each followed once for the module that asks for it."""

from __future__ import annotations

from dataclasses import replace

from ...codemod.files.source import Source
from ...codemod.names.bind import bind_module
from ...codemod.names.resolver import Resolver
from ...codemod.objects.follow import follow
from ...codemod.rule import Flow
from .names import FLOW


def flow_of(flow: Flow, source: Source) -> Flow:
    """Return where the objects of a file go, which a module asks for."""
    flows = flow.remember(_flows)
    if source.path not in flows:
        flows[source.path] = read(flow, source)
    return flows[source.path]


def read(flow: Flow, source: Source) -> Flow:
    """Return the same, which nobody else is to be given."""
    mine = flow.resolver
    own = replace(source)  # whose syntax stays
    resolver = Resolver(
        bind_module(own.tree),
        *(mine.vocabulary, mine.project, own.path),
        ask_all=True,
    )
    return follow(own, resolver, FLOW)


def _flows(flow: Flow) -> dict[str, Flow]:
    return {flow.source.path: flow}
