"""Whether the names that a rewrite rests on mean what they should, there and later.

Its function, the module that it is taken from, what moves, the builtins that its
arithmetic is done with, and the names that it brings.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache, cached_property

from ..names.meaning import Key
from ..names.scopes import FUNCTION_NODES
from ..rule.intents import ReplaceArgument, ReplaceExpression
from ..sites.site import Site
from ..verify.bounded import FUNCTIONS
from .imports import ImportPlanner
from .unit import Move, SiteMember, in_order

_CALLED = re.compile(r"\b([a-z]+)\(")


class Identity:
    """Asks of a site whether all names stay what they are."""

    def __init__(self, planner: ImportPlanner) -> None:
        self.planner = planner
        self.scopes = planner.scopes
        self.resolver = planner.resolver
        self._patched = cache(self._by_patches)
        self._in_place_of = cache(self._may_be_shadowed)

    def doubt(self, member: SiteMember) -> str:
        """Return what may make a name something else, or use what moves, if any."""
        return (
            self._replaced_builtin
            or self._redefined_builtin(member)
            or self._reached_by_text(member.site, member.move)
            or self._replaced(member.site)
            or self._looked_at(member.site)
            or self._shadowed(member)
        )

    @cached_property
    def _replaced_builtin(self) -> str:
        """What replaces a builtin for all, which schedules use, too, or nothing."""
        paths = (f"builtins.{name}" for name in FUNCTIONS)
        patched = self.resolver.patched
        return next(filter(None, (patched.function(one, one) for one in paths)), "")

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
                or resolver.patched.names({name: ""}, name, name)
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
        reason = (
            opened.reads(changed)
            or opened.sets([*needed, *site.group])
            or self._annotated(changed)
        )
        if not reason and move is not None and move.module:
            reason = opened.shows or self._listed_elsewhere
        return reason

    @cached_property
    def _listed_elsewhere(self) -> str:
        """Where another file lists the names of the module, or nothing."""
        project = self.resolver.project
        if project is None:
            return ""
        asked = (self.resolver.patched.stem, self.resolver.file)
        found = project.elsewhere.listing(*asked)
        return f"{found} shows every name" if found else ""

    def _annotated(self, changed: Collection[Key]) -> str:
        """Return which annotation that is a text names what changes, or nothing."""
        for scope, name in in_order(changed):
            line = self.planner.mentions.annotated.get(name)
            if line is not None and not isinstance(scope.node, FUNCTION_NODES):
                return f"`{name}` is named by the annotation on line {line}"
        return ""

    def _replaced(self, site: Site) -> str:
        """Return what may put something else in the function's place, or nothing."""
        roots = {}
        if (root := self.planner.root(site)) is not None:
            roots[root[1]] = site.path.rpartition(".")[0]
        held = [name for scope, name in site.group if scope is self.scopes.module]
        names = {**dict.fromkeys(sorted(held), ""), **roots}
        return self._patched(site.function, site.path, tuple(names.items()))

    def _by_patches(
        self, function: str, path: str, names: tuple[tuple[str, str], ...]
    ) -> str:
        """Return what may replace a function, or names that lead to it."""
        patched, asked = self.resolver.patched, (function, path)
        return patched.function(*asked) or patched.names(dict(names), *asked)

    def _shadowed(self, member: SiteMember) -> str:
        """Return what may be found in the place of a library that is called, if any."""
        paths = [member.site.path, member.move.module if member.move else ""]
        libraries = dict.fromkeys(path.partition(".")[0] for path in paths)
        return next(filter(None, map(self._in_place_of, libraries)), "")

    def _may_be_shadowed(self, library: str) -> str:
        project, file = self.resolver.project, self.resolver.file
        return project.in_place_of(str(file), library) if project is not None else ""

    def _looked_at(self, site: Site) -> str:
        """Return what may look at how the site is written, or nothing."""
        own, project = self.resolver.own_code, self.resolver.project
        found = own.of(site.node)
        if not found and project is not None:
            names = {getattr(one, "name", "") for one in own.around(site.node)}
            asked = (self.resolver.patched.stem, names - {""}, self.resolver.file)
            found = project.elsewhere.looking_at_code(*asked)
        return f"{found} may look at how it is written" if found else ""


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
