"""How code that names one thing of a module names another of the same module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ..files.source import Source
from ..model import Edit
from ..names.meaning import FILE, Key, Meaning
from ..names.resolver import Resolver
from ..names.scopes import Binding, Scope, ScopeTree
from ..names.syntax import shown
from ..objects.flow import Flow


@dataclass(frozen=True, slots=True)
class Sibling:
    """A name to write, and what the imports need for it.

    Attributes:
        text: the expression.
        edits: changes of the import statement.
        key: the imported name beside which it is imported.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    key: Key | None = None


def sibling(
    source: Source, resolver: Resolver, node: ast.expr, name: str
) -> Sibling | str:
    """Return how ``name`` is written where ``node`` names something beside it.

    A string instead is the reason why it cannot be written: that a module has the
    name is seen in its own bindings, or known of its library.
    """
    wanted = _Wanted(resolver, node, name)
    if isinstance(node, ast.Attribute):
        inside = wanted.inside(node.value)
        if inside is not None:
            return Sibling(f"{source.segment(inside)}.{name}")
        return (
            wanted.in_reach() or f"`{shown(node.value)}` is not known to have `{name}`"
        )
    if not isinstance(node, ast.Name):
        return "what names the class is not a plain name"
    scopes = resolver.scopes
    owner = scopes.lookup(node.id, scopes.scope_of[node])
    bindings = owner.bindings[node.id] if owner is not None else []
    if owner is None or len(bindings) != 1 or not bindings[0].is_import:
        return f"`{node.id}` stands for the class here"
    if found := wanted.in_reach():
        return found
    own = bindings[0].statement
    if not isinstance(own, ast.ImportFrom):
        return f"`{node.id}` is not imported by name"
    if _is_taken(scopes, name):
        return f"`{name}` is something else in this file"
    statement = wanted.importing(own)
    if statement is None:
        module = "." * own.level + (own.module or "")
        return f"`{module}` is not known to have `{name}`, and nothing else here is"
    alias = bindings[0].node if statement is own else statement.names[-1]
    _, end = source.span(alias)
    key = (owner, node.id) if statement is own else None
    return Sibling(name, (Edit(end, end, f", {name}"),), key)


def why_unwritable(flow: Flow, node: ast.expr, name: str) -> str:
    """Return why ``name`` cannot be written beside what ``node`` names, or nothing."""
    found = sibling(flow.source, flow.resolver, node, name)
    return found if isinstance(found, str) else ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A name of the library that ``node`` names something of."""

    resolver: Resolver
    node: ast.expr
    name: str

    @property
    def _scope(self) -> Scope | None:
        """Where the node is, if it begins with a name."""
        first = self.node
        while isinstance(first, ast.Attribute):
            first = first.value
        return self.resolver.scopes.scope_of.get(first)

    def _is_it(self, meaning: Meaning | None) -> bool:
        """Whether a meaning certainly is the one that is wanted."""
        beside = self.resolver.expression(self.node)
        if meaning is None or beside is None:
            return False
        certain = not (meaning.doubt or meaning.also or meaning.presets)
        package, _, _ = meaning.path.partition(".")
        _, _, last = meaning.path.rpartition(".")
        known = meaning.path in self.resolver.vocabulary.known
        of_it = last == self.name and package == beside.path.partition(".")[0]
        return certain and known and of_it

    def _is_in(self, module: Meaning | None) -> bool:
        """Whether a module, of the tree or a library, certainly has it."""
        if module is None or module.doubt or module.also:
            return False
        if module.path.startswith(FILE):
            project = self.resolver.project
            scopes = project.scopes(module) if project is not None else None
            bound = scopes.module.bindings.get(self.name, ()) if scopes else ()
            if scopes and not all(
                _is_at_once(scopes, scopes.module, one) for one in bound
            ):
                return False
        return self._is_it(self.resolver.member(module, self.name))

    def inside(self, node: ast.expr) -> ast.expr | None:
        """Return which module has it: what an expression names, or one around that."""
        while not self._is_in(self.resolver.expression(node)):
            if not isinstance(node, ast.Attribute):
                return None
            node = node.value
        return node

    def in_reach(self) -> Sibling | None:
        """Return how it is said with what the module's own imports bring."""
        scopes = self.resolver.scopes
        scope = self._scope
        if scope is None:
            return None
        for known, bindings in scopes.module.bindings.items():
            alone = len(bindings) == 1 and bindings[0].is_import
            if not alone or scopes.lookup(known, scope) is not scopes.module:
                continue
            if not self._has_run(scopes.module, bindings[0]):
                continue
            meaning = self.resolver.name(known, scope)
            if self._is_it(meaning):
                return Sibling(known)
            if self._is_in(meaning):
                return Sibling(f"{known}.{self.name}")
        return None

    def importing(self, own: ast.ImportFrom) -> ast.ImportFrom | None:
        """Return an import from a module that has it: its neighbour's, or another."""
        found = (one for one in (own, *self._seen()) if self._is_in(self._from(one)))
        return next(found, None)

    def _seen(self) -> Iterator[ast.ImportFrom]:
        """Yield the imports that have run where the node is, and are seen there."""
        scope = self._scope
        while scope is not None:
            for one in (one for bound in scope.bindings.values() for one in bound):
                statement = one.statement
                if isinstance(statement, ast.ImportFrom) and self._has_run(scope, one):
                    yield statement
            scope = scope.parent

    def _from(self, statement: ast.ImportFrom) -> Meaning | None:
        return self.resolver.module(statement.module or "", statement.level)

    def _has_run(self, scope: Scope, binding: Binding) -> bool:
        """Whether a binding is made under no condition, and before the node."""
        line = getattr(binding.node, "lineno", self.node.lineno)
        at_once = _is_at_once(self.resolver.scopes, scope, binding)
        return at_once and line < self.node.lineno


def _is_at_once(scopes: ScopeTree, scope: Scope, binding: Binding) -> bool:
    """Whether a binding is a statement of its scope, under no condition."""
    statement = binding.statement
    return statement is not None and scopes.parents[statement] is scope.node


def _is_taken(scopes: ScopeTree, name: str) -> bool:
    used = any(node.id == name for node, _ in scopes.uses)
    return used or any(name in scope.bindings for scope in scopes.all_scopes())
