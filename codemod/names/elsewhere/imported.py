"""What a file imports, and whether it does more with it than to take attributes.

It is a few names for each import, and stays when the syntax of the file is let go: most
files that import a module do nothing with what is looked for in it.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain

from ..namespaces import OWN
from ..scopes import Scope, ScopeTree
from ..syntax import last_name
from ..taken_modules import IMPORTS, MODULES

_REACHES = frozenset({"globals", "locals", "vars", "eval", "exec"})  # names by a text
# Attributes of a module by which any other is taken.
TAKING_ANY = frozenset({"__dict__", "__getattribute__"})

_Key = tuple[Scope, str]


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
        sees_itself: whether it takes its own module as an object.
    """

    by_word: Mapping[str, Sequence[Imported]]
    by_text: frozenset[str]
    reaches: bool
    sees_itself: bool

    def of_any(self, words: Iterable[str]) -> Iterator[Imported]:
        """Yield what is imported of modules that end with such a word, in order."""
        found = (one for word in words for one in self.by_word.get(word, ()))
        yield from sorted(found, key=lambda one: one.place)


def imports_of(scopes: ScopeTree, by_text: Iterable[str]) -> Imports:
    """Return what a file imports.

    Args:
        scopes: its names.
        by_text: the modules that it takes by a text.
    """
    bound: dict[ast.AST, list[_Key]] = {}
    for scope in scopes.all_scopes():
        for name, bindings in scope.bindings.items():
            for binding in bindings:
                if isinstance(binding.node, ast.alias):
                    bound.setdefault(binding.node, []).append((scope, name))
    taken = _taken(scopes, {key for keys in bound.values() for key in keys})
    by_word: dict[str, list[Imported]] = {}
    for place, alias in enumerate(scopes.nodes(ast.alias)):
        keys = bound.get(alias, [])
        found = _imported(place, alias, scopes.parents[alias], keys, taken)
        word = (found.name if found.module is None else found.module).rpartition(".")[2]
        by_word.setdefault(word, []).append(found)
    reaches = any(use.id in _REACHES for use, _ in scopes.uses)
    own = any(
        _gives_own(scopes.parents[use]) for use, _ in scopes.uses if use.id == OWN
    )
    return Imports(by_word, frozenset(by_text), reaches, own)


def _gives_own(node: ast.AST) -> bool:
    """Whether what has the module's own name takes the module, as by `sys.modules`."""
    if isinstance(node, ast.Subscript):
        return last_name(node.value) == MODULES
    if not isinstance(node, ast.Call):
        return False
    of = getattr(node.func, "value", node)
    return last_name(node.func) in IMPORTS or last_name(of) == MODULES


def _imported(
    place: int,
    alias: ast.alias,
    statement: ast.AST,
    keys: Sequence[_Key],
    taken: Mapping[_Key, Collection[str] | None],
) -> Imported:
    module, level = None, 0
    if isinstance(statement, ast.ImportFrom):
        module, level = statement.module or "", statement.level
    found = [taken[key] for key in keys]
    only = [one for one in found if one is not None]
    return Imported(
        place,
        module,
        level,
        alias.name,
        alias.asname or "",
        tuple(chain(*only)) if len(only) == len(found) else None,
        any(scope.parent is None for scope, _ in keys),
    )


def _taken(scopes: ScopeTree, keys: Set[_Key]) -> Mapping[_Key, Collection[str] | None]:
    """Return the attributes that are taken of names; None if more is done with one."""
    found: dict[_Key, dict[str, None] | None] = {
        key: None if key[0].is_class else {} for key in keys
    }
    names = {name for _, name in keys}
    for use, scope in scopes.uses:
        if use.id not in names or not isinstance(use.ctx, ast.Load):
            continue
        owner, parent = scopes.lookup(use.id, scope), scopes.parents[use]
        if owner is None or isinstance(parent, ast.Expr):
            continue
        if (taken := found.get((owner, use.id))) is None:
            continue
        if isinstance(parent, ast.Attribute) and parent.attr not in TAKING_ANY:
            taken[parent.attr] = None
        else:
            found[owner, use.id] = None
    return found
