"""The files of a tree that may speak of a configuration.

Each is read and parsed when it is asked; what was asked last is held.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path, PurePath

from ...files.configs.gin_statements import Binding, GinError, bindings
from ...files.configs.yaml_nodes import Node, YamlError, documents
from ...files.held import Held, size_of_bytes
from ...files.kinds import module_of
from ...files.read import encoded
from ...files.search.listing import Listing
from ...files.search.project_root import tree_of
from ...files.search.unread import TEXTS
from ...files.source import MAX_BYTES, Source, SourceError
from ..syntax import last_name

_PYTHON = frozenset({".ipynb", ".py", ".pyi", ".pyw"})
_YAML = frozenset({".yaml", ".yml"})
_PAGES = frozenset({".markdown", ".md", ".qmd", ".rst", ".txt"})  # for people
_OTHERS = frozenset({"", ".bat", ".cmd", ".env", ".gin", ".jsonl", ".mk", ".ps1"})
_SUFFIXES = _PYTHON | _YAML | _PAGES | TEXTS | _OTHERS
_MERGES = frozenset({"merge", "merge_with", "unsafe_merge"})
_LARGEST = 2**20
_LARGEST_NOTEBOOK = 2**26  # with its outputs
_MOST_TEXT = 2**22  # bytes of files that are held at once
_MOST_PARSED = 2**18  # characters of files whose syntax is


class _LastAsked:
    """What the files have that were asked last."""

    def __init__(self) -> None:
        self.data: Held[ConfigFile, bytes] = Held(_MOST_TEXT, size_of_bytes)
        self.python: Held[ConfigFile, Source] = Held(_MOST_PARSED, _length)


class ConfigFile:
    """One file of a tree, read when it is asked what it says.

    Attributes:
        path: it, resolved.
    """

    def __init__(self, path: Path, listing: Listing, last: _LastAsked) -> None:
        self.path = path
        self._listing = listing
        self._last = last
        self._is_readable = True
        self._is_python = path.suffix in _PYTHON

    @property
    def name(self) -> str:
        """What a report calls it."""
        return self.path.name

    @property
    def is_page(self) -> bool:
        """Whether people read it, so that what it shows is only partly said to run."""
        return self.path.suffix in _PAGES or self.path.suffix == ".ipynb"

    def _read(self) -> bytes | None:
        """Return its bytes, if they can be had."""
        notebook = self.path.suffix == ".ipynb"
        largest = _LARGEST_NOTEBOOK if notebook else _LARGEST
        with suppress(OSError):
            if self.path.suffix != ".py":
                return self._listing.held.read(self.path, largest)
            data = self._listing.code(str(self.path), MAX_BYTES)
            return data if len(data) <= largest else None
        return None

    @property
    def data(self) -> bytes:
        """Its bytes; none where it cannot be read."""
        data = self._last.data.get(self) if self._is_readable else b""
        if data is None:
            found = self._read()
            self._is_readable = found is not None
            data = found or b""
            self._last.data.add(self, data)
        return data

    def says(self, word: str) -> bool:
        """Whether its bytes hold a word."""
        return encoded(word) in self.data

    @property
    def text(self) -> str:
        """What it says."""
        return self.data.decode("utf-8", "replace")

    @cached_property
    def yaml(self) -> Sequence[Node] | None:
        """The tops of its documents, if it is YAML."""
        if self.path.suffix not in _YAML:
            return None
        with suppress(YamlError):
            text = self.text
            return documents(text) if self._is_readable else None
        return None

    @cached_property
    def gin(self) -> Sequence[Binding]:
        """Its bindings, if it is gin."""
        if self.path.suffix == ".gin":
            with suppress(GinError):
                return bindings(self.text)
        return ()

    @property
    def python(self) -> Source | None:
        """The Python in it, if it holds any that can be parsed."""
        found = self._last.python.get(self)
        if found is None and self._is_python:
            try:
                found = module_of(self.data, str(self.path))
                _ = found.tree  # raises where it cannot be parsed
            except (SourceError, RecursionError):
                self._is_python = False
                return None
            self._last.python.add(self, found)
        return found

    @property
    def nodes(self) -> Sequence[ast.AST]:
        """All nodes of its Python."""
        source = self.python
        return [*ast.walk(source.tree)] if source is not None else []

    def where(self, line: int) -> str:
        """Return how a report says that something stands on a line of its Python."""
        with suppress(SourceError):
            source = module_of(self.data, str(self.path))
            if source.frame is not None:
                place = source.place(source.offset(line, 0))
                return f"on line {place.line} of cell {place.cell} of {self.name}"
        return f"on line {line} of {self.name}"


class ConfigFiles:
    """All such files of the trees that are asked about.

    Args:
        listing: gives all files of a tree by its root.
    """

    def __init__(self, listing: Callable[[Path], Listing]) -> None:
        self._listing = listing
        self._last = _LastAsked()
        self._trees: dict[Path, list[ConfigFile]] = {}
        self._merge_parts: dict[Path, bool] = {}

    def of(self, file: Path) -> Sequence[ConfigFile]:
        """Return those of the tree that a file is in."""
        root = tree_of(file)
        if root not in self._trees:
            listing = self._listing(root)
            self._trees[root] = [
                ConfigFile(Path(real), listing, self._last)
                for path, real in listing.files
                if PurePath(path).suffix in _SUFFIXES
            ]
        return self._trees[root]

    def merge_parts(self, file: Path) -> bool:
        """Whether a program of the tree lays parts of configurations over others."""
        root = tree_of(file)
        if root not in self._merge_parts:
            merging = (one for one in self.of(file) if one.says("merge"))
            self._merge_parts[root] = any(
                _merges_parts(node) for one in merging for node in one.nodes
            )
        return self._merge_parts[root]


def _length(source: Source) -> int:
    return len(source.text)


def _merges_parts(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or last_name(node.func) not in _MERGES:
        return False
    given = [*node.args]
    if isinstance(node.func, ast.Attribute) and node.func.attr == "merge_with":
        given.append(node.func.value)
    return sum(isinstance(one, ast.Attribute | ast.Subscript) for one in given) > 1
