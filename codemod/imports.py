"""The import edits that go with a set of rewritten sites.

An import goes only when nothing uses it any more, and string annotations,
`__all__`, doctests and re-exports count as use. A new import stands right
behind the one it takes over from, so it is bound wherever that one was.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from .elsewhere import replacing
from .import_edits import ImportStatement, StatementChange, statement_edits
from .meaning import Key
from .mentions import find_mentions
from .model import Edit
from .resolve import Resolver
from .scopes import Binding
from .site import Site, SiteKind
from .source import Source
from .target import Target

_OPENERS = {"globals", "locals", "vars", "eval", "exec", "setattr"}
_SCOPES = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_KEPT = re.compile(r"#\s*noqa(?!\s*:)|#\s*noqa:.*\bF401\b", re.IGNORECASE)


class ImportPlanner:
    """Knows a module's imports, and what rewriting a site asks of them."""

    def __init__(self, source: Source, resolver: Resolver, target: Target) -> None:
        self.source = source
        self.resolver = resolver
        self.scopes = resolver.scopes
        self.target = target
        self._uses = Counter[Key]()
        self._names: set[str] = set()
        for name, scope in self.scopes.uses:
            self._names.add(name.id)
            owner = self.scopes.lookup(name.id, scope)
            if owner is not None and not isinstance(name.ctx, ast.Store):
                self._uses[owner, name.id] += 1
        for scope in self.scopes.all_scopes():
            self._names.update(scope.bindings)
        self._mentions = find_mentions(source)
        self._existing = self._existing_import()
        self.module_name = self._existing or self._free_name()

    def callee(self, site: Site) -> str:
        """Return what the site's callee has to read after the rewrite."""
        function = self.target.renamed.get(site.function, site.function)
        callee = self.source.segment(site.callee)
        if site.reference is not None and site.reference.key is not None:
            scope, name = site.reference.key
            bindings = scope.bindings.get(name, [])
            imported = bindings and all(binding.is_import for binding in bindings)
            own_name = imported and callee == site.function
            return self._new_name(site) if own_name else callee
        if isinstance(site.callee, ast.Attribute):
            base = self.source.segment(site.callee.value)
            return f"{self.module_name or base}.{function}"
        if isinstance(site.callee, ast.Call):  # getattr(module, "function")
            module, name = (self.source.segment(node) for node in site.callee.args)
            quoted = name.replace(site.function, function)
            return f"getattr({self.module_name or module}, {quoted})"
        return f"{self.module_name}.{function}" if self.module_name else function

    def shared_elsewhere(self, site: Site) -> str:
        """Return which dict of a site another module takes from here, if one."""
        project = self.resolver.project
        held = [key for key in site.shared if key[0] is self.scopes.module]
        for _, name in sorted(held, key=lambda key: key[1]):
            if project is None:
                continue
            file = Path(self.source.path).resolve()
            for other in project.elsewhere.files_saying(name, file)[:1]:
                return f"`{name}` is also named in {Path(other.path).name}"
        return ""

    def replaced(self, site: Site) -> str:
        """Return what may put something else in the function's place, or nothing."""
        if replacing(site.function).search(self.source.text):
            return f"this module replaces `{site.function}` somewhere"
        held = [key for key in site.group | site.shared if key[1] in key[0].bindings]
        attributes = [key for key in site.group if key[1].startswith("self.")]
        plain = [
            key
            for key in (*held, *attributes)
            if not all(one.is_import for one in key[0].bindings.get(key[1], ()))
            or key in attributes
        ]
        for name in sorted(_OPENERS & self._names) if plain else ():
            return f"the module calls `{name}`, which can reach every name"
        project, file = self.resolver.project, Path(self.source.path).resolve()
        if project is None:
            return ""
        names = [key[1] for key in held if key[0] is self.scopes.module]
        names += [name.removeprefix("self.") for _, name in attributes]
        for name in sorted({site.function, *names}):
            if where := project.elsewhere.replaced(name, file):
                return f"`{name}` is replaced in {where}"
        for scope, _ in attributes:
            name = getattr(scope.node, "name", "")
            if where := project.elsewhere.subclassed(name, file):
                return f"`{name}` is derived from in {where}"
        return ""

    def obstacle(self, site: Site) -> str:
        """Return why the imports behind a site cannot be edited, or nothing."""
        for scope, name in site.group:
            bindings = scope.bindings.get(name)
            if bindings and (reason := self._public(bindings[0], name, site)):
                return reason
            if bindings and scope.is_class:
                return f"`{name}` is an attribute of a class"
        stays = not self.target.moves or site.kind is SiteKind.IMPORT
        if not stays and not self._by_name(site) and not any(self._anchors(site)):
            return "no import is seen that the new one could stand behind"
        for name, binding in self._imports_behind(site):
            guard = self._import_guard(binding)
            if guard is not None:
                return (
                    f"`{name}` is imported inside a `try` or `with` on line {guard} "
                    "that goes another way where the import fails"
                )
        return ""

    def edits(self, sites: Iterable[Site]) -> list[Edit]:
        """Return the import edits that rewriting ``sites`` asks for."""
        changes: dict[ImportStatement, StatementChange] = {}
        released = Counter[Key]()
        anchors: set[ImportStatement] = set()
        for site in sites:
            if site.kind is SiteKind.IMPORT and isinstance(site.node, ast.alias):
                change = self._change(changes, self.scopes.parents[site.node])
                change.moved[site.node] = self._imported_as(site, site.node)
                change.module = self.target.module or site.path.rpartition(".")[0]
            elif self.target.moves and not self._by_name(site):
                anchors.update(self._anchors(site))
                if (key := self._root(site)) is not None:
                    released[key] += 1
        for statement in () if self._existing else self._needed(anchors):
            self._change(changes, statement).added.append(self._module_import())
        for key, count in released.items():
            self._drop_unused(changes, key, count)
        return [
            edit
            for statement, change in changes.items()
            for edit in statement_edits(self.source, statement, change)
        ]

    def _imported_elsewhere(self, name: str) -> bool:
        project = self.resolver.project
        return project is not None and project.is_imported(self.source.path, name)

    def _by_name(self, site: Site) -> bool:
        return site.reference is not None and site.reference.key is not None

    def _root(self, site: Site) -> Key | None:
        """Return the module name on the left of the site's callee."""
        if self._by_name(site) or isinstance(site.callee, ast.alias):
            return None
        return self._leftmost(site.callee)

    def _leftmost(self, node: ast.expr) -> Key | None:
        while isinstance(node, (ast.Attribute, ast.Call)):
            node = node.value if isinstance(node, ast.Attribute) else node.args[0]
        if not isinstance(node, ast.Name):
            return None
        owner = self.scopes.lookup(node.id, self.scopes.scope_of[node])
        return None if owner is None else (owner, node.id)

    def _anchors(self, site: Site) -> Iterator[ImportStatement]:
        """Yield the import statements behind which the new import has to stand."""
        key = self._root(site)
        if key is not None:
            yield from self._behind(key)
            return
        if isinstance(site.callee, ast.Name):
            for star in self.scopes.module.stars:
                if self.resolver.imported.from_star(star, site.callee.id) is not None:
                    yield star
                    return

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
            if body not in bodies or not isinstance(body, _SCOPES):
                yield statement
            bodies.add(body)

    def version_guard(self, site: Site) -> str:
        """Return what around a site asks which names the library takes, or nothing."""
        inner: ast.AST = site.node
        for outer in self.scopes.ancestors(site.node):
            if isinstance(outer, (ast.Try, ast.TryStar)):
                caught = [handler.type for handler in outer.handlers if handler.type]
                names = " ".join(ast.unparse(node) for node in caught)
                in_body = inner in outer.body or isinstance(inner, ast.ExceptHandler)
                if in_body and ("TypeError" in names or "AttributeError" in names):
                    return f"a `try` on line {outer.lineno} asks which names there are"
            elif isinstance(outer, (ast.If, ast.IfExp)) and _asks_version(outer.test):
                return f"a condition on line {outer.lineno} asks for a version"
            inner = outer
        return ""

    def _imports_behind(self, site: Site) -> Iterator[tuple[str, Binding]]:
        keys = set(site.group) if self._by_name(site) or site.group else set()
        if self.target.moves and (root := self._root(site)) is not None:
            keys.add(root)
        for scope, name in keys:
            for binding in scope.bindings.get(name, ()):
                if binding.is_import:
                    yield name, binding

    def _import_guard(self, binding: Binding) -> int | None:
        """Return the line of what lets the module do without the import, if any."""
        inner: ast.AST = binding.node
        for outer in self.scopes.ancestors(binding.node):
            if isinstance(inner, ast.ExceptHandler) or (
                isinstance(outer, (ast.Try, ast.TryStar))
                and inner in outer.body
                and not all(_raises(handler) for handler in outer.handlers)
            ):
                return getattr(outer, "lineno", 0)
            if isinstance(outer, ast.With) and any(
                "suppress" in ast.unparse(item.context_expr) for item in outer.items
            ):
                return outer.lineno
            inner = outer
        return None

    def _public(self, binding: Binding, name: str, site: Site) -> str:
        if binding.statement is None:
            return ""
        if line := self._mentions.exported.get(name):
            return f"`{name}` is exported or shown by name on line {line}"
        module = self.scopes.module.node
        top_level = self.scopes.parents.get(binding.statement) is module
        alias = binding.node if isinstance(binding.node, ast.alias) else None
        if alias is not None and alias.asname == alias.name:
            return f"`import {name} as {name}` re-exports it"
        if top_level and PurePath(site.source.path).name == "__init__.py":
            return f"`{name}` is what this package exports"
        return ""

    def _drop_unused(
        self, changes: dict[ImportStatement, StatementChange], key: Key, count: int
    ) -> None:
        scope, name = key
        bindings = scope.bindings[name]
        if count < self._uses[key] or name in self._mentions.anywhere:
            return
        if scope.is_class or self._imported_elsewhere(name):
            return
        if PurePath(self.source.path).name == "__init__.py":
            return
        for binding in bindings:
            if binding.statement is not None and self._kept_by_comment(
                binding.statement
            ):
                return
        for binding in bindings:
            alias, statement = binding.node, binding.statement
            if isinstance(alias, ast.alias) and statement is not None:
                vocabulary = self.resolver.vocabulary
                if not vocabulary.leads_to_function(binding.path or ""):
                    return  # a module of the tree, imported for what it does, too
                if alias.asname is not None and alias.asname == alias.name:
                    return
                self._change(changes, statement).dropped.append(alias)

    def _kept_by_comment(self, statement: ast.stmt) -> bool:
        """Whether a ``# noqa`` says that an import is there for others."""
        _, end = self.source.span(statement)
        rest = self.source.text[end:].splitlines()[:1]
        return bool(rest and _KEPT.search(rest[0]))

    def _change(
        self, changes: dict[ImportStatement, StatementChange], statement: ast.AST
    ) -> StatementChange:
        assert isinstance(statement, (ast.Import, ast.ImportFrom))
        return changes.setdefault(statement, StatementChange())

    def _imported_as(self, site: Site, alias: ast.alias) -> str:
        function = self.target.renamed.get(site.function, site.function)
        local = alias.asname or alias.name
        if local == site.function:
            local = self._new_name(site)
        return function if local == function else f"{function} as {local}"

    def _new_name(self, site: Site) -> str:
        function = self.target.renamed.get(site.function, site.function)
        if function in self._names or (
            function != site.function and self._imported_elsewhere(site.function)
        ):
            return site.function
        return function

    def _module_import(self) -> str:
        package, _, attribute = self.target.module.rpartition(".")
        suffix = "" if self.module_name == attribute else f" as {self.module_name}"
        return f"from {package} import {attribute}{suffix}"

    def _existing_import(self) -> str:
        for name, bindings in self.scopes.module.bindings.items():
            if [binding.path for binding in bindings] == [self.target.module]:
                shadowed = any(
                    name in scope.bindings
                    for scope in self.scopes.all_scopes()
                    if scope is not self.scopes.module
                )
                if not shadowed:
                    return name
        return ""

    def _free_name(self) -> str:
        if not self.target.moves:
            return ""
        name = self.target.module.rpartition(".")[2]
        candidates = [name, f"{name}_schedules", *(f"{name}_{n}" for n in range(2, 99))]
        return next(name for name in candidates if name not in self._names)


def _asks_version(test: ast.expr) -> bool:
    return "__version__" in ast.unparse(test) or "version(" in ast.unparse(test)


def _raises(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.body[-1], ast.Raise)
