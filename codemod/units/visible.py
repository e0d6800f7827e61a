"""What sees the names of a site from outside: other files, and other objects.

A name that is seen moves only with all that sees it. What is not understood of that
blocks the site; calls in other files are kept with it, and have to follow.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

from ..names.elsewhere.outside import Seen
from ..names.elsewhere.use import Use
from ..names.meaning import Key
from ..names.resolver import Resolver
from ..names.scopes import Scope
from ..sites.site import Site
from .unit import SiteMember


class Visible:
    """Asks it of the sites of one file.

    Args:
        resolver: the names of the file.
        required: the parameters of each function that have no default.
    """

    def __init__(
        self, resolver: Resolver, required: Mapping[str, Sequence[str]]
    ) -> None:
        self._resolver = resolver
        self._required = required
        self._module = resolver.scopes.module
        self._file = resolver.file

    def reason(self, member: SiteMember) -> str:
        """Return which use of what a site needs or changes is not understood."""
        for name in self._of_module(member.site.shared - member.site.group):
            seen = self._seen(name, has_keys=True)
            if seen.doubt or seen.calls:
                return seen.doubt or seen.calls[0].shown
        held = (self._seen(name).doubt for name in self._holders(member))
        return next(filter(None, held), "") or self._taken(member)

    def calls(self, member: SiteMember) -> list[Use]:
        """Return where other files call what a name of a site holds."""
        return [use for name in self._holders(member) for use in self._seen(name).calls]

    def _holders(self, member: SiteMember) -> list[str]:
        """Return the names of the module that hold a site's function, if it changes."""
        return self._of_module(_changing(member))

    def _of_module(self, keys: Iterable[Key]) -> list[str]:
        names = {name for scope, name in keys if scope is self._module}
        return sorted(name for name in names if name in self._module.bindings)

    def _seen(self, name: str, *, has_keys: bool = False) -> Seen:
        """Return what other files do with a name.

        They may look at what is in a dict of functions, not at keys that change.
        """
        project = self._resolver.project
        if project is None:
            return Seen()
        value = self._module.bindings[name][0].value
        is_registry = isinstance(value, ast.Dict) and not has_keys
        return project.elsewhere.seen(name, self._file, looked_up=is_registry)

    def _taken(self, member: SiteMember) -> str:
        """Return what may take an attribute that holds a site's function."""
        site = member.site
        for scope, held in _changing(member):
            if scope.is_class:
                name = held.removeprefix("self.")
                least = self._least(site, (scope, held))
                if reason := self._taken_from(scope, name, least):
                    return reason
        return ""

    def _least(self, site: Site, key: Key) -> int:
        """Return how many arguments a call of what an attribute holds has at least."""
        return 0 if key in site.shared else len(self._required[site.function])

    def _taken_from(self, scope: Scope, name: str, least: int) -> str:
        node = self._taker(scope, name, least)
        if node is not None:
            return f"`{name}` may be taken by other code on line {_line(node)}"
        project, owner = self._resolver.project, getattr(scope.node, "name", "")
        if project is None:
            return ""
        readers = self._resolver.members.readers(scope, name)
        asked = (owner, name, least, self._file)
        return project.elsewhere.attribute_taken(*asked, readers)

    def _taker(self, scope: Scope, name: str, least: int) -> ast.AST | None:
        """Return what in the module may take an attribute, but by the class."""
        members, uses = self._resolver.members, self._resolver.attribute_uses
        owner = getattr(scope.node, "name", "")
        unbound = uses.unbound(members.readers(scope, name), owner, scope)
        for node in (*uses.others(name, scope, least), *uses.all_of(scope), *unbound):
            held = members.attribute(node) if isinstance(node, ast.Attribute) else None
            if held is None or held.key[0] is not scope:
                return node
        return None


def _changing(member: SiteMember) -> frozenset[Key]:
    """Return what holds a site's function, where another takes its place."""
    site = member.site
    return site.group if member.move is not None else site.group & site.shared


def _line(node: ast.AST) -> int:
    line: int = getattr(node, "lineno", 0)
    return line
