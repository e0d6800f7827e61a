"""What an import brings from outside: from a known library, or from the tree."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from .answers import each
from .meaning import Key, Meaning, Modules, united
from .scopes import Binding, ScopeTree
from .vocabulary import Vocabulary

_NUMPY = frozenset({"abs", "max", "min", "round", "sum"})
# Which builtins that arithmetic relies on a star import brings, where that is known.
_STARS: Mapping[str, frozenset[str]] = {
    "numpy": _NUMPY,
    "jax.numpy": _NUMPY,
    "operator": frozenset({"abs"}),
    **dict.fromkeys(
        (
            *("optax", "optax.schedules", "flax", "flax.linen", "flax.nnx", "jax"),
            *("jax.lax", "jax.random", "math", "typing", "functools", "itertools"),
            *("collections", "dataclasses", "datetime", "enum", "pathlib", "time"),
            *("tkinter", "torch.nn", "absl", "unittest", "unittest.mock"),
        ),
        frozenset(),
    ),
}


def may_bring(module: str, name: str) -> bool:
    """Whether a star import of a library may bring a name: one of a builtin."""
    return hasattr(builtins, name) and (module not in _STARS or name in _STARS[module])


class Imported:
    """Answers for the imports of one module.

    Another module of the tree is asked only for names that are called, or
    called on, in the way of a known function; with ``ask_all``, for every name.
    """

    def __init__(
        self,
        scopes: ScopeTree,
        vocabulary: Vocabulary,
        modules: Modules | None,
        path: str,
        ask_all: bool,
    ) -> None:
        self.scopes = scopes
        self.vocabulary = vocabulary
        self.modules = modules
        self.path = path
        self.ask_all = ask_all

    def bound(self, key: Key, binding: Binding) -> Meaning | None:
        """Return what an import from another module of the tree stands for."""
        statement, alias = binding.statement, binding.node
        if self.modules is None or not self._may_be_ours(key[1], alias):
            return None
        if isinstance(statement, ast.Import):
            return self.modules.module(self.path, binding.path or "", 0)
        if not isinstance(statement, ast.ImportFrom) or not isinstance(
            alias, ast.alias
        ):
            return None
        name, level = statement.module or "", statement.level
        module = self.modules.module(self.path, name, level)
        found = self.modules.member(module, alias.name) if module else None
        if found is None:
            inner = f"{name}.{alias.name}" if name else alias.name
            found = self.modules.module(self.path, inner, level)
        if found is not None and found.path in self.vocabulary.known:
            return replace(found, route=(key,))
        return found

    def shadowed(self, path: str) -> str:
        """Return what of the tree an import may bring in a library's place, if any."""
        library = path.partition(".")[0]
        return self.modules.shadow(self.path, library) if self.modules else ""

    def _may_be_ours(self, name: str, alias: ast.AST) -> bool:
        imported = alias.name if isinstance(alias, ast.alias) else name
        return (
            self.ask_all or name in self._suspects or imported in self.vocabulary.names
        )

    @cached_property
    def _suspects(self) -> set[str]:
        """Return the names that are called, or hold what is called, like ours."""
        callees = map(self._suspicious, self.scopes.parents)
        names = (_leftmost(callee) for callee in callees if callee is not None)
        return {name for name in names if name}

    def _suspicious(self, node: ast.AST) -> ast.expr | None:
        """Return what a node calls or names like a known function, if it does."""
        if isinstance(node, ast.Call):
            given = {keyword.arg for keyword in node.keywords}
            ours = None in given or not given.isdisjoint(self.vocabulary.keywords)
            return node.func if ours else None
        if isinstance(node, ast.Attribute) and node.attr in self.vocabulary.names:
            return node
        return None

    def by_star(self, name: str) -> Meaning | None:
        """Return what a name that nothing here binds is, by the star imports."""
        stars = self.scopes.module.stars
        found = list(each(lambda star: self.from_star(star, name), stars))
        known = [meaning for _, meaning in found if meaning is not None]
        if not known:
            return None
        doubt = next((meaning.doubt for meaning in known if meaning.doubt), "")
        for star in [star for star, meaning in found if meaning is None][:1]:
            doubt = doubt or f"`from {_module(star)} import *` may bind `{name}` too"
        if len({meaning.path for meaning in known}) > 1:
            doubt = doubt or f"more than one `import *` brings `{name}`"
        return united(known, doubt)

    def from_star(self, star: ast.ImportFrom, name: str) -> Meaning | None:
        """Return what ``name`` stands for, if this star import brings it."""
        path = f"{star.module}.{name}"
        if not star.level and path in self.vocabulary.known:
            return Meaning(path, doubt=self.shadowed(path))
        if self.modules is None or not self._may_be_ours(name, star):
            return None
        module = self.modules.module(self.path, star.module or "", star.level)
        return self.modules.member(module, name) if module is not None else None

    def rebound_by_star(self, name: str) -> str:
        """Return which star import may bring a builtin's name, or nothing."""
        for star in self.scopes.module.stars:
            module = None
            if self.modules is not None:
                module = self.modules.module(self.path, star.module or "", star.level)
            if module is not None and self.modules is not None:
                brings = self.modules.binds(module, name) or (
                    hasattr(builtins, name) and self.modules.is_open(module, name)
                )
            else:
                brings = bool(star.level) or may_bring(star.module or "", name)
            if brings:
                where = f"on line {star.lineno}"
                return f"`from {_module(star)} import *` {where} may bind `{name}`"
        return ""

    def later_star(self, key: Key, bindings: list[Binding]) -> str:
        """Return which star import may bind a name again, or nothing."""
        scope, name = key
        last = max(getattr(binding.node, "lineno", 0) for binding in bindings)
        for star in scope.stars:
            path = f"{star.module}.{name}"
            if star.lineno > last and path not in self.vocabulary.known:
                where = f"on line {star.lineno}"
                return f"`from {_module(star)} import *` {where} may rebind it"
        return ""

    def part(self, key: Key, bindings: list[Binding]) -> str:
        """Return which module of the package takes a name's place, or nothing.

        An import of `package.name`, by whatever file, sets that name of the package.
        It does so but once: what comes from the module itself is bound after it.
        """
        scope, name = key
        if self.modules is None or scope is not self.scopes.module:
            return ""
        part = self.modules.part(self.path, name)
        if part is None or all(self._comes_from(part, one) for one in bindings):
            return ""
        return f"`{name}` is {part.name} of its package where that is imported"

    def _comes_from(self, part: Path, binding: Binding) -> bool:
        """Whether a binding is an import from a module or package, or of it."""
        statement, alias = binding.statement, binding.node
        whole = part.parent if part.name == "__init__.py" else part.with_suffix("")
        named = tuple(binding.path.split(".")) if binding.path else ()
        lengths = range(2, len(named) + 1)  # one name alone is of no package
        if not binding.level and any(whole.parts[-n:] == named[:n] for n in lengths):
            return True
        if not isinstance(statement, ast.ImportFrom) or self.modules is None:
            return False
        name, level = statement.module or "", statement.level
        file = self.modules.file(self.path, name, level)
        if file is not None and file == self.modules.file(self.path, "", 1):
            name = f"{name}.{getattr(alias, 'name', '')}".removeprefix(".")
            file = self.modules.file(self.path, name, level)
        inside = whole if part.name == "__init__.py" else part
        return file is not None and file.is_relative_to(inside)


def _module(star: ast.ImportFrom) -> str:
    return "." * star.level + (star.module or "")


def _leftmost(node: ast.expr) -> str:
    """Return the name that an expression of attributes and calls starts with."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
