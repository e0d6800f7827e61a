"""Whether the names that a rewrite rests on mean what they should, there and later.

Its function, the module that it is taken from, what moves, the builtins that its
arithmetic is done with, and the names that it brings.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..rule.intents import ReplaceArgument, ReplaceExpression
from ..sites.site import Site
from ..verify.bounded import FUNCTIONS
from .imports import ImportPlanner
from .unit import Move, SiteMember

_CALLED = re.compile(r"\b([a-z]+)\(")


class Identity:
    """Asks of a site whether all names stay what they are."""

    def __init__(self, planner: ImportPlanner) -> None:
        self.planner = planner
        self.scopes = planner.scopes
        self.resolver = planner.resolver

    def doubt(self, member: SiteMember) -> str:
        """Return what may make a name something else, or use what moves, if any."""
        return (
            self._redefined_builtin(member)
            or self._reached_by_text(member.site, member.move)
            or self._replaced(member.site)
        )

    def _redefined_builtin(self, member: SiteMember) -> str:
        """Return which builtin that arithmetic relies on may be something else here."""
        scopes, resolver = self.scopes, self.resolver
        nodes = [one for at in _evaluated(member.site) for one in ast.walk(at)]
        names = [one for one in nodes if isinstance(one, ast.Name)]
        used = [(one.id, scopes.scope_of[one]) for one in names if one.id in FUNCTIONS]
        scope = scopes.scope_of[names[0]] if names else scopes.module
        used += [(name, scope) for name in _written_builtins(member)]
        for name, where in dict.fromkeys(used):
            if scopes.lookup(name, where) is not None:
                return f"`{name}` is not the builtin here"
            if reason := (
                resolver.imported.rebound_by_star(name)
                or resolver.opened.sets([(scopes.module, name)])
                or resolver.patched.function(f"builtins.{name}", f"builtins.{name}")
            ):
                return reason
        return ""

    def _reached_by_text(self, site: Site, move: Move | None) -> str:
        """Return what may use, or set, by text what the rewrite rests on, or nothing.

        What moves, or has other keys, may not even be read there.
        """
        opened = self.resolver.opened
        changed = site.shared | site.group if move is not None else site.shared
        needed = [key for key in (site.key, self.planner.root(site)) if key is not None]
        reason = opened.reads(changed) or opened.sets([*needed, *site.group])
        if not reason and move is not None and move.module:
            reason = opened.shows
        return reason

    def _replaced(self, site: Site) -> str:
        """Return what may put something else in the function's place, or nothing."""
        patched = self.resolver.patched
        roots = {}
        if (root := self.planner.root(site)) is not None:
            roots[root[1]] = site.path.rpartition(".")[0]
        held = [name for scope, name in site.group if scope is self.scopes.module]
        names = {**dict.fromkeys(sorted(held), ""), **roots}
        asked = (site.function, site.path)
        return patched.function(*asked) or patched.names(names, *asked)


def _evaluated(site: Site) -> Iterator[ast.AST]:
    """Yield what is evaluated to compare a site's curve: its calls, and its dicts."""
    holders = dict.fromkeys(
        [
            *(call for call, _ in site.calls),
            *(
                entry.holder
                for traces in (site.unpacked, site.listed)
                for trace in traces.values()
                for one in trace.dicts()
                for entry in one.entries
            ),
        ]
    )
    yield from holders


def _written_builtins(member: SiteMember) -> Iterator[str]:
    """Yield the builtins that rewrites of a site write."""
    for _, report in member.reports:
        for intent in report.intents:
            if isinstance(intent, ReplaceArgument):
                yield from FUNCTIONS.keys() & set(_CALLED.findall(intent.value))
            elif isinstance(intent, ReplaceExpression):
                yield from FUNCTIONS.keys() & set(_CALLED.findall(intent.text))
