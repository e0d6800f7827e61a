"""Which other files of a tree may take an attribute of a class or its instances."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator
from functools import cache, cached_property
from pathlib import Path

from ..attribute_uses import AttributeUses
from ..computed_attributes import WORDS
from ..instances import Instances
from ..scopes import Scope, ScopeTree
from .tree_files import TreeFile
from .words import Words

_CLASS = re.compile(r"\bclass\s+(\w+)\s*\(")


class OutsideAttributes:
    """Answers for the files of one tree.

    Args:
        root: where it begins.
        run: those that Python runs.
    """

    def __init__(self, root: Path, run: Words) -> None:
        self._root = root
        self._run = run
        self._derived: dict[str, frozenset[str]] = {}
        self._of_class = cache(self._asked_of)

    def taken(
        self, owner: str, name: str, least: int, file: Path, readers: Collection[str]
    ) -> str:
        """Return where another file may take an attribute, or nothing."""
        module = file.stem if file.stem != "__init__" else file.parent.name
        taken = name
        if name.startswith("__"):
            taken = f"_{owner.lstrip('_')}{name}"
        saying = {*self._run.saying(taken)}
        naming = {*self._run.saying(module)}
        computing = {*self._run.saying_any(WORDS)}
        for other in self._run.sorted(saying | naming | computing):
            if other.real == str(file):
                continue
            if other in saying and (where := self._taken(other, owner, taken, least)):
                return f"`{taken}` may be taken {where}"
            if where := self._around(other, owner, other in computing, readers):
                return f"`{name}` may be taken {where}"
        return ""

    def _around(
        self, other: TreeFile, owner: str, computes: bool, readers: Collection[str]
    ) -> str:
        """Return where a file takes all attributes, or a method for other objects."""
        if other.scopes is None:
            return ""
        uses = self._uses(other.scopes, owner)
        computed = uses.all_of(None) if computes else ()
        unbound = uses.unbound(readers, owner, None) if other.says(owner) else ()
        found = next(iter((*computed, *unbound)), None)
        return _at(other, found)

    def is_foreign(self, path: str) -> bool:
        """Whether a module is certainly none of the tree."""
        return path.split(".")[0] not in self._modules

    def _taken(self, other: TreeFile, owner: str, name: str, least: int) -> str:
        if other.scopes is None:
            said = re.search(rf"\.\s*{re.escape(name)}\b", other.text)
            return f"by {other.name}, which cannot be read" if said else ""
        found = self._uses(other.scopes, owner).others(name, None, least)
        return _at(other, next(found, None))

    def _uses(self, scopes: ScopeTree, owner: str) -> AttributeUses:
        # What is asked goes with the syntax that it holds.
        return scopes.remember(self._of_class(owner))

    def _asked_of(self, owner: str) -> Callable[[ScopeTree], AttributeUses]:
        """Return what is asked of the names of a file for a class, and remembered."""
        derived = self._deriving(owner)

        def derives(scope: Scope) -> bool:
            return getattr(scope.node, "name", "") in derived

        def asked(scopes: ScopeTree) -> AttributeUses:
            return AttributeUses(scopes, Instances(scopes, self.is_foreign, derives))

        return asked

    def _deriving(self, owner: str) -> frozenset[str]:
        """Return the names of the classes that may derive from one of a name."""
        if owner not in self._derived:
            found, pending = {owner}, [owner]
            while pending:
                more = self._derived_by.get(pending.pop(), set()) - found
                found |= more
                pending += more
            self._derived[owner] = frozenset(found - {owner})
        return self._derived[owner]

    @cached_property
    def _derived_by(self) -> dict[str, set[str]]:
        """The classes of the tree by each word of their bases."""
        derived: dict[str, set[str]] = {}
        for one in self._run.saying("class"):
            for name, bases in _classes(one.text):
                for word in re.findall(r"\w+", bases):
                    derived.setdefault(word, set()).add(name)
        return derived

    @cached_property
    def _modules(self) -> frozenset[str]:
        """What the modules of the tree, and the folders they are in, are called."""
        paths = (one.path for one in self._run.files)
        inside = (one for one in paths if one.is_relative_to(self._root))
        below = (one.relative_to(self._root).with_suffix("").parts for one in inside)
        return frozenset({self._root.name, *(part for one in below for part in one)})


def _classes(text: str) -> Iterator[tuple[str, str]]:
    """Yield the classes of a module with what stands for their bases."""
    end = 0
    for found in _CLASS.finditer(text):
        if end < found.end():
            end = text.find(")", found.end())
        if end < 0:
            return  # none of those that follow has an end, either
        yield found[1], text[found.end() : end]


def _at(file: TreeFile, node: ast.AST | None) -> str:
    line = getattr(node, "lineno", 0)
    return f"on {file.told(f'line {line}')}" if node is not None else ""
