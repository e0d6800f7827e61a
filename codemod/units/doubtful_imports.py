"""Imports that a new one may not simply stand beside.

Where they fail another is made, what they bind is a global of a function, or the same
function uses the library by a name from outside as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from functools import cache, cached_property

from ..names.meaning import Key
from ..names.scopes import Binding
from ..names.surroundings import import_guard
from ..sites.site import Site
from .imports import ImportPlanner
from .unit import Move, in_order


class DoubtfulImports:
    """Finds them in one file. Its sites ask of few names, some with many imports."""

    def __init__(self, planner: ImportPlanner) -> None:
        self._planner = planner
        self._scopes = planner.scopes
        self._of = cache(self._found)

    def behind(self, site: Site, move: Move) -> str:
        """Return why the imports behind a site that moves stay, or nothing."""
        found = (
            unsure or (move.module and self._other(site, binding))
            for key in self._keys_behind(site, move)
            for binding, unsure in self._of(key)
        )
        return next(filter(None, found), "")

    def _unsure(self, name: str, binding: Binding) -> str:
        """Return why a new import beside one might not be made whenever it is."""
        if self._made_global(binding, name):
            line = getattr(binding.node, "lineno", 0)
            return f"`{name}` is made a global by the import on line {line}"
        guard = import_guard(self._scopes, binding.node)
        if guard is None:
            return ""
        return (
            f"`{name}` is imported inside a `try` or `with` on line {guard} "
            "that goes another way where the import fails"
        )

    def _other(self, site: Site, binding: Binding) -> str:
        """Return by what other name a function with an import uses the library.

        Behind that import the new one binds its name for the whole function, also
        where what it uses by the other name is rewritten.
        """
        function = self._scopes.function_around(binding.node)
        if function is None or self._planner.by_name(site):
            return ""
        name = self._from_outside.get(function)
        if name is None:
            return ""
        return f"`{name}` is used in the same function, and imported outside of it"

    @cached_property
    def _from_outside(self) -> Mapping[ast.AST, str]:
        """The library's first name in a node, of those imported outside of it."""
        leads = self._planner.resolver.vocabulary.leads_to_function
        found: dict[ast.AST, str] = {}
        for (scope, name), uses in self._scopes.uses_of.items():
            brought = (one.path for one in scope.bindings[name] if one.is_import)
            if any(path and leads(path) for path in brought):
                outer = {scope.node, *self._scopes.ancestors(scope.node)}
                for use in uses:
                    for node in self._scopes.ancestors(use):
                        if node not in outer:
                            found.setdefault(node, name)
        return found

    def _keys_behind(self, site: Site, move: Move) -> Iterable[Key]:
        keys = set(site.group)
        if move.module and (root := self._planner.root(site)) is not None:
            keys.add(root)
        return in_order(keys)

    def _found(self, key: Key) -> list[tuple[Binding, str]]:
        """Return the imports of a name that are no plain ones, each with its doubt.

        All sites of a file ask of the same few names, and some have many imports.
        """
        scope, name = key
        imports = [one for one in scope.bindings.get(name, ()) if one.is_import]
        told = [(one, self._unsure(name, one)) for one in imports]
        inside = self._scopes.function_around
        return [(one, why) for one, why in told if why or inside(one.node) is not None]

    def _made_global(self, binding: Binding, name: str) -> bool:
        """Whether an import in a function binds a name outside of it."""
        function = self._scopes.function_around(binding.node)
        if function is None:
            return False
        scope = self._scopes.scope_of[function]
        return name in scope.globals | scope.nonlocals
