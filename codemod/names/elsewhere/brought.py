"""Where a file has a module of the tree from, or a name of it: by which statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..module_paths import ModulePath
from ..namespaces import MAIN
from .imported import Imported, Imports

# What an expression is: a module of a step, up to one of its parts; or, behind the
# last step, what its name holds.
At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Step:
    """A name of a module on the way to what is looked for.

    Attributes:
        module: the module.
        name: the name in it.
        depth: where the name is a module, up to which part of the next step's.
    """

    module: ModulePath
    name: str
    depth: int = 0

    @property
    def begun(self) -> At:
        """The module itself, where this is the first step."""
        return 0, len(self.module.parts)


@dataclass(frozen=True, slots=True)
class Brought:
    """One way by which a file has it.

    Attributes:
        by: the name in an import statement.
        at: what it is.
        local: the name that the import binds.
        star: whether all names are imported.
    """

    by: Imported
    at: At
    local: str
    star: bool = False


def brought(
    imports: Imports, importer: Path, step: Step, hacked: bool
) -> Iterator[Brought]:
    """Yield the imports by which a file has the module of the first step, or its name.

    Args:
        imports: what the file imports.
        importer: the file.
        step: the first step.
        hacked: whether a program of the tree changes where modules are found.
    """
    for one in imports.of_any({*step.module.parts, "", MAIN}):
        if one.module is None:
            yield from _imported(importer, one, step, hacked)
        else:
            yield from _imported_from(importer, one, one.module, step, hacked)


def _imported(
    importer: Path, one: Imported, step: Step, hacked: bool
) -> Iterator[Brought]:
    words = one.name.split(".")
    for depth in step.module.depths(importer, one.name, 0, hacked):
        at = depth if one.local else depth - len(words) + 1
        yield Brought(one, (0, at), one.local or words[0])
    if one.name == MAIN:
        yield Brought(one, step.begun, one.local or one.name)


def _imported_from(
    importer: Path, one: Imported, dotted: str, step: Step, hacked: bool
) -> Iterator[Brought]:
    parts, local = step.module.parts, one.local or one.name
    depths = [*step.module.depths(importer, dotted, one.level, hacked)]
    if dotted == MAIN:
        depths.append(len(parts))
    for depth in depths:
        if depth < len(parts):
            if one.name == parts[depth]:
                yield Brought(one, (0, depth + 1), local)
        elif one.name == step.name:
            yield Brought(one, (1, step.depth), local)
        elif one.name == "*" and not step.name.startswith("_"):
            yield Brought(one, (1, step.depth), step.name, star=True)
