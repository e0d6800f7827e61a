"""What functions that move are called in a file: their new names, if those are free."""

from __future__ import annotations

import ast

from ..files.real import real_path
from ..names.resolver import Resolver
from ..names.scopes import Binding, Scope
from ..rule.target import Target
from ..sites.site import Site
from .import_edits import ImportStatement
from .unit import Move


class NewNames:
    """Knows which names a module takes, and which imports it has already.

    Attributes:
        module: what the target's module is called here; empty where nothing moves.
    """

    def __init__(self, resolver: Resolver, target: Target) -> None:
        self._resolver = resolver
        self._scopes = resolver.scopes
        self._target = target
        self._binding: dict[str, list[Scope]] = {}
        for scope in self._scopes.all_scopes():
            for name in scope.bindings:
                self._binding.setdefault(name, []).append(scope)
        self._taken = {name.id for name, _ in self._scopes.uses}.union(self._binding)
        self._taken |= resolver.opened.names
        self.module = self._existing_module() or self._free_name()

    def module_import(self) -> str:
        """Return the statement that imports the target's module."""
        package, _, attribute = self._target.destination.rpartition(".")
        suffix = "" if self.module == attribute else f" as {self.module}"
        start = f"from {package} " if package else ""
        return f"{start}import {attribute}{suffix}"

    def alone(self, module: str, level: int) -> str:
        """Return the import of a module from which no name is taken."""
        package, _, name = module.rpartition(".")
        if not level and self._is_free(module.partition(".")[0]):
            return f"import {module}"
        candidates = [name, f"_{name}", *(f"_{name}_{n}" for n in range(2, 99))]
        free = next(filter(self._is_free, candidates))
        if not level:
            return f"import {module} as {free}"
        called = name if free == name else f"{name} as {free}"
        return f"from {'.' * level}{package} import {called}"

    def local(self, site: Site, move: Move) -> str:
        """Return what a function is called that was imported by its own name."""
        renamed = move.name != site.name
        if renamed and self.is_imported_elsewhere(site.name):
            return site.name
        if move.name in self._taken and not self.is_brought(site, move):
            return site.name
        return move.name

    def imported(self, site: Site, move: Move, alias: ast.alias) -> str:
        """Return what stands in an import statement for a function that moves."""
        local = alias.asname or alias.name
        if local == site.name:
            local = self.local(site, move)
        return move.name if local == move.name else f"{move.name} as {local}"

    def owner(self, callee: ast.Attribute, source: str) -> tuple[ast.expr, str] | None:
        """Return what in a callee a module is written by, and what comes behind it."""
        node = callee.value
        while source:
            path = self._path(node)
            if path and f"{source}.".startswith(f"{path}."):
                return node, source.removeprefix(path)
            if not isinstance(node, ast.Attribute):
                break
            node = node.value
        return None

    def _path(self, node: ast.expr, through: frozenset[str] = frozenset()) -> str:
        """Return the path that all imports of what a chain begins with give it.

        A name that stands for itself has none.
        """
        if isinstance(node, ast.Attribute):
            path = self._path(node.value, through)
            return f"{path}.{node.attr}" if path else ""
        if not isinstance(node, ast.Name) or node.id in through:
            return ""
        scope = self._scopes.lookup(node.id, self._scopes.scope_of[node])
        bindings = scope.bindings.get(node.id, ()) if scope is not None else ()
        through |= {node.id}
        paths = {
            self._path(one.value, through) if one.value is not None else one.path
            for one in bindings
            if not one.level
        }
        return (paths.pop() or "") if len(paths) == 1 else ""

    def is_brought(self, site: Site, move: Move) -> bool:
        """Whether an import brings the new name already, wherever the old one is.

        It stands on its own in the same scope, and not behind the old one.
        """
        path = f"{move.module_of(site.path)}.{move.name}"
        key = site.key or next(iter(site.group), None)  # an import has only one
        if key is None:
            return False
        scope, name = key
        new, old = (scope.bindings.get(one, []) for one in (move.name, name))
        if [one.path for one in new] != [path] or self._is_shadowed(move.name, scope):
            return False
        statement = new[0].statement
        return (
            statement is not None
            and self._scopes.parents[statement] is scope.node
            and all(statement.lineno <= getattr(one.node, "lineno", 0) for one in old)
        )

    def is_imported_elsewhere(self, name: str) -> bool:
        """Whether another file imports a name from this one."""
        project = self._resolver.project
        return project is not None and project.is_imported(self._resolver.path, name)

    def may_be_used_elsewhere(self, name: str) -> bool:
        """Whether another file imports a name from this one, or may reach it."""
        project = self._resolver.project
        return project is not None and project.may_use(self._resolver.path, name)

    def is_bound(self, name: str) -> bool:
        """Whether anything in the file has a name."""
        return name in self._binding

    def has_module(self, anchor: ImportStatement) -> bool:
        """Whether the target's module is imported already wherever an import is done.

        That is so for the whole module, and before, or behind it with nothing but
        imports between them.
        """
        bindings = self._scopes.module.bindings.get(self.module.partition(".")[0], ())
        body = self._module.body
        for statement in (binding.statement for binding in bindings):
            if statement not in body:
                continue
            assert statement is not None
            at = body.index(statement)
            between = body[body.index(anchor) : at] if anchor in body else [None]
            if statement.lineno <= anchor.lineno or all(
                isinstance(one, ast.Import | ast.ImportFrom) for one in between
            ):
                return True
        return False

    @property
    def _module(self) -> ast.Module:
        module = self._scopes.module.node
        assert isinstance(module, ast.Module)
        return module

    def _is_shadowed(self, name: str, owner: Scope) -> bool:
        return any(one is not owner for one in self._binding.get(name, ()))

    def _existing_module(self) -> str:
        module = self._scopes.module
        for name, bindings in module.bindings.items():
            paths = {binding.path for binding in bindings}
            if self._is_shadowed(name, module):
                continue
            if paths == {self._target.destination}:
                return name
            if all(map(self._is_whole_import, bindings)):
                return self._target.destination
        return ""

    def _is_whole_import(self, binding: Binding) -> bool:
        """Whether a name is bound by an import of the target's module, as a path."""
        alias = binding.node
        return isinstance(alias, ast.alias) and (alias.name, alias.asname) == (
            self._target.destination,
            None,
        )

    def _free_name(self) -> str:
        name = self._target.destination.rpartition(".")[2]
        if not name:
            return ""
        candidates = [name, f"{name}_schedules", *(f"{name}_{n}" for n in range(2, 99))]
        return next(filter(self._is_free, candidates))

    def _is_free(self, name: str) -> bool:
        """Whether nothing here, and nothing that a star import leads to, has a name."""
        project, path = self._resolver.project, self._resolver.path
        if name in self._taken:
            return False
        if project is None:
            return True
        saying = project.elsewhere.files_saying(real_path(path), name)
        if saying and self.is_imported_elsewhere(name):
            return False
        for star in self._scopes.module.stars:
            module = project.module(path, star.module or "", star.level)
            if module is not None and project.binds(module, name):
                return False
        return True
