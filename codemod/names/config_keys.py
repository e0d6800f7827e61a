"""Where the files of a tree set or read a key of a configuration by its name.

What is understood to be none of that is listed: a variable or a parameter of that
name, a keyword of a call of a known function or of one of the same file that has
such a parameter, an attribute of ``self`` or ``FLAGS``, a docstring, and a key that
stands beside a ``_target_``. Any other place where the name is said may mean the key.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..files.project_root import tree_of
from ..files.source import Source, SourceError
from ..files.walk import SKIPPED_FOLDERS
from ..files.yaml_nodes import (
    Mapping,
    Node,
    Sequence,
    YamlError,
    children,
    documents,
)

_PYTHON = frozenset({".py", ".pyi", ".pyw"})
_YAML = frozenset({".yaml", ".yml"})
_SCRIPTS = frozenset({"", ".bash", ".bat", ".cmd", ".gin", ".ps1", ".sbatch", ".sh"})
_OTHERS = frozenset({".cfg", ".ini", ".ipynb", ".json", ".slurm", ".toml", ".zsh"})
_SUFFIXES = _PYTHON | _YAML | _SCRIPTS | _OTHERS
_LARGEST = 2**20
_NO_CONFIGS = frozenset({"FLAGS", "self"})
_TARGET = "_target_"
_GIVEN_TO = frozenset({"Config", "Partial", "builds", "partial"})  # with a function


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    data: bytes

    def said(self, name: str) -> bool:
        return name.encode() in self.data

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", "replace")


class ConfigKeys:
    """Searches the trees of the files that are asked about; each is read once."""

    def __init__(self) -> None:
        self._trees: dict[Path, list[_File]] = {}
        self._reasons: dict[tuple[Path, str], list[tuple[Path, str]]] = {}

    def reason(self, name: str, file: Path, functions: Collection[str]) -> str:
        """Return where the tree of a configuration says one of its keys, or nothing.

        Args:
            name: the key.
            file: the configuration.
            functions: the names of known functions.
        """
        root = tree_of(file)
        if (root, name) not in self._reasons:
            self._reasons[root, name] = [
                (one.path, f"on line {line}")
                for one in self._files(root)
                if one.said(name)
                for line in sorted({*_lines(one, name, functions)})[:1]
            ]
        for path, where in self._reasons[root, name]:
            return f"`{name}` may be set or read by its name {where} of {path.name}"
        return ""

    def _files(self, root: Path) -> list[_File]:
        if root not in self._trees:
            self._trees[root] = [*_walk(root)]
        return self._trees[root]


def _walk(root: Path) -> Iterator[_File]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - SKIPPED_FOLDERS)
        if "pyvenv.cfg" in names and Path(folder) != root:
            folders.clear()
            continue
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix in _SUFFIXES:
                with suppress(OSError):
                    if path.is_file() and path.stat().st_size <= _LARGEST:
                        yield _File(path.resolve(), path.read_bytes())


def _lines(file: _File, name: str, functions: Collection[str]) -> Iterator[int]:
    """Yield the lines where a file may mean the key."""
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    if not word.search(file.text):
        return
    if file.path.suffix in _YAML:
        yield from _of_yaml(file.text, name)
    elif file.path.suffix in _PYTHON:
        yield from _of_python(file, name, functions)
    else:
        yield from _of_text(file.text, name)


def _of_text(text: str, name: str) -> Iterator[int]:
    """Yield where a text says a path to the key, or gives the key a value."""
    said = re.compile(rf"[.+~\"'\s]{name}(?:=|\"|'|\s*:)|\.{name}(?!\w)")
    for number, line in enumerate(text.split("\n"), 1):
        if said.search(f" {line}"):
            yield number


def _of_yaml(text: str, name: str) -> Iterator[int]:
    for number, line in enumerate(text.split("\n"), 1):
        if re.search(rf"\.{name}(?!\w)", line.partition(" #")[0]):
            yield number
    try:
        tops = documents(text)
    except YamlError:
        yield from _of_text(text, name)
        return
    seen = set[Node]()
    for top in tops:
        for offset in _bare(top, name, seen):
            yield text.count("\n", 0, offset) + 1


def _bare(node: Node, name: str, seen: set[Node]) -> Iterator[int]:
    """Yield where a mapping has the key that no call stands beside.

    Such a mapping may be laid over another one that has. A list never is: what is in
    a list that a call is given is the call's alone.
    """
    if node in seen:
        return
    seen.add(node)
    called = isinstance(node, Mapping) and node.get(_TARGET) is not None
    if isinstance(node, Mapping) and not called:
        yield from (one.key.start for one in node.own if one.key.value == name)
    for child in children(node):
        if not (called and isinstance(child, Sequence)):
            yield from _bare(child, name, seen)


def _of_python(file: _File, name: str, functions: Collection[str]) -> Iterator[int]:
    try:
        tree = Source.from_bytes(file.data, str(file.path)).tree
    except (SourceError, RecursionError):
        yield from _of_text(file.text, name)
        return
    yield from _Python(tree, name, functions).lines()


class _Python:
    """The places where a module may mean the key."""

    def __init__(self, tree: ast.Module, name: str, functions: Collection[str]) -> None:
        self._nodes = [*ast.walk(tree)]
        self._name = name
        self._taking = {*functions, *self._own()}
        self._text = re.compile(rf"^[+~]*{name}(?:=|$)|[.\[\"'\s+~]{name}=|\.{name}\b")

    def _own(self) -> Iterator[str]:
        """Yield the functions of the module that have such a parameter."""
        for node in self._nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                given = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
                if self._name in [one.arg for one in given]:
                    yield node.name

    def lines(self) -> Iterator[int]:
        """Yield them."""
        for node in self._nodes:
            if isinstance(node, ast.Attribute):
                yield from self._attribute(node)
            elif isinstance(node, ast.Call):
                yield from self._call(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from self._string(node)
            elif isinstance(node, ast.ClassDef):
                yield from self._field(node)

    def _attribute(self, node: ast.Attribute) -> Iterator[int]:
        own = isinstance(node.value, ast.Name) and node.value.id in _NO_CONFIGS
        if node.attr == self._name and not own:
            yield node.lineno

    def _call(self, node: ast.Call) -> Iterator[int]:
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        inner = node.args[0] if node.args and called in _GIVEN_TO else node.func
        called = getattr(inner, "attr", getattr(inner, "id", ""))
        for one in node.keywords:
            if one.arg == self._name and called not in self._taking:
                yield one.lineno

    def _string(self, node: ast.Constant) -> Iterator[int]:
        text = str(node.value)
        if "\n\n" not in text and self._text.search(text):
            yield node.lineno

    def _field(self, node: ast.ClassDef) -> Iterator[int]:
        for one in node.body:
            targets: list[ast.expr] = []
            targets += [one.target] if isinstance(one, ast.AnnAssign) else []
            targets += one.targets if isinstance(one, ast.Assign) else []
            for target in targets:
                if isinstance(target, ast.Name) and target.id == self._name:
                    yield one.lineno
