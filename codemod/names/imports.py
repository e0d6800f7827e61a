"""What an import brings from outside: from a known library, or from the tree."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from .meaning import Key, Meaning, Vocabulary
from .scopes import Binding, ScopeTree

if TYPE_CHECKING:
    from .project import Project


class Imported:
    """Answers for the imports of one module.

    Another module of the tree is asked only for names that are called, or
    called on, in the way of a known function; with ``ask_all``, for every name.
    """

    def __init__(
        self,
        scopes: ScopeTree,
        vocabulary: Vocabulary,
        project: Project | None,
        path: str,
        ask_all: bool,
    ) -> None:
        self.scopes = scopes
        self.vocabulary = vocabulary
        self.project = project
        self.path = path
        self.ask_all = ask_all
        self.suspects = self._suspicious_names()

    def bound(self, key: Key, binding: Binding) -> Meaning | None:
        """Return what an import from another module of the tree stands for."""
        statement, alias = binding.statement, binding.node
        if self.project is None or not self._may_be_ours(key[1], alias):
            return None
        if isinstance(statement, ast.Import):
            return self.project.module(self.path, binding.path or "", 0)
        if not isinstance(statement, ast.ImportFrom) or not isinstance(
            alias, ast.alias
        ):
            return None
        name, level = statement.module or "", statement.level
        module = self.project.module(self.path, name, level)
        found = self.project.member(module, alias.name) if module else None
        if found is None:
            inner = f"{name}.{alias.name}" if name else alias.name
            found = self.project.module(self.path, inner, level)
        if found is not None and found.path in self.vocabulary.functions:
            return replace(found, route=(key,))
        return found

    def _may_be_ours(self, name: str, alias: ast.AST) -> bool:
        imported = alias.name if isinstance(alias, ast.alias) else name
        known = self.vocabulary.functions.values()
        return self.ask_all or name in self.suspects or imported in known

    def _suspicious_names(self) -> set[str]:
        """Return the names that are called, or hold what is called, like ours."""
        suspects: set[str] = set()
        functions = set(self.vocabulary.functions.values())
        for node in self.scopes.parents:
            callee: ast.expr | None = None
            if isinstance(node, ast.Call):
                given = {keyword.arg for keyword in node.keywords}
                if given & self.vocabulary.keywords or None in given:
                    callee = node.func
            elif isinstance(node, ast.Attribute) and node.attr in functions:
                callee = node
            while isinstance(callee, (ast.Attribute, ast.Subscript, ast.Call)):
                inner = callee.func if isinstance(callee, ast.Call) else callee.value
                callee = inner
            if isinstance(callee, ast.Name):
                suspects.add(callee.id)
        return suspects

    def by_star(self, name: str) -> Meaning | None:
        """Return what a name that nothing here binds is, by the star imports."""
        stars = self.scopes.module.stars
        found = [(star, self.from_star(star, name)) for star in stars]
        known = [meaning for _, meaning in found if meaning is not None]
        if not known:
            return None
        others = [star for star, meaning in found if meaning is None]
        if others and not known[0].doubt:
            source = "." * others[0].level + (others[0].module or "")
            doubt = f"`from {source} import *` may bind `{name}` too"
            return replace(known[0], doubt=doubt)
        return known[0]

    def from_star(self, star: ast.ImportFrom, name: str) -> Meaning | None:
        """Return what ``name`` stands for, if this star import brings it."""
        path = f"{star.module}.{name}"
        if not star.level and path in self.vocabulary.functions:
            return Meaning(path)
        if self.project is None or not self._may_be_ours(name, star):
            return None
        module = self.project.module(self.path, star.module or "", star.level)
        return self.project.member(module, name) if module is not None else None

    def later_star(self, key: Key, bindings: list[Binding]) -> str:
        """Return which star import may bind a name again, or nothing."""
        scope, name = key
        last = max(getattr(binding.node, "lineno", 0) for binding in bindings)
        for star in scope.stars:
            path = f"{star.module}.{name}"
            if star.lineno > last and path not in self.vocabulary.functions:
                source = "." * star.level + (star.module or "")
                return f"`from {source} import *` on line {star.lineno} may rebind it"
        return ""
