"""Where a file has a module of the tree from, or a name of it: by which statement."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from dataclasses import dataclass
from operator import itemgetter

from ..module_paths import ModulePath
from ..namespaces import MAIN
from ..taken_modules import TakenModule
from .tree_files import TreeFile

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
        node: the import of one name, or the expression.
        at: what it is.
        local: the name that the import binds; empty for an expression.
        star: whether all names are imported.
        runs: whether the module is only run, where its names are not followed.
    """

    node: ast.alias | ast.expr
    at: At
    local: str = ""
    star: bool = False
    runs: bool = False


def brought(file: TreeFile, step: Step, hacked: bool) -> Iterator[Brought]:
    """Yield the ways by which a file has the module of the first step, or its name.

    Args:
        file: the file.
        step: the first step.
        hacked: whether a program of the tree changes where modules are found.
    """
    for alias, statement in _of_any(file, {*step.module.parts, "", MAIN}):
        if isinstance(statement, ast.ImportFrom):
            yield from _imported_from(file, alias, statement, step, hacked)
        else:
            yield from _imported(file, alias, step, hacked)
    for node, found in file.taken:
        yield from _by_text(node, found, step)


def _of_any(file: TreeFile, words: Set[str]) -> Iterator[tuple[ast.alias, ast.AST]]:
    """Yield what a file imports of modules that end with such a word, in its order."""
    found = (one for word in words for one in file.imports.get(word, ()))
    for _, alias, statement in sorted(found, key=itemgetter(0)):
        yield alias, statement


def _imported(
    file: TreeFile, alias: ast.alias, step: Step, hacked: bool
) -> Iterator[Brought]:
    words = alias.name.split(".")
    for depth in step.module.depths(file.path, alias.name, 0, hacked):
        at = depth if alias.asname else depth - len(words) + 1
        yield Brought(alias, (0, at), alias.asname or words[0])
    if alias.name == MAIN:
        yield Brought(alias, step.begun, alias.asname or alias.name)


def _imported_from(
    file: TreeFile,
    alias: ast.alias,
    statement: ast.ImportFrom,
    step: Step,
    hacked: bool,
) -> Iterator[Brought]:
    parts, local = step.module.parts, alias.asname or alias.name
    dotted, level = statement.module or "", statement.level
    depths = [*step.module.depths(file.path, dotted, level, hacked)]
    if dotted == MAIN:
        depths.append(len(parts))
    for depth in depths:
        if depth < len(parts):
            if alias.name == parts[depth]:
                yield Brought(alias, (0, depth + 1), local)
        elif alias.name == step.name:
            yield Brought(alias, (1, step.depth), local)
        elif alias.name == "*" and not step.name.startswith("_"):
            yield Brought(alias, (1, step.depth), step.name, star=True)


def _by_text(node: ast.expr, found: TakenModule, step: Step) -> Iterator[Brought]:
    """Yield a module that is imported, run or taken by a text."""
    if found.module in (step.module.stem, MAIN):
        yield Brought(node, step.begun, runs=not found.gives_module)
