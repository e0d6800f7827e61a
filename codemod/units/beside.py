"""Classes that get another name of their module: the name to write, and its import."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ..files.source import Source
from ..model import Edit
from ..names.meaning import Key
from ..names.resolver import Resolver
from ..names.strings import find_mentions
from ..rule.intents import (
    AddArgument,
    Beside,
    ExpressionIntent,
    RenameClass,
    ReplaceExpression,
)
from ..rule.naming import Sibling, sibling
from .transforms import RewriteError


class BesideNames:
    """Writes the names of a file that intents want, and brings their imports."""

    def __init__(self, source: Source, resolver: Resolver) -> None:
        self.source = source
        self.resolver = resolver
        self._needed: list[Sibling] = []
        self._renamed: Counter[tuple[Key, str]] = Counter()

    def written(self, intent: RenameClass | ExpressionIntent) -> ExpressionIntent:
        """Return an intent with the name that it asks for in its place.

        Raises:
            RewriteError: the name cannot be written there.
        """
        if isinstance(intent, RenameClass):
            found = self._sibling(Beside(intent.at, intent.name))
            if found.key is not None:
                self._renamed[found.key, intent.name] += 1
            return ReplaceExpression(intent.at, found.text)
        if isinstance(intent, AddArgument) and isinstance(intent.value, Beside):
            return replace(intent, value=self._sibling(intent.value).text)
        return intent

    def import_edits(self) -> Iterator[Edit]:
        """Yield what the imports need for all that was written."""
        for found in self._needed:
            key = found.key
            renamed = self._renamed_import(key, found.text) if key is not None else ()
            yield from renamed or found.edits

    def _sibling(self, wanted: Beside) -> Sibling:
        found = sibling(self.source, self.resolver, wanted.member, wanted.name)
        if isinstance(found, str):
            raise RewriteError(found)
        self._needed.append(found)
        return found

    def _renamed_import(self, key: Key, name: str) -> tuple[Edit, ...]:
        """Return what turns an import into another one, if nothing else needs it."""
        scope, old = key
        uses = self.resolver.scopes.uses_of[key]
        loads = [use for use in uses if isinstance(use.ctx, ast.Load)]
        project = self.resolver.project
        if len(loads) > self._renamed[key, name]:
            return ()
        if old in find_mentions(self.source).anywhere:
            return ()
        if project is not None and project.is_imported(self.source.path, old):
            return ()
        return (Edit(*self.source.span(scope.bindings[old][0].node), name),)
