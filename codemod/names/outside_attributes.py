"""Which other files of a tree may take an attribute of a class or its instances."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from .attribute_uses import AttributeUses
from .scopes import Scope
from .tree_files import TreeFile


class OutsideAttributes:
    """Answers for the files of one tree.

    Args:
        root: where it begins.
        files: those that Python runs.
    """

    def __init__(self, root: Path, files: list[TreeFile]) -> None:
        self._root = root
        self._files = files
        self._derived: dict[str, frozenset[str]] = {}

    def taken(self, owner: str, name: str, least: int, file: Path) -> str:
        """Return where another file may take an attribute, or nothing."""
        names = [name]
        if name.startswith("__"):
            names = [f"_{owner.lstrip('_')}{name}"]
        for other in self._files:
            for one in names if other.path != file else ():
                if other.says(one) and (where := self._taken(other, owner, one, least)):
                    return f"`{one}` may be taken {where}"
        return ""

    def is_foreign(self, path: str) -> bool:
        """Whether a module is certainly none of the tree."""
        return path.split(".")[0] not in self._modules

    def _taken(self, other: TreeFile, owner: str, name: str, least: int) -> str:
        if other.scopes is None:
            said = re.search(rf"\.\s*{re.escape(name)}\b", other.text)
            return f"by {other.name}, which cannot be read" if said else ""
        derived = self._deriving(owner)

        def derives(scope: Scope) -> bool:
            return getattr(scope.node, "name", "") in derived

        uses = AttributeUses(other.scopes, self.is_foreign, derives)
        found = next(uses.others(name, None, least), None)
        line = getattr(found, "lineno", 0)
        return f"on line {line} of {other.name}" if found is not None else ""

    def _deriving(self, owner: str) -> frozenset[str]:
        """Return the names of the classes that may derive from one of a name."""
        if owner not in self._derived:
            found = {owner}
            while more := {
                name
                for name, bases in self._bases
                if name not in found and not found.isdisjoint(bases)
            }:
                found |= more
            self._derived[owner] = frozenset(found - {owner})
        return self._derived[owner]

    @cached_property
    def _bases(self) -> list[tuple[str, frozenset[str]]]:
        """Every class of the tree with what its bases are called."""
        return [
            (found[1], frozenset(re.findall(r"\w+", found[2])))
            for one in self._files
            if b"class" in one.data
            for found in re.finditer(r"\bclass\s+(\w+)\s*\(([^)]*)\)", one.text)
        ]

    @cached_property
    def _modules(self) -> frozenset[str]:
        """What the modules of the tree, and the folders they are in, are called."""
        paths = (one.path for one in self._files)
        inside = (one for one in paths if one.is_relative_to(self._root))
        below = (one.relative_to(self._root).with_suffix("").parts for one in inside)
        return frozenset({self._root.name, *(part for one in below for part in one)})
