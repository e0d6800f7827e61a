"""Where the files of a tree set or read a key of a configuration by its name.

A key that stands beside a ``_target_`` is of a call, and is rewritten with it. What
else is understood to mean no key is listed with what reads Python. Any other place
where the name is said may mean the key.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...files.configs.yaml_nodes import Mapping as YamlMapping
from ...files.configs.yaml_nodes import Node, Scalar, Sequence, children
from ...files.read import read_text
from ...files.search.project_root import tree_of
from .files import ConfigFile, ConfigFiles
from .lines import asking, in_python, in_text

_PYTHON = frozenset({".ipynb", ".py", ".pyi", ".pyw"})
TARGET = "_target_"
_PARTIAL = "_partial_"
_PUT_TOGETHER = re.compile(rb"\[[fF][\"']")  # a key, by an f-string


@dataclass(frozen=True, slots=True)
class Takes:
    """What a known function is given by name.

    Attributes:
        takes: all that it can be given.
        needs: what it has to be given.
    """

    takes: Collection[str] = ()
    needs: Collection[str] = ()


Known = Mapping[str, Takes]  # functions, by their own names


@dataclass(frozen=True, slots=True)
class _Said:
    """A place that may mean the key.

    Attributes:
        file: where it is.
        where: the same, in words.
        bare: whether it is in a mapping, which is laid over what another file has in
            its place.
        top: whether that is the top of the file.
    """

    file: ConfigFile
    where: str
    bare: bool = False
    top: bool = False

    def is_apart(self, config: Path, merge_parts: bool) -> bool:
        """Whether it certainly means no key of a call in a configuration.

        The top of a file is not laid over one in a folder below, which is a part of
        what is composed; nor is any part of its own file, unless a program does that.
        """
        if not self.bare:
            return False
        if self.file.path == config:
            return self.top or not merge_parts
        below = self.file.path.parent in config.parent.parents
        return self.top and below and not self._moves_parts(config)

    def _moves_parts(self, config: Path) -> bool:
        """Whether one of both files says that a part goes to the top."""
        if re.search(r"@(?:_global_|_here_)", self.file.text):
            return True
        try:
            return "@package" in read_text(config, errors="replace")
        except OSError:
            return True


class ConfigKeys:
    """Searches the trees of the files that are asked about.

    Args:
        files: the files of the trees.
    """

    def __init__(self, files: ConfigFiles) -> None:
        self._files = files
        self._said: dict[tuple[Path, str], list[_Said]] = {}
        self._asked: dict[tuple[Path, str], str] = {}

    def reason(self, name: str, file: Path, functions: Known) -> str:
        """Return where the tree of a configuration says one of its keys, or nothing.

        Args:
            name: the key.
            file: the configuration.
            functions: the known functions, by their names.
        """
        root = tree_of(file)
        if (root, name) not in self._said:
            self._said[root, name] = [
                said
                for one in self._files.of(file)
                for said in _places(one, name, functions)
            ]
        for said in self._said[root, name]:
            if not said.is_apart(file, said.bare and self._files.merge_parts(file)):
                return f"`{name}` may be set or read by its name {said.where}"
        return ""

    def asked(self, name: str, file: Path) -> str:
        """Return where the tree of a file may ask for a key that is new, or nothing.

        Args:
            name: the key.
            file: the configuration.
        """
        root = tree_of(file)
        if (root, name) not in self._asked:
            saying = (one for one in self._files.of(file) if one.says(name))
            found = (where for one in saying for where in asking(one, name))
            self._asked[root, name] = next(found, "")
        where = self._asked[root, name]
        return f"`{name}` may be asked for {where}, and would be there" if where else ""


def _places(file: ConfigFile, name: str, functions: Known) -> Iterator[_Said]:
    """Yield the places where a file may mean the key."""
    words = name.replace("_", "[_-]")
    says = re.search(rf"(?<!\w){words}(?!\w)", file.text) is not None
    if file.yaml is not None:
        if says or (file.says(TARGET) and any(map(file.says, functions))):
            yield from _of_yaml(file, file.yaml, name, functions)
    elif file.path.suffix in _PYTHON:
        if says or _PUT_TOGETHER.search(file.data):
            yield from (_Said(file, one) for one in in_python(file, name, functions))
    elif says:
        yield from (_Said(file, one) for one in in_text(file, name))


def _of_yaml(
    file: ConfigFile,
    tops: Collection[Node],
    name: str,
    functions: Known,
) -> Iterator[_Said]:
    said = rf"(?:\.|[\w\]]\[[\"']?){name}(?!\w)|[+~\s\"']{name}="
    for number, line in enumerate(file.text.split("\n"), 1):
        if re.search(said, line.partition(" #")[0]):
            yield _Said(file, f"on line {number} of {file.name}")
    for top in tops:
        for holder, key in _laid_over(top, name, functions):
            number = file.text.count("\n", 0, key.start) + 1
            where = f"on line {number} of {file.name}"
            yield _Said(file, where, bare=True, top=holder is top)


def _laid_over(
    top: Node, name: str, functions: Known
) -> Iterator[tuple[YamlMapping, Scalar]]:
    """Yield the mappings that may be laid over another one, each with what says so.

    They have the key, or say that what they are laid over is another function that
    takes it. One that is a whole call is not. A list never is: what is in a list that a
    call is given is the call's alone.
    """
    pending, seen = [top], set[Node]()
    while pending:
        node = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        called = isinstance(node, YamlMapping) and node.get(TARGET) is not None
        if isinstance(node, YamlMapping) and not _is_whole(node, functions):
            yield from ((node, one.key) for one in node.own if one.key.value == name)
            target = node.get(TARGET)
            if isinstance(target, Scalar) and name in _of(target, functions).takes:
                yield node, target
        pending += [
            one for one in children(node) if not (called and isinstance(one, Sequence))
        ]


def _is_whole(node: YamlMapping, functions: Known) -> bool:
    """Whether a mapping is a call that is given all that it needs, or is no whole."""
    target = node.get(TARGET)
    if not isinstance(target, Scalar):
        return target is not None
    given = {entry.key.value for entry in node.entries}
    needs = _of(target, functions).needs
    return bool(given & {"_args_", _PARTIAL}) or given.issuperset(needs)


def _of(target: Scalar, functions: Known) -> Takes:
    return functions.get(target.value.rpartition(".")[2], Takes())
