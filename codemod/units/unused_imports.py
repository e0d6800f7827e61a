"""Which imports go with the last uses of the names that they bring.

String annotations, `__all__`, doctests and re-exports count as use.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import PurePath

from ..files.source import Source
from ..names.imported_for import BROUGHT, rests_on_optax
from ..names.meaning import Key
from ..names.resolver import Resolver
from ..names.scopes import Binding
from ..names.strings import Mentions
from .new_names import NewNames

OPTAX = "optax"
_KEPT = re.compile(r"#\s*noqa(?!\s*:)|#\s*noqa:.*\bF401\b", re.IGNORECASE)


class UnusedImports:
    """Knows what may need the imports of a module.

    Args:
        source: the module.
        resolver: what its names stand for.
        mentions: what its strings mention.
        new_names: the names that the rewrites of the module bring.
    """

    def __init__(
        self,
        source: Source,
        resolver: Resolver,
        mentions: Mentions,
        new_names: NewNames,
    ) -> None:
        self._source = source
        self._resolver = resolver
        self._scopes = resolver.scopes
        self._mentions = mentions
        self._new_names = new_names
        self._used = cache(self._count_uses)

    def without(self, key: Key, count: int) -> Iterator[tuple[ast.stmt, ast.alias]]:
        """Yield the imports of a name of which so many uses go, if that is all."""
        scope, name = key
        if count < self._used(key) or self._is_public(key):
            return
        bindings = scope.bindings[name]
        if any(map(self._kept_by_comment, bindings)):
            return
        for binding in bindings:
            alias, statement = binding.node, binding.statement
            if isinstance(alias, ast.alias) and statement is not None:
                if not self._is_droppable(binding, alias):
                    return
                yield statement, alias

    def is_rested_on(self, module: str | None) -> bool:
        """Whether an import of a module brings another one that a file takes."""
        root = (module or "").partition(".")[0]
        return root == OPTAX and self._rests_on_optax

    def _count_uses(self, key: Key) -> int:
        """Return how often a name is read or deleted."""
        uses = self._scopes.uses_of[key]
        return sum(not isinstance(use.ctx, ast.Store) for use in uses)

    def _is_public(self, key: Key) -> bool:
        """Whether something else than the uses in the module may need a name."""
        scope, name = key
        return (
            name in self._mentions.anywhere
            or scope.is_class
            or self._resolver.opened.reads([key]) != ""
            or any(name in one.names for one in self._scopes.nodes(ast.Nonlocal))
            or self._new_names.may_be_used_elsewhere(name)
            or PurePath(self._source.path).name == "__init__.py"
        )

    def _is_droppable(self, binding: Binding, alias: ast.alias) -> bool:
        """Whether an import only brings a name, and not for others.

        A module of the tree is imported for what it does, too.
        """
        if self.is_rested_on(binding.path):
            return False
        known = self._resolver.vocabulary.leads_to_function(binding.path or "")
        return known and (alias.asname is None or alias.asname != alias.name)

    @cached_property
    def _rests_on_optax(self) -> bool:
        """Whether a file takes a module that only an import of Optax brings."""
        project, file = self._resolver.project, self._resolver.file
        texts = [self._source.text]
        if project is not None:
            for word in BROUGHT:
                texts += [
                    one.text for one in project.elsewhere.files_saying(file, word)
                ]
        return any(map(rests_on_optax, texts))

    def _kept_by_comment(self, binding: Binding) -> bool:
        """Whether a ``# noqa`` says that an import is there for others."""
        if binding.statement is None:
            return False
        _, end = self._source.span(binding.statement)
        rest = self._source.text[end:].splitlines()[:1]
        return bool(rest and _KEPT.search(rest[0]))
