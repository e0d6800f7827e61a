"""What a library does not have: names of it, and keywords of its functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..files.source import Source
from ..names.meaning import UNKNOWN
from ..names.resolver import Resolver
from ..names.surroundings import is_tried, version_guard
from .arguments import Argument
from .site import Site, SiteKind
from .trace import Trace


@dataclass(frozen=True, slots=True)
class Unknown:
    """Finds them in one module.

    It finds nothing where the code itself asks what there is, and nothing in a
    tree that has the library's source.
    """

    source: Source
    resolver: Resolver
    accepts: Callable[[str], frozenset[str]]
    new_names: frozenset[str]

    def names(self, sites: list[Site]) -> Iterator[Site]:
        """Yield every use and import of a name that the library does not have."""
        found: list[tuple[ast.expr | ast.alias, str]]
        found = [*self._attributes(), *self._imports()]
        for node, path in found:
            module, _, name = path.rpartition(".")
            if (
                module in self.resolver.vocabulary.modules
                and name not in self.new_names
                and not self.resolver.is_replaced(path)
                and self._certain(node, path)
                and not _asking(name).search(self.source.text)
            ):
                imported = isinstance(node, ast.alias)
                kind = SiteKind.IMPORT if imported else SiteKind.REFERENCE
                yield Site(kind, UNKNOWN, path, node, node, self.source, sites)

    def _attributes(self) -> Iterator[tuple[ast.expr, str]]:
        for node in self.resolver.scopes.parents:
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.ctx, ast.Load)
                and self.resolver.vocabulary.is_unknown(node.attr)
            ):
                module = self.resolver.expression(node.value)
                if module is not None and not module.doubt:
                    yield node, f"{module.path}.{node.attr}"

    def _imports(self) -> Iterator[tuple[ast.alias, str]]:
        for scope in self.resolver.scopes.all_scopes():
            for binding in (one for many in scope.bindings.values() for one in many):
                path, alias = binding.path or "", binding.node
                if (
                    isinstance(alias, ast.alias)
                    and isinstance(binding.statement, ast.ImportFrom)
                    and not binding.level
                    and self.resolver.vocabulary.is_unknown(path.rpartition(".")[2])
                ):
                    yield alias, path

    def keywords(self, site: Site) -> list[Argument]:
        """Return the arguments by names that the site's function does not take."""
        if site.arguments is None or site.doubt or self._is_one_of_many(site):
            return []
        accepted = self.accepts(site.function)
        found = [
            argument
            for name, argument in site.arguments.named.items()
            if name not in accepted and self._is_given(site, argument)
        ]
        return found if found and self._certain(site.node, site.path) else []

    def _is_one_of_many(self, site: Site) -> bool:
        return any(
            other is not site and other.node is site.node for other in site.siblings
        )

    def _is_given(self, site: Site, argument: Argument) -> bool:
        """Whether the call certainly gives the argument, and it is written here."""
        for trace in site.unpacked.values():
            if argument in trace.entries:
                return _is_one_dict(trace) and not site.reader(trace)
        return argument.keyword and site.owns(argument)

    def _certain(self, node: ast.expr | ast.alias, path: str) -> bool:
        """Whether the code relies on a release of the library, without asking."""
        project, package = self.resolver.project, path.partition(".")[0]
        return not (
            is_tried(self.resolver.scopes, node)
            or version_guard(self.resolver.scopes, node)
            or (project is not None and project.module(self.source.path, package, 0))
        )


def _asking(name: str) -> re.Pattern[str]:
    """Return what asking for an attribute, or putting it there, looks like."""
    return re.compile(
        rf"""(?:attr|patch)[\w.]*\s*\([^)]{{0,200}}["'](?:[\w.]+\.)?{name}["']"""
    )


def _is_one_dict(trace: Trace) -> bool:
    """Whether all entries are of one dict as it is written, and stay in it."""
    holders = {entry.holder for entry in trace.entries}
    bound_once = all(len(scope.bindings[name]) == 1 for scope, name in trace.keys)
    return (
        len(holders) == 1
        and bound_once
        and not trace.opaque
        and not trace.reads
        and not isinstance(holders.pop(), ast.Subscript)
    )
