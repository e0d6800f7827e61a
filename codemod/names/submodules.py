"""Which paths can be those of modules, and which are of what a module holds.

A file of the tree is asked what it binds; a library's modules have lower-case names,
and what stands in a module of a private package is none.
"""

from __future__ import annotations

from pathlib import Path

from .meaning import FILE, Meaning, Modules
from .module_names import UNKNOWN_MODULE, ModuleNames
from .vocabulary import Vocabulary

_LONGEST = 6  # imports from one file of the tree to another
_BELOW_PRIVATE = 2  # parts of a path from a private package to a module of it


class Submodules:
    """Answers for the paths that the files of one tree write.

    Args:
        vocabulary: the known functions.
        project: the tree, if there is one.
    """

    def __init__(self, vocabulary: Vocabulary, project: Modules | None) -> None:
        self._vocabulary = vocabulary
        self._project = project
        self._names: dict[str, ModuleNames | None] = {}

    def may_be(self, path: str, importer: Path, depth: int = 0) -> bool:
        """Whether a path, as a file writes it, can be that of a module.

        Args:
            path: it, with the leading dots of a relative import.
            importer: the file.
            depth: how many imports have been followed to come here.
        """
        dotted = path.lstrip(".")
        level, parts = len(path) - len(dotted), dotted.split(".")
        if UNKNOWN_MODULE in parts or depth > _LONGEST:
            return True
        for end in range(len(parts), 0, -1):
            module = self._module(importer, ".".join(parts[:end]), level)
            if module is not None:
                return end == len(parts) or self._holds(module, parts[end:], depth)
        return self._may_be_outside(dotted, parts)

    def _module(self, importer: Path, dotted: str, level: int) -> Meaning | None:
        if self._project is None:
            return None
        found = self._project.module(str(importer), dotted, level)
        return found if found is not None and found.path.startswith(FILE) else None

    def _holds(self, module: Meaning, parts: list[str], depth: int) -> bool:
        """Whether a module of the tree has a module by the path in it."""
        names = self._names_of(module)
        if names is None:
            return True
        file = Path(module.path.removeprefix(FILE))
        scope = names.scopes.module
        paths = list(names.known.get((scope, parts[0]), ()))
        if parts[0] not in scope.bindings:
            paths = [f"{'.' * one.level}{one.module or ''}" for one in scope.stars]
            parts = ["", *parts]
        rest = "".join(f".{part}" for part in parts[1:])
        return any(self.may_be(path + rest, file, depth + 1) for path in paths)

    def _names_of(self, module: Meaning) -> ModuleNames | None:
        assert self._project is not None
        if module.path not in self._names:
            scopes = self._project.scopes(module)
            self._names[module.path] = None if scopes is None else ModuleNames(scopes)
        return self._names[module.path]

    def _may_be_outside(self, path: str, parts: list[str]) -> bool:
        """Whether a path that leads out of the tree reads like that of a module."""
        if parts[-1] != parts[-1].lower() or path in self._vocabulary.known:
            return False
        private = next((n for n, part in enumerate(parts) if is_private(part)), None)
        return private is None or len(parts) - private <= _BELOW_PRIVATE


def is_private(part: str) -> bool:
    """Whether a part of a path reads like a private module: ``_src``, ``_join``."""
    return part.startswith("_") and part == part.lower() and not part.endswith("__")
