"""The import edits that go with a set of rewritten sites.

A new import stands right behind the one it takes over from, so it is bound wherever
that one was. Which imports go, `unused_imports` says.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter

from ..files.source import Source
from ..model import Edit
from ..names.imported_for import does_more
from ..names.meaning import Key
from ..names.resolver import Resolver
from ..names.strings import find_mentions
from ..rule.target import Target
from ..sites.site import Site, SiteKind
from .import_edits import ImportStatement, StatementChange, statement_edits
from .new_names import NewNames
from .unit import Move, SiteMember
from .unused_imports import OPTAX, UnusedImports

_SCOPES = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class ImportPlanner:
    """Knows a module's imports, and what rewriting a site asks of them."""

    def __init__(self, source: Source, resolver: Resolver, target: Target) -> None:
        self.source = source
        self.resolver = resolver
        self.scopes = resolver.scopes
        self.target = target
        self.mentions = find_mentions(source)
        self.new_names = NewNames(resolver, target)
        self._unused = UnusedImports(source, resolver, self.mentions, self.new_names)
        self._plain_imports = cache(self._found_plain_imports)

    def callee(self, site: Site, move: Move) -> str:
        """Return what the site's callee has to read after the rewrite."""
        module = self.new_names.module if move.module else ""
        callee = self.source.segment(site.callee)
        if site.key is not None:
            scope, name = site.key
            bindings = scope.bindings.get(name, [])
            imported = bindings and all(binding.is_import for binding in bindings)
            own_name = imported and callee == site.name
            return self.new_names.local(site, move) if own_name else callee
        if isinstance(site.callee, ast.Attribute):
            owner = self.new_names.owner(site.callee, move.source)
            base = self.source.segment(owner[0]) + owner[1] if owner else module
            return self._attribute(site.callee, base, move.name)
        if isinstance(site.callee, ast.Call):  # getattr(module, "function")
            base, name = (self.source.segment(node) for node in site.callee.args)
            quoted = name.replace(site.name, move.name)
            return f"getattr({module or base}, {quoted})"
        return f"{module}.{move.name}" if module else move.name

    def _attribute(self, callee: ast.Attribute, module: str, name: str) -> str:
        """Return an attribute with other names; what stands around the dot is kept."""
        text = self.source.text
        start, end = self.source.span(callee)
        first, last = self.source.span(callee.value)
        base = module or text[first:last]
        between = text[last : end - len(callee.attr)]
        return f"{text[start:first]}{base}{between}{name}"

    def edits(self, members: Iterable[SiteMember]) -> list[Edit]:
        """Return the import edits that rewriting sites asks for."""
        changes: dict[ImportStatement, StatementChange] = {}
        released = Counter[Key]()
        anchors: set[ImportStatement] = set()
        for site, move in _moved(members):
            if site.kind is SiteKind.IMPORT and isinstance(site.node, ast.alias):
                change = self._change(changes, self.scopes.parents[site.node])
                self._import(change, site, move, site.node)
            elif move.module and not self.by_name(site):
                anchors.update(self.anchors(site))
                if (key := self.root(site)) is not None:
                    released[key] += 1
        for statement in self._needed(anchors):
            if not self.new_names.has_module(statement):
                added = self.new_names.module_import()
                self._change(changes, statement).added.append(added)
        for key, count in released.items():
            for dropped, alias in self._unused.without(key, count):
                self._change(changes, dropped).dropped.append(alias)
        for statement, change in changes.items():
            if len(change.moved) + len(change.dropped) == len(statement.names):
                change.added[:0] = self._imported_still(statement)
        return [
            edit
            for statement, change in changes.items()
            for edit in statement_edits(self.source, statement, change)
        ]

    def _imported_still(self, statement: ImportStatement) -> list[str]:
        """Return how a module of the tree is imported that does more than give names.

        Its names go elsewhere; what else it does is still to be done.
        """
        project, path = self.resolver.project, self.resolver.path
        if not isinstance(statement, ast.ImportFrom):
            return []
        if not statement.level and self._unused.is_rested_on(statement.module):
            return [self.new_names.alone(OPTAX, 0)]
        if project is None:
            return []
        if not statement.module or not does_more(project, path, statement):
            return []
        return [self.new_names.alone(statement.module, statement.level)]

    def _import(
        self, change: StatementChange, site: Site, move: Move, alias: ast.alias
    ) -> None:
        """Let an imported function be imported as what it is called now."""
        new = self.new_names
        text = new.imported(site, move, alias)
        if text == move.name and new.is_brought(site, move):
            change.dropped.append(alias)
            return
        change.moved[alias] = (move.module_of(site.path), text)

    def by_name(self, site: Site) -> bool:
        """Whether the site uses a name that holds the function itself."""
        return site.key is not None

    def root(self, site: Site) -> Key | None:
        """Return the module name on the left of the site's callee."""
        if self.by_name(site) or isinstance(site.callee, ast.alias):
            return None
        return self._leftmost(site.callee)

    def _leftmost(self, node: ast.expr) -> Key | None:
        while isinstance(node, (ast.Attribute, ast.Call)):
            node = node.value if isinstance(node, ast.Attribute) else node.args[0]
        if not isinstance(node, ast.Name):
            return None
        owner = self.scopes.lookup(node.id, self.scopes.scope_of[node])
        return None if owner is None else (owner, node.id)

    def anchors(self, site: Site) -> Iterator[ImportStatement]:
        """Yield the import statements behind which the new import has to stand."""
        key = self.root(site)
        if key is not None:
            nearest = self._nearest(key, site) if self.source.prose else None
            yield from self._behind(key) if nearest is None else [nearest]
            return
        if isinstance(site.callee, ast.Name):
            for star in self.scopes.module.stars:
                if self.resolver.brings(star, site.callee.id):
                    yield star
                    if self.scopes.parents[star] is self.scopes.module.node:
                        return

    def _nearest(self, key: Key, site: Site) -> ImportStatement | None:
        """Return the last import of a name in the examples before one of a page.

        A reader may take each of them by itself.
        """
        plain = self._plain_imports(key)
        at = bisect_left(plain, site.node.lineno, key=attrgetter("lineno"))
        return plain[at - 1] if at else None

    def _found_plain_imports(self, key: Key) -> Sequence[ImportStatement]:
        """Return the imports of a name in the examples of a page, from the first on."""
        scope, name = key
        return [
            binding.statement
            for binding in scope.bindings[name]
            if isinstance(binding.statement, ast.Import | ast.ImportFrom)
            and self.scopes.parents[binding.statement] is scope.node
            and not self.source.is_context(binding.statement)
        ]

    def _behind(self, key: Key | None) -> Iterator[ImportStatement]:
        if key is None:
            return
        scope, name = key
        for index, binding in enumerate(scope.bindings[name]):
            statement = binding.statement
            if binding.value is not None:  # another name for the module
                yield from self._behind(self._leftmost(binding.value))
            elif isinstance(statement, (ast.Import, ast.ImportFrom)):
                yield statement
                parent = self.scopes.parents[statement]
                if index == 0 and parent is scope.node:
                    return

    def _needed(self, anchors: Iterable[ImportStatement]) -> Iterator[ImportStatement]:
        """Leave out what another import of the same block already brings."""
        bodies: set[ast.AST] = set()
        for statement in sorted(anchors, key=lambda anchor: anchor.lineno):
            body = self.scopes.parents.get(statement, self.scopes.module.node)
            if self.source.prose or body not in bodies or not isinstance(body, _SCOPES):
                yield statement
            bodies.add(body)

    def _change(
        self, changes: dict[ImportStatement, StatementChange], statement: ast.AST
    ) -> StatementChange:
        assert isinstance(statement, (ast.Import, ast.ImportFrom))
        return changes.setdefault(statement, StatementChange())


def _moved(members: Iterable[SiteMember]) -> Iterator[tuple[Site, Move]]:
    for member in members:
        if member.move is not None:
            yield member.site, member.move
