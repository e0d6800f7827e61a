"""The files of a tree that may speak of a configuration: each read and parsed once."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path, PurePath

from ...files.configs.gin_statements import Binding, GinError, bindings
from ...files.configs.yaml_nodes import Node, YamlError, documents
from ...files.kinds import module_of
from ...files.read import encoded
from ...files.search.listing import Listing
from ...files.search.project_root import tree_of
from ...files.source import MAX_BYTES, Source, SourceError
from ..syntax import last_name

_PYTHON = frozenset({".ipynb", ".py", ".pyi", ".pyw"})
_YAML = frozenset({".yaml", ".yml"})
_PAGES = frozenset({".markdown", ".md", ".qmd", ".rst", ".txt"})  # for people
_SCRIPTS = frozenset({"", ".bash", ".bat", ".cmd", ".gin", ".mk", ".ps1", ".sbatch"})
_OTHERS = frozenset({".cfg", ".ini", ".json", ".sh", ".slurm", ".toml", ".zsh"})
_MADE_OF = frozenset({".env", ".j2", ".jinja", ".json5", ".jsonl", ".jsonnet", ".tmpl"})
_SUFFIXES = _PYTHON | _YAML | _PAGES | _SCRIPTS | _OTHERS | _MADE_OF
_MERGES = frozenset({"merge", "merge_with", "unsafe_merge"})
_LARGEST = 2**20
_LARGEST_NOTEBOOK = 2**26  # with its outputs


class ConfigFile:
    """One file of a tree, read when it is asked what it says.

    Attributes:
        path: it, resolved.
    """

    def __init__(self, path: Path, listing: Listing) -> None:
        self.path = path
        self._listing = listing

    @property
    def name(self) -> str:
        """What a report calls it."""
        return self.path.name

    @property
    def is_page(self) -> bool:
        """Whether people read it, so that what it shows is only partly said to run."""
        return self.path.suffix in _PAGES or self.path.suffix == ".ipynb"

    @cached_property
    def _read(self) -> bytes | None:
        """Its bytes, if they can be had."""
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
        return self._read or b""

    def says(self, word: str) -> bool:
        """Whether its bytes hold a word."""
        return encoded(word) in self.data

    @cached_property
    def text(self) -> str:
        """What it says."""
        return self.data.decode("utf-8", "replace")

    @cached_property
    def yaml(self) -> Sequence[Node] | None:
        """The tops of its documents, if it is YAML."""
        if self.path.suffix in _YAML and self._read is not None:
            with suppress(YamlError):
                return documents(self.text)
        return None

    @cached_property
    def gin(self) -> Sequence[Binding]:
        """Its bindings, if it is gin."""
        if self.path.suffix == ".gin":
            with suppress(GinError):
                return bindings(self.text)
        return ()

    @cached_property
    def python(self) -> Source | None:
        """The Python in it, if it holds any that can be parsed."""
        if self.path.suffix not in _PYTHON:
            return None
        with suppress(SourceError, RecursionError):
            source = module_of(self.data, str(self.path))
            return source if source.tree is not None else None
        return None

    @cached_property
    def nodes(self) -> Sequence[ast.AST]:
        """All nodes of its Python."""
        return [*ast.walk(self.python.tree)] if self.python is not None else []

    def where(self, line: int) -> str:
        """Return how a report says that something stands on a line of its Python."""
        source = self.python
        if source is None or source.frame is None:
            return f"on line {line} of {self.name}"
        place = source.place(source.offset(line, 0))
        return f"on line {place.line} of cell {place.cell} of {self.name}"


class ConfigFiles:
    """All such files of the trees that are asked about.

    Args:
        listing: gives all files of a tree by its root.
    """

    def __init__(self, listing: Callable[[Path], Listing]) -> None:
        self._listing = listing
        self._trees: dict[Path, list[ConfigFile]] = {}
        self._merge_parts: dict[Path, bool] = {}

    def of(self, file: Path) -> Sequence[ConfigFile]:
        """Return those of the tree that a file is in."""
        root = tree_of(file)
        if root not in self._trees:
            listing = self._listing(root)
            self._trees[root] = [
                ConfigFile(Path(real), listing)
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


def _merges_parts(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or last_name(node.func) not in _MERGES:
        return False
    given = [*node.args]
    if isinstance(node.func, ast.Attribute) and node.func.attr == "merge_with":
        given.append(node.func.value)
    return sum(isinstance(one, ast.Attribute | ast.Subscript) for one in given) > 1
