"""Which old keywords reach a function that is looked up: in a registry, by a name.

``KINDS = {"cosine": optax.cosine_decay_schedule}`` is called in other files through
``KINDS``; what ``getattr(optax, name)(**args)`` is given, callers write.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

from ..files.source import Source
from ..names.reaching import calls_through, written
from ..names.resolver import Resolver


class Reached:
    """Finds them for one module."""

    def __init__(self, source: Source, resolver: Resolver) -> None:
        self._source = source
        self._resolver = resolver

    def by(
        self, node: ast.expr, parameters: Iterable[str], computed: bool
    ) -> Mapping[str, str]:
        """Return where old keywords reach a function, by keyword.

        Args:
            node: the function, or what is made of it.
            parameters: those of the function.
            computed: whether a name that is computed says which function it is.
        """
        keywords = self._resolver.vocabulary.keywords & {*parameters}
        if held := self._registry(node):
            return calls_through(held, keywords, self._files_saying(held))
        if not computed:
            return {}
        around = self._resolver.scopes.ancestors(node)
        functions = [one.name for one in around if isinstance(one, ast.FunctionDef)]
        others = self._files_saying(functions[0]) if functions else []
        return written(keywords, [self._source, *others])

    def _registry(self, node: ast.expr) -> str:
        """Return the name of the dict display that a function stands in, or nothing."""
        display = self._resolver.scopes.parents[node]
        statement = self._resolver.scopes.parents.get(display)
        if not isinstance(display, ast.Dict) or not isinstance(statement, ast.Assign):
            return ""
        names = [one.id for one in statement.targets if isinstance(one, ast.Name)]
        return names[0] if names else ""

    def _files_saying(self, name: str) -> Sequence[Source]:
        project, file = self._resolver.project, self._resolver.file
        return project.elsewhere.files_saying(file, name) if project is not None else ()
