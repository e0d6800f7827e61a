"""Where the files of a tree set or read a key of a configuration by its name.

A key that stands beside a ``_target_`` is of a call, and is rewritten with it. What
else is understood to mean no key is listed with what reads Python. Any other place
where the name is said may mean the key.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..files.project_root import tree_of
from ..files.walk import SKIPPED_FOLDERS
from ..files.yaml_nodes import (
    Mapping as YamlMapping,
)
from ..files.yaml_nodes import (
    Node,
    Scalar,
    Sequence,
    YamlError,
    children,
    documents,
)
from .key_lines import in_python, in_text

_PYTHON = frozenset({".py", ".pyi", ".pyw"})
_YAML = frozenset({".yaml", ".yml"})
_SCRIPTS = frozenset({"", ".bash", ".bat", ".cmd", ".gin", ".ps1", ".sbatch", ".sh"})
_OTHERS = frozenset({".cfg", ".ini", ".ipynb", ".json", ".slurm", ".toml", ".zsh"})
_SUFFIXES = _PYTHON | _YAML | _SCRIPTS | _OTHERS
_LARGEST = 2**20
_TARGET = "_target_"


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    data: bytes

    def said(self, name: str) -> bool:
        return name.encode() in self.data

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Said:
    """A place that may mean the key.

    Attributes:
        file: where it is.
        line: the same.
        bare: whether it is a key of a mapping, which is laid over what another file
            has in its place.
        top: whether that is the top of the file.
    """

    file: _File
    line: int
    bare: bool = False
    top: bool = False

    def is_apart(self, config: Path) -> bool:
        """Whether it certainly means no key of a call in a configuration.

        Nothing is laid over another part of its own file, and the top of a file not
        over one in a folder below, which is a part of what is composed.
        """
        if not self.bare or self.file.path == config:
            return self.bare
        below = self.file.path.parent in config.parent.parents
        return self.top and below and not self._moves_parts(config)

    def _moves_parts(self, config: Path) -> bool:
        """Whether one of both files says that a part goes to the top."""
        if re.search(r"@(?:_global_|_here_)", self.file.text):
            return True
        try:
            return "@package" in config.read_text("utf-8", "replace")
        except OSError:
            return True


class ConfigKeys:
    """Searches the trees of the files that are asked about; each is read once."""

    def __init__(self) -> None:
        self._trees: dict[Path, list[_File]] = {}
        self._said: dict[tuple[Path, str], list[_Said]] = {}

    def reason(
        self, name: str, file: Path, functions: Mapping[str, Collection[str]]
    ) -> str:
        """Return where the tree of a configuration says one of its keys, or nothing.

        Args:
            name: the key.
            file: the configuration.
            functions: the names of known functions, with what each has to be given.
        """
        root = tree_of(file)
        if (root, name) not in self._said:
            self._said[root, name] = [
                said
                for one in self._files(root)
                if one.said(name)
                for said in _places(one, name, functions)
            ]
        for said in self._said[root, name]:
            if not said.is_apart(file):
                where = f"on line {said.line} of {said.file.path.name}"
                return f"`{name}` may be set or read by its name {where}"
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


def _places(
    file: _File, name: str, functions: Mapping[str, Collection[str]]
) -> Iterator[_Said]:
    """Yield the places where a file may mean the key."""
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    if not word.search(file.text):
        return
    if file.path.suffix in _YAML:
        yield from _of_yaml(file, name, functions)
        return
    of_python = file.path.suffix in _PYTHON
    lines = (
        in_python(file.data, str(file.path), name, functions)
        if of_python
        else in_text(file.text, name)
    )
    yield from (_Said(file, line) for line in lines)


def _of_yaml(
    file: _File, name: str, functions: Mapping[str, Collection[str]]
) -> Iterator[_Said]:
    text = file.text
    for number, line in enumerate(text.split("\n"), 1):
        if re.search(rf"\.{name}(?!\w)", line.partition(" #")[0]):
            yield _Said(file, number)
    try:
        tops = documents(text)
    except YamlError:
        yield from (_Said(file, line) for line in in_text(text, name))
        return
    for top in tops:
        for holder, key in _laid_over(top, name, functions):
            number = text.count("\n", 0, key.start) + 1
            yield _Said(file, number, bare=True, top=holder is top)


def _laid_over(
    top: Node, name: str, functions: Mapping[str, Collection[str]]
) -> Iterator[tuple[YamlMapping, Scalar]]:
    """Yield the mappings that have the key, and may be laid over another one.

    One that is a whole call is not. A list never is: what is in a list that a call is
    given is the call's alone.
    """
    pending, seen = [top], set[Node]()
    while pending:
        node = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        called = isinstance(node, YamlMapping) and node.get(_TARGET) is not None
        if isinstance(node, YamlMapping) and not _is_whole(node, functions):
            yield from ((node, one.key) for one in node.own if one.key.value == name)
        pending += [
            one for one in children(node) if not (called and isinstance(one, Sequence))
        ]


def _is_whole(node: YamlMapping, functions: Mapping[str, Collection[str]]) -> bool:
    """Whether a mapping is a call that is given all that it needs, or is no whole."""
    target = node.get(_TARGET)
    if not isinstance(target, Scalar):
        return target is not None
    given = {entry.key.value for entry in node.entries}
    needed = functions.get(target.value.rpartition(".")[2], ())
    return bool(given & {"_args_", "_partial_"}) or given.issuperset(needed)
