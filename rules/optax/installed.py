"""What the Optax beside the code has, read from its source; nothing is imported."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from ...codemod.files.read import LARGEST_SETTINGS, read_file
from ...codemod.files.search.environments import environments

_PUBLIC = ("__init__.py", "schedules/__init__.py")
_DEFINING = (
    *("schedules/_schedule.py", "schedules/_join.py", "_src/schedule.py"),
    *("contrib/_reduce_on_plateau.py", "contrib/reduce_on_plateau.py"),
)


def optax_folders(root: Path) -> Iterator[Path]:
    """Yield Optax's folders, the one that the code will most likely run with first."""
    for environment in environments(root):
        yield from environment.find("optax")
    if own := own_optax():
        yield own


def own_optax() -> Path | None:
    """Return the folder of the Optax that is installed with lrmigrate, if any."""
    spec = importlib.util.find_spec("optax")
    locations = spec.submodule_search_locations if spec else None
    return Path(locations[0]) if locations else None


@cache
def signatures(optax: Path) -> Mapping[str, frozenset[str]]:
    """Return the parameters of every schedule function that a folder defines."""
    found: dict[str, frozenset[str]] = {}
    for node in _statements(optax, _DEFINING):
        if isinstance(node, ast.FunctionDef):
            arguments = (*node.args.args, *node.args.kwonlyargs)
            names = {argument.arg for argument in arguments}
            found[node.name] = found.get(node.name, frozenset()) | names
    return found


def definitions_beside(root: Path) -> Mapping[str, frozenset[str]]:
    """Return the parameters of every schedule that the Optax below a root defines."""
    return signatures(folder) if (folder := _first(root)) else {}


@cache
def names_beside(root: Path) -> frozenset[str]:
    """Return the public names of the Optax below a project's root."""
    names: set[str] = set()
    folder = _first(root)
    for node in _statements(folder, _PUBLIC) if folder else ():
        for inner in ast.walk(node):
            if isinstance(inner, ast.alias):
                names.add(inner.asname or inner.name)
            elif isinstance(inner, ast.Name):
                names.add(inner.id)
            elif isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                names.add(inner.value)  # what a module's __getattr__ knows
    return frozenset(names)


def _first(root: Path) -> Path | None:
    return next(optax_folders(root), None)


def _statements(optax: Path, files: tuple[str, ...]) -> Iterator[ast.stmt]:
    for relative in files:
        try:
            yield from ast.parse(read_file(optax / relative, LARGEST_SETTINGS)).body
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            continue
