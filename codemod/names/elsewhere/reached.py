"""Whether a file reaches a name of another module otherwise than by an import of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection

from ..by_text import TextUses
from ..function_names import REACHING, taken_of_functions
from ..loaders import is_words
from ..module_objects import ModuleObjects
from ..module_paths import ModulePath
from ..namespaces import EVERY
from ..scopes import Scope
from .brought import Brought, Step
from .imported import Imports
from .tree_files import TreeFile

_SAYS = re.compile("|".join(REACHING).encode())


def reached_by_text(
    file: TreeFile, held: Collection[tuple[Scope, str]], name: str
) -> ast.AST | None:
    """Return what may take a name by a text, which the file has, or nothing.

    Args:
        file: the file.
        held: what it is called in the file, and where.
        name: what it is called in its module.
    """
    scopes, imports = file.scopes, file.imports
    if scopes is None or imports is None:
        return None
    if not (imports.reaches or imports.sees_itself):
        return None
    own, objects = ModulePath(file.path).stem, scopes.told(ModuleObjects)
    uses = TextUses(scopes, objects, own, lambda path: True).all() if held else ()
    for use in uses:
        if any(map(use.reaches, held)):
            return use.node
    if not imports.reaches:
        return None
    names = {name, *(one for _, one in held)}
    said = (one for one in file.strings if is_words(one, names, exact=False))
    return next(said, None)


def line_of_functions(
    file: TreeFile, steps: tuple[Step, ...], found: list[Brought], hacked: bool
) -> int:
    """Return on which line a file may take a name that functions of its module see.

    As ``rate.__globals__`` gives all of them. 0 where there is none.

    Args:
        file: the file.
        steps: the way to the name.
        found: the imports by which the file has the module, or its name.
        hacked: whether a program of the tree changes where modules are found.
    """
    imports = file.imports
    scopes = file.scopes if _SAYS.search(file.data) else None
    if imports is None or scopes is None:
        return 0
    seen = dict(taken_of_functions(scopes))
    lines = [seen[one] for one in (EVERY, steps[-1].name) if one in seen]
    if not lines:
        return 0
    has = any(one.at == steps[0].begun for one in found)
    return lines[0] if has or _takes(file, imports, steps[0], hacked) else 0


def _takes(file: TreeFile, imports: Imports, step: Step, hacked: bool) -> bool:
    """Whether a file imports any name of a module, which may be a function."""
    module, importer = step.module, file.path
    return any(
        len(module.parts) in module.depths(importer, one.module, one.level, hacked)
        for one in imports.of_any({*module.parts, ""})
        if one.module is not None
    )
