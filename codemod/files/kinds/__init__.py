"""The kinds of files that hold Python, one module each; the first such file imports it.

Each defines ``DOCUMENT``: what reads such a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..decode import SourceError

if TYPE_CHECKING:
    from ..document import Document
    from ..source import Source

NOTEBOOK = ".ipynb"
PYTHON = "Python file"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that holds Python.

    Attributes:
        name: what one is called, like ``notebook``.
        module: what reads one.
        suffixes: what the names of such files end with.
        config: whether other files set and read by name what it says.
    """

    name: str
    module: str
    suffixes: tuple[str, ...]
    config: bool = False

    def read(self, data: bytes, path: str) -> Document:
        """Read one: its bytes, and its path as it is to be printed.

        Raises:
            SourceError: it cannot be read.
        """
        module = import_module(f".{self.module}", __name__)
        document: Document = module.DOCUMENT(data, path)
        return document


KINDS = (
    Kind(PYTHON, "python", (".py", ".pyi", ".pyw")),
    Kind("notebook", "notebook", (NOTEBOOK,)),
    Kind("Markdown page", "markdown", (".md", ".markdown", ".qmd", ".rmd", ".Rmd")),
    Kind("reStructuredText page", "rst", (".rst",)),
    Kind("YAML file", "yaml", (".yaml", ".yml"), config=True),
    Kind("gin file", "gin", (".gin",), config=True),
)


@cache
def suffixes() -> tuple[str, ...]:
    """What the names of all such files end with."""
    return tuple(sorted(suffix for kind in KINDS for suffix in kind.suffixes))


def config_suffixes() -> tuple[str, ...]:
    """Return what the names of configurations end with."""
    return tuple(suffix for kind in KINDS if kind.config for suffix in kind.suffixes)


def kind_of(path: str) -> Kind | None:
    """Return the kind of the file at a path, by its name; a plain one is Python."""
    suffix = PurePath(path).suffix.lower()
    for kind in KINDS:
        if (suffix or ".py") in kind.suffixes:
            return kind
    return None


def is_config(path: str) -> bool:
    """Whether other files set and read by name what the file at a path says."""
    kind = kind_of(path)
    return kind is not None and kind.config


def searched(data: bytes, path: str) -> bytes:
    """Return the bytes of a file in which a word of its code may stand."""
    if not path.lower().endswith(NOTEBOOK):
        return data
    from ..notebooks.said import without_data

    return without_data(data)


def read_document(data: bytes, path: str) -> Document:
    """Read a file of any kind.

    Raises:
        SourceError: it cannot be read, or is of no kind that is known.
    """
    kind = kind_of(path)
    if kind is None:
        known = ", ".join(suffixes())
        raise SourceError(f"is none of the files that lrmigrate reads ({known})")
    return kind.read(data, path)


def module_of(data: bytes, path: str) -> Source:
    """Return the module that Python runs of a file: a text, or the cells of a notebook.

    Raises:
        SourceError: it cannot be read, or is of no kind that is known.
    """
    from ..source import Source

    kind = kind_of(path)
    if kind is not None and kind.name == PYTHON:
        return Source.from_bytes(data, path)  # its examples are not asked for
    sources = read_document(data, path).sources
    return sources[0] if sources else Source.from_bytes(b"", path)
