"""Give sites what is in the dicts, and lists of dicts, that they take.

A dict is unpacked by a call, or held by a dict that is. All are followed before any is
asked for: who else uses one is known then.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from ..names.resolver import Resolver
from ..names.syntax import text_of
from .arguments import Arguments
from .site import Site, SiteKind
from .trace import Place, Trace
from .tracer import Tracer


class TakenDicts:
    """Follows them in one module.

    Args:
        resolver: its names.
        dict_lists: of each function that takes a list of dicts, the parameter that
            takes it, and the function that each dict is for.
    """

    def __init__(
        self, resolver: Resolver, dict_lists: Mapping[str, tuple[str, str]]
    ) -> None:
        self._resolver = resolver
        self._dict_lists = dict_lists

    def follow(self, sites: Sequence[Site]) -> None:
        """Give sites what is in the dicts that they take, and note who shares those."""
        self._trace(sites)
        for site in sites:
            _share(site)
            if site.arguments is not None:
                _unpack(site, site.arguments)

    def _trace(self, sites: Sequence[Site]) -> None:
        """Give the sites what is in the dicts that they take: follow all, then ask."""
        tracer = Tracer(self._resolver.scopes, self._resolver.callers_elsewhere)
        unpacked = [
            (site, node, tracer.follow(node, is_list=False))
            for site in sites
            if site.arguments is not None
            for node in site.arguments.opaque
            if not isinstance(node, ast.Starred)
        ]
        listed = [
            (site, given.name, tracer.follow(given.value, is_list=True))
            for site in sites
            if site.arguments is not None
            and (given := site.arguments.get(self._dict_list(site))) is not None
            and site.owns(given)
        ]
        for site, _, place in unpacked:
            listed += self._held(site, place, tracer)
        for site, node, place in unpacked:
            site.unpacked[node] = tracer.trace(place)
        for site, name, place in listed:
            site.listed[name] = tracer.trace(place)

    def _held(
        self, site: Site, place: Place, tracer: Tracer
    ) -> Iterator[tuple[Site, str, Place]]:
        """Follow the lists of dicts that a dict has under a key, whatever takes it."""
        given = tracer.given(place)
        for name in {parameter for parameter, _ in self._dict_lists.values()}:
            values = [one for one in given if one.name == name]
            if len(values) == 1 and values[0].value in self._resolver.scopes.parents:
                held = tracer.follow_held(place, values[0])
                if name == self._dict_list(site):
                    yield site, name, held

    def _dict_list(self, site: Site) -> str:
        """Return the parameter that takes a list of dicts, or no name."""
        return self._dict_lists.get(site.function, ("", ""))[0]


def _share(site: Site) -> None:
    """Note the names that a site has in common with others, whatever moves."""
    traces = (*site.unpacked.values(), *site.listed.values())
    seen = [trace for trace in traces if not (trace.opaque or trace.reader)]
    site.shared = site.shared.union(*(trace.all_keys() for trace in seen))
    if site.kind is SiteKind.PARTIAL:
        site.shared |= site.aliases
    if site.module.uses_at[site.node] > 1:
        site.shared |= site.group


def _unpack(site: Site, arguments: Arguments) -> None:
    """Bind what is in the dicts that a site unpacks, as far as all of it is seen."""
    for node, trace in site.unpacked.items():
        if not trace.opaque:
            arguments.opaque.remove(node)
            _bind(arguments, trace)


def _bind(arguments: Arguments, trace: Trace) -> None:
    read = {text_of(node) for node in trace.reads}
    for entry in trace.entries:
        given = arguments.named.setdefault(entry.name, entry)
        twice = given is not entry and given not in trace.named(entry.name)
        if twice and entry.name not in read:  # a `pop` takes it out
            arguments.clashing.append(f"`{entry.name}`")
