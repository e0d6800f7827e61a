"""Why a site may not be rewritten, whatever its curve."""

from __future__ import annotations

import ast
from pathlib import PurePath

from ..names.messages import read_message
from ..names.scopes import Binding
from ..names.surroundings import (
    outermost_f_string,
    version_guard,
)
from ..names.syntax import is_deep, text_of
from ..sites.site import Site, SiteKind
from .doubtful_imports import DoubtfulImports
from .found import Found
from .identity import Identity
from .imports import ImportPlanner
from .seen_loops import no_rounds
from .steady import Steady
from .unit import Move, SiteMember, in_order
from .wrappers import own_parameters, renamed_by_callers


class Guards:
    """Asks of a site all that could make a rewrite wrong outside its own call."""

    def __init__(self, planner: ImportPlanner) -> None:
        self.planner = planner
        self.source = planner.source
        self.scopes = planner.scopes
        self.project = planner.resolver.project
        self._identity = Identity(planner)
        self._found = Found(planner.resolver, planner.target)
        self._file = planner.resolver.file
        self._doubtful = DoubtfulImports(planner)
        elsewhere = self.project.elsewhere if self.project is not None else None
        self.steady = Steady(self.source, self.scopes, elsewhere)

    def reason(self, member: SiteMember) -> str:
        """Return why a site has to stay as it is, or nothing.

        More can be in the way where its function goes to another module or name,
        and its imports with it.
        """
        site, move = member.site, member.move
        return (
            self._nested_deeply(site)
            or self._inside_f_string(site)
            or self._given_twice(site)
            or _given_by_new_name(member)
            or self._on_the_way(member)
            or version_guard(self.scopes, site.node, self.planner.resolver.module_of)
            or self._tested_by_text(site)
            or self._identity.doubt(member)
            or (move is not None and self._hindered(site, move))
            or ""
        )

    def _nested_deeply(self, site: Site) -> str:
        return "it is nested too deeply" if is_deep(site.node) else ""

    def _hindered(self, site: Site, move: Move) -> str:
        return (
            self._refused(site)
            or (move.module and read_message(self.scopes, site.node))
            or (move.module and self._may_be_empty(site))
            or self._obstacle(site, move)
            or self._held_by_others(site)
        )

    def _inside_f_string(self, site: Site) -> str:
        """Return that a site, or what its dicts hold, is in an f-string, or nothing."""
        if not self.scopes.nodes(ast.JoinedStr):
            return ""
        if outermost_f_string(self.scopes, site.node) is not None:
            return "inside an f-string"
        traces = (*site.unpacked.values(), *site.listed.values())
        for entry in (it for one in traces for of in one.dicts() for it in of.entries):
            if outermost_f_string(self.scopes, entry.holder) is not None:
                return f"`{entry.name}` is given inside an f-string"
        return ""

    def _given_twice(self, site: Site) -> str:
        """Return which argument a call gets twice, which raises TypeError."""
        if site.arguments is None or not (
            site.arguments.clashing or site.arguments.surplus
        ):
            return ""
        names = [*site.arguments.clashing, "a positional argument"]
        return f"the call raises TypeError: {names[0]} is one too many"

    def _on_the_way(self, member: SiteMember) -> str:
        """Return why a function that hands an argument on cannot get another name."""
        for name, wrapper in renamed_by_callers(self.scopes, member):
            if name in own_parameters(wrapper):
                return f"`{name}` is a parameter of `{wrapper.name}`"
            if reason := self._exported(wrapper.name, wrapper):
                return reason
        return ""

    def _refused(self, site: Site) -> str:
        """Return which argument the function does not take, if one is given."""
        names = [argument.name for argument in site.unknown]
        return f"the call raises TypeError: it takes no `{names[0]}`" if names else ""

    def _may_be_empty(self, site: Site) -> str:
        """Return which list of dicts is seen to have none, or nothing.

        Of a list that comes by name the dicts are compared, but not how many.
        """
        for one in site.arguments.named.values() if site.arguments is not None else ():
            if isinstance(one.value, ast.Name):
                for text, _ in no_rounds(self.scopes, one.value, site.module.values.of):
                    return f"`{one.value.id}` may be empty, by what `{text}` is"
        return ""

    def _tested_by_text(self, site: Site) -> str:
        """Return which dict or partial of a site a doctest uses, if one does."""
        mentions = self.planner.mentions
        for scope, name in in_order(site.shared):
            line = mentions.tested.get(name)
            if line is not None and scope is self.scopes.module:
                return f"`{name}` is used by the doctest on line {line}"
            if mentions.computed and scope is self.scopes.module:
                return (
                    f"line {mentions.computed} computes a doctest that may use `{name}`"
                )
        return ""

    def _obstacle(self, site: Site, move: Move) -> str:
        """Return why the imports behind a site cannot be edited, or nothing."""
        if move.module and self._found.reason:
            return self._found.reason
        for scope, name in in_order(site.group):
            bindings = scope.bindings.get(name)
            if bindings and (reason := self._public(bindings[0], name)):
                return reason
            if bindings and scope.is_class and bindings[0].is_import:
                return f"`{name}` is an attribute of a class"
        if (
            move.module
            and site.kind is not SiteKind.IMPORT
            and not self.planner.by_name(site)
            and not any(self.planner.anchors(site))
        ):
            return "no import is seen that the new one could stand behind"
        if (
            not move.module
            and isinstance(site.callee, ast.Name)
            and not self.planner.by_name(site)
            and self.planner.new_names.is_bound(move.name)
        ):
            return f"`{move.name}` is something else in this file"
        if self._unwritten(site, move):
            return f"nothing here names `{move.source}`, where it is"
        return self._doubtful.behind(site, move)

    def _unwritten(self, site: Site, move: Move) -> bool:
        """Whether a callee holds nothing to write the function's new module by."""
        return (
            bool(move.source)
            and isinstance(site.callee, ast.Attribute)
            and not self.planner.by_name(site)
            and self.planner.new_names.owner(site.callee, move.source) is None
        )

    def _held_by_others(self, site: Site) -> str:
        """Return what may set a name or an attribute that holds it, or nothing."""
        for scope, _ in in_order(site.group | site.shared):
            if scope.is_class:
                reason = self.planner.resolver.opened.sets_attributes(scope)
                if reason:
                    return reason
        return self._replaced_elsewhere(site) if self.project is not None else ""

    def _replaced_elsewhere(self, site: Site) -> str:
        """Return which other file replaces what holds the function, or nothing."""
        assert self.project is not None
        elsewhere, file = self.project.elsewhere, self._file
        attributes = [key for key in in_order(site.group) if key[0].is_class]
        names = {
            name
            for scope, name in site.group | site.shared
            if scope is self.scopes.module and name in scope.bindings
        }
        names.update(name.removeprefix("self.") for _, name in attributes)
        for name in sorted(names):
            if where := elsewhere.replaced(name, file):
                return f"`{name}` is replaced in {where}"
        for scope, _ in attributes:
            name = getattr(scope.node, "name", "")
            if where := elsewhere.subclassed(name, file):
                return f"`{name}` is derived from in {where}"
        return ""

    def _public(self, binding: Binding, name: str) -> str:
        if binding.statement is None:
            return ""
        alias = binding.node if isinstance(binding.node, ast.alias) else None
        if alias is not None and alias.asname == alias.name:
            return f"`import {name} as {name}` re-exports it"
        return self._exported(name, binding.statement)

    def _exported(self, name: str, statement: ast.AST) -> str:
        """Return how what a statement binds leaves the module, or nothing."""
        mentions = self.planner.mentions
        if line := mentions.exported.get(name) or mentions.computed:
            return f"`{name}` is exported or shown by name on line {line}"
        top_level = self.scopes.parents.get(statement) is self.scopes.module.node
        if top_level and PurePath(self.source.path).name == "__init__.py":
            return f"`{name}` is what this package exports"
        return ""


def _given_by_new_name(member: SiteMember) -> str:
    """Return which argument a call would get twice, as it has its new name already.

    Or which key that is not there yet is asked for.
    """
    site = member.site
    named = site.arguments.named if site.arguments is not None else {}
    asked = {
        text_of(read): read.lineno
        for trace in (*site.unpacked.values(), *site.listed.values())
        for part in trace.dicts()
        for read in part.reads
    }
    for name, place in member.new_names:
        there = named.get(name)
        if there is not None and (there.holder, there.index) != place:
            return f"`{name}` is given, too"
        if name in asked:
            return f"`{name}` is asked for on line {asked[name]}, and would be there"
    return ""
