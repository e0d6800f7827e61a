"""The kinds of files that hold Python, one module each; nothing lists them.

A module in this package that defines ``KIND`` is one.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import PurePath

from ..decode import SourceError
from ..document import Document, Kind
from ..notebooks.said import without_data
from ..source import Source

NOTEBOOK = ".ipynb"
PYTHON = "Python file"


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, by their names."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    modules = [importlib.import_module(f".{name}", __name__) for name in names]
    found: list[Kind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    return tuple(sorted(found, key=lambda kind: kind.name))


@cache
def suffixes() -> tuple[str, ...]:
    """What the names of all such files end with."""
    return tuple(sorted(suffix for kind in kinds() for suffix in kind.suffixes))


@cache
def config_suffixes() -> tuple[str, ...]:
    """Return what the names of configurations end with."""
    return tuple(suffix for kind in kinds() if kind.config for suffix in kind.suffixes)


def kind_of(path: str) -> Kind | None:
    """Return the kind of the file at a path, by its name; a plain one is Python."""
    suffix = PurePath(path).suffix.lower()
    for kind in kinds():
        if (suffix or ".py") in kind.suffixes:
            return kind
    return None


def is_config(path: str) -> bool:
    """Whether other files set and read by name what the file at a path says."""
    kind = kind_of(path)
    return kind is not None and kind.config


def searched(data: bytes, path: str) -> bytes:
    """Return the bytes of a file in which a word of its code may stand."""
    return without_data(data) if path.lower().endswith(NOTEBOOK) else data


def read_document(data: bytes, path: str) -> Document:
    """Read a file of any kind.

    Raises:
        SourceError: it cannot be read, or is of no kind that is known.
    """
    kind = kind_of(path)
    if kind is None:
        known = ", ".join(suffixes())
        raise SourceError(f"is none of the files that lrmigrate reads ({known})")
    return kind.document(data, path)


def module_of(data: bytes, path: str) -> Source:
    """Return the module that Python runs of a file: a text, or the cells of a notebook.

    Raises:
        SourceError: it cannot be read, or is of no kind that is known.
    """
    kind = kind_of(path)
    if kind is not None and kind.name == PYTHON:
        return Source.from_bytes(data, path)  # its examples are not asked for
    sources = read_document(data, path).sources
    return sources[0] if sources else Source.from_bytes(b"", path)
