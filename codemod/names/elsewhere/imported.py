"""What a file imports, and whether it does more with it than to take attributes.

It is a few names for each import, and stays when the syntax of the file is let go: most
files that import a module do nothing with what is looked for in it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..scopes import Scope, ScopeTree

REACHES = frozenset({"globals", "locals", "eval", "exec"})
"""What takes names by a text."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A name in an import statement.

    Attributes:
        place: how many such names stand before it in the file.
        module: what is imported from; None where the module itself is imported.
        level: the dots before that.
        name: the name, or the path of the module itself.
        local: what it is called in the file; empty where that is not said.
        attributes: what is taken of it, where the file does nothing else with it.
        is_shown: whether it is a name of the file's module.
    """

    place: int
    module: str | None
    level: int
    name: str
    local: str
    attributes: tuple[str, ...] | None
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Imports:
    """All that a file imports.

    Attributes:
        by_word: every name, by the last word of its module.
        by_text: the modules that it imports, runs or takes by a text.
        reaches: whether it takes names by a text.
    """

    by_word: dict[str, tuple[Imported, ...]]
    by_text: frozenset[str]
    reaches: bool

    def of_any(self, words: Iterable[str]) -> Iterator[Imported]:
        """Yield what is imported of modules that end with such a word, in order."""
        found = (one for word in words for one in self.by_word.get(word, ()))
        yield from sorted(found, key=lambda one: one.place)


def aliases_of(scopes: ScopeTree) -> list[ast.alias]:
    """Return every name in an import statement, in the order of the walk."""
    return [node for node in scopes.parents if isinstance(node, ast.alias)]


def imports_of(scopes: ScopeTree, by_text: Iterable[str]) -> Imports:
    """Return what a file imports.

    Args:
        scopes: its names.
        by_text: the modules that it takes by a text.
    """
    bound: dict[ast.AST, list[tuple[Scope, str]]] = {}
    for scope in scopes.all_scopes():
        for name, bindings in scope.bindings.items():
            for binding in bindings:
                if isinstance(binding.node, ast.alias):
                    bound.setdefault(binding.node, []).append((scope, name))
    by_word: dict[str, tuple[Imported, ...]] = {}
    for place, alias in enumerate(aliases_of(scopes)):
        found = _imported(scopes, place, alias, bound.get(alias, []))
        word = (found.name if found.module is None else found.module).rpartition(".")[2]
        by_word[word] = (*by_word.get(word, ()), found)
    reaches = any(use.id in REACHES for use, _ in scopes.uses)
    return Imports(by_word, frozenset(by_text), reaches)


def _imported(
    scopes: ScopeTree, place: int, alias: ast.alias, keys: list[tuple[Scope, str]]
) -> Imported:
    statement = scopes.parents[alias]
    module, level = None, 0
    if isinstance(statement, ast.ImportFrom):
        module, level = statement.module or "", statement.level
    return Imported(
        place,
        module,
        level,
        alias.name,
        alias.asname or "",
        _attributes(scopes, keys),
        any(scope is scopes.module for scope, _ in keys),
    )


def _attributes(
    scopes: ScopeTree, keys: list[tuple[Scope, str]]
) -> tuple[str, ...] | None:
    """Return the attributes that are taken of a name; None if more is done with it."""
    found: dict[str, None] = {}
    for key in keys:
        if key[0].is_class:
            return None
        for use in scopes.uses_of.get(key, ()):
            parent = scopes.parents[use]
            if not isinstance(use.ctx, ast.Load) or isinstance(parent, ast.Expr):
                continue
            if not isinstance(parent, ast.Attribute) or parent.attr == "__dict__":
                return None
            found[parent.attr] = None
    return (*found,)
