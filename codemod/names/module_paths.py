"""Which module of the tree an import may mean: by all the names that lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Parts = tuple[str, ...]


@dataclass(frozen=True)
class ModulePath:
    """A module of the tree.

    Attributes:
        file: where it stands, resolved.
    """

    file: Path

    @cached_property
    def parts(self) -> Parts:
        """The folders that lead to it, and its own name."""
        named = self.file.parent if self.file.stem == "__init__" else self.file
        return named.with_suffix("").parts

    @property
    def stem(self) -> str:
        """What every import of it says."""
        return self.parts[-1]

    def depths(
        self, importer: Path, dotted: str, level: int, hacked: bool
    ) -> Iterator[int]:
        """Yield up to which of its parts a name in an import may lead.

        All of them is the module itself, fewer a package around it.

        Args:
            importer: the file that imports.
            dotted: what it imports.
            level: the leading dots.
            hacked: whether a program of the tree changes where modules are found.
        """
        words = tuple(dotted.split(".")) if dotted else ()
        folder = importer.parent
        if level:
            whole = (*_above(folder, level - 1).parts, *words)
            if self.parts[: len(whole)] == whole:
                yield len(whole)
            return
        top = top_of(folder)
        if top != folder and words[0] == folder.parts[len(top.parts)]:
            whole = (*top.parts, *words)
            if self.parts[: len(whole)] == whole:
                yield len(whole)
            return
        if hacked or not self._is_another(folder, dotted):
            for end in range(len(self.parts), len(words) - 1, -1):
                if self.parts[end - len(words) : end] == words:
                    yield end

    def _is_another(self, folder: Path, dotted: str) -> bool:
        """Whether an import finds another module in the importing file's folder."""
        found = existing(folder, dotted)
        parts = ModulePath(found).parts if found is not None else ()
        return self.parts[: len(parts)] != parts


def top_of(folder: Path) -> Path:
    """Return the first folder above that is no package."""
    while (folder / "__init__.py").is_file():
        folder = folder.parent
    return folder


def existing(folder: Path, module: str) -> Path | None:
    """Return the file of a module in a folder, if there is one."""
    base = folder.joinpath(*module.split(".")) if module else folder
    package = base / "__init__.py"
    if package.is_file():
        return package
    plain = base.with_name(f"{base.name}.py")
    return plain if module and plain.is_file() else None


def _above(folder: Path, count: int) -> Path:
    for _ in range(count):
        folder = folder.parent
    return folder


def file_from(
    importer: Path, module: str, level: int, roots: Iterable[Path]
) -> Path | None:
    """Return the one file that a module's name leads to, if it is certain.

    Args:
        importer: the file that imports it, resolved.
        module: its name, without dots in front.
        level: how many these are.
        roots: that of the project, and that of what it is part of.
    """
    folder = importer.parent
    if level:
        for _ in range(level - 1):
            folder = folder.parent
        return existing(folder, module)
    found = [one for one in files_called(module, folder, roots) if one != importer]
    return found[0] if len(found) == 1 else None


def files_called(module: str, folder: Path, roots: Iterable[Path]) -> list[Path]:
    """Return the files that an import without dots may mean, from code in a folder."""
    places = [top_of(folder)]
    if not (folder / "__init__.py").is_file():
        places.append(folder)  # else not on the path of a program that imports it
    for root in roots:
        places += [root, root / "src"]
    found = (existing(place, module) for place in dict.fromkeys(places))
    return [*dict.fromkeys(file for file in found if file is not None)]
