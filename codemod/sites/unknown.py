"""What a library does not have: names of it, and keywords of its functions.

``optax.cosine_schedule`` is a name that no release has; ``warmup=5`` is a keyword
that `optax.cosine_decay_schedule` does not take. Both are told only where the code
certainly fails: not in a ``try``, not after ``hasattr(optax, "cosine_schedule")``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cached_property

from ..names.meaning import UNKNOWN
from ..names.resolver import Resolver
from ..names.surroundings import is_tried, version_guard
from .arguments import Argument
from .site import Site, SiteKind, SiteModule

# What asking for an attribute, or putting it there, looks like: its name is quoted
# not far behind the parenthesis.
_ASKING = re.compile(r"(?:attr|patch)[\w.]*\s*\(")
_QUOTED = re.compile(r"""["'](?=(?:[\w.]+\.)?(\w+)["'])""")
_NEAR = 200


class Unknown:
    """Finds them in one module.

    It finds nothing where the code itself asks what there is, and nothing in a
    tree that has the library's source.
    """

    def __init__(
        self,
        module: SiteModule,
        resolver: Resolver,
        accepts: Callable[[str], frozenset[str]],
        new_names: frozenset[str],
    ) -> None:
        self._module = module
        self._resolver = resolver
        self._accepts = accepts
        self._new_names = new_names

    def names(self) -> Iterator[Site]:
        """Yield every use and import of a name that the library does not have."""
        found: list[tuple[ast.expr | ast.alias, str]]
        found = [*self._attributes(), *self._imports()]
        for node, path in found:
            if self._is_missing(path) and self._certain(node, path):
                imported = isinstance(node, ast.alias)
                kind = SiteKind.IMPORT if imported else SiteKind.REFERENCE
                yield Site(kind, UNKNOWN, path, node, node, self._module)

    def _is_missing(self, path: str) -> bool:
        """Whether no release has a name, and nothing puts it there or asks for it."""
        module, _, name = path.rpartition(".")
        return (
            module in self._resolver.vocabulary.modules
            and name not in self._new_names
            and not self._resolver.is_replaced(path)
            and name not in self._asked
        )

    @cached_property
    def _asked(self) -> frozenset[str]:
        """The names of attributes that the code asks for, or puts there."""
        text = self._module.source.text
        starts = (found.end() for found in _ASKING.finditer(text))
        near = (text[start : start + 2 * _NEAR].partition(")")[0] for start in starts)
        quoted = (found for part in near for found in _QUOTED.finditer(part))
        return frozenset(found[1] for found in quoted if found.start() <= _NEAR)

    def _attributes(self) -> Iterator[tuple[ast.expr, str]]:
        for node in self._resolver.scopes.nodes(ast.Attribute):
            unknown = self._resolver.vocabulary.is_unknown(node.attr)
            if unknown and isinstance(node.ctx, ast.Load):
                module = self._resolver.expression(node.value)
                if module is not None and not module.doubt:
                    yield node, f"{module.path}.{node.attr}"

    def _imports(self) -> Iterator[tuple[ast.alias, str]]:
        for scope in self._resolver.scopes.all_scopes():
            for binding in (one for many in scope.bindings.values() for one in many):
                path, alias = binding.path or "", binding.node
                if (
                    isinstance(alias, ast.alias)
                    and isinstance(binding.statement, ast.ImportFrom)
                    and not binding.level
                    and self._resolver.vocabulary.is_unknown(path.rpartition(".")[2])
                ):
                    yield alias, path

    def keywords(self, site: Site) -> list[Argument]:
        """Return the arguments by names that the site's function does not take."""
        one_of_many = self._module.uses_at[site.node] > 1
        if site.arguments is None or site.doubt or one_of_many:
            return []
        accepted = self._accepts(site.function)
        found = [
            argument
            for name, argument in site.arguments.named.items()
            if name not in accepted and _is_given(site, argument)
        ]
        return found if found and self._certain(site.node, site.path) else []

    def _certain(self, node: ast.expr | ast.alias, path: str) -> bool:
        """Whether the code relies on a release of the library, without asking."""
        scopes = self._resolver.scopes
        if is_tried(scopes, node) or version_guard(scopes, node):
            return False
        return not self._module.is_beside(path.partition(".")[0])


def _is_given(site: Site, argument: Argument) -> bool:
    """Whether the call certainly gives the argument, and it is written here."""
    for trace in site.unpacked.values():
        if argument in trace.named(argument.name):
            return trace.is_one_dict and not trace.reader
    return argument.keyword and site.owns(argument)
