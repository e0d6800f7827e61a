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
        mine = flow.resolver
        own = replace(source)  # whose syntax stays
        resolver = Resolver(
            bind_module(own.tree),
            *(mine.vocabulary, mine.project, own.path),
            ask_all=True,
        )
        flows[source.path] = follow(own, resolver, FLOW)
    return flows[source.path]


def _flows(flow: Flow) -> dict[str, Flow]:
    return {flow.source.path: flow}
