"""Calls of configurations that one may be laid over another, as Hydra composes them.

A key of both is renamed in both, or in none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...files.configs.yaml_nodes import Mapping, Node, Scalar, Sequence
from ...files.decode import SourceError
from ...files.kinds import read_document
from ...files.search.project_root import tree_of
from ...files.source import Source
from ..elsewhere.use import Use, place_of
from ..syntax import last_name
from .files import ConfigFile, ConfigFiles
from .keys import TARGET

_ANY = "*"  # under whichever key
_MOVES = re.compile(rb"@package\b|^[^\S\n]*-\s+[\w/]+@", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Call:
    """A call that is given a key.

    Attributes:
        use: it.
        own: the key that its mapping stands under; empty in a list, which is never
            laid over another.
    """

    use: Use
    own: str


class ConfigCalls:
    """Searches the trees of the files that are asked about.

    Args:
        files: the files of the trees.
    """

    def __init__(self, files: ConfigFiles) -> None:
        self._files = files
        self._known: dict[tuple[Path, str], list[_Call]] = {}

    def over(
        self, name: str, file: Path, callee: ast.expr, functions: Collection[str]
    ) -> list[Use]:
        """Return the other calls that may be laid over one, or below it.

        Args:
            name: a key that it has, and they have.
            file: where it stands.
            callee: what it calls, in what stands for the file.
            functions: the names of known functions.
        """
        key = (tree_of(file), name)
        if key not in self._known:
            files = self._files.of(file)
            moves = any(
                _MOVES.search(one.data) for one in files if one.yaml is not None
            )
            self._known[key] = [
                _Call(call.use, _ANY) if moves and call.own else call
                for one in files
                for call in _calls(one, name, functions, key[0])
            ]
        calls = self._known[key]
        asked = (file, place_of(callee))
        own = [one.own for one in calls if (one.use.file, one.use.place) == asked]
        mine = own[0] if own else _ANY
        within = self._files.merge_parts(file)
        return [
            one.use
            for one in calls
            if (within if one.use.file == file else True)
            and (one.use.file, one.use.place) != asked
            and mine
            and _may_meet(one.own, mine)
        ]


def _may_meet(one: str, other: str) -> bool:
    return bool(one) and (one == other or _ANY in (one, other))


def _calls(
    file: ConfigFile, name: str, functions: Collection[str], root: Path
) -> Iterator[_Call]:
    """Yield the calls of a file that are given a key."""
    if file.yaml is None or not file.says(TARGET) or not file.says(name):
        return
    top = _ANY if file.path.parent == root else file.path.parent.name
    own = {
        _position(file.text, target): key
        for one in file.yaml
        for target, key in _targets(one, top)
    }
    for source in _sources(file):
        for node in ast.walk(source.tree):
            callee = _callee(node, name)
            if callee is not None and last_name(callee) in functions:
                place = source.place(source.span(callee)[0])
                line = f"line {place.line} of {file.path.name}"
                use = Use(file.path, place_of(callee), last_name(callee), line)
                yield _Call(use, own.get((place.line, place.column), _ANY))


def _sources(file: ConfigFile) -> Iterable[Source]:
    try:
        return read_document(file.data, str(file.path)).sources
    except SourceError:
        return ()  # nothing is made of it


def _callee(node: ast.AST, name: str) -> ast.expr | None:
    """Return what a call calls, or prepares, that is given a key."""
    if not isinstance(node, ast.Call):
        return None
    if name not in [keyword.arg for keyword in node.keywords]:
        return None
    prepared = last_name(node.func) == "partial" and node.args
    return node.args[0] if prepared else node.func


def _targets(node: Node, own: str) -> Iterator[tuple[Scalar, str]]:
    """Yield what the mappings call, with the keys that they stand under."""
    pending, seen = [(node, own)], set[Node]()
    while pending:
        node, own = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, Mapping):
            target = node.get(TARGET)
            if isinstance(target, Scalar):
                yield target, own
            pending += [(entry.value, entry.key.value) for entry in node.own]
        elif isinstance(node, Sequence):
            pending += [(item, "") for item in node.items]


def _position(text: str, target: Scalar) -> tuple[int, int]:
    start = target.span[0] if target.span is not None else target.start
    line = text.count("\n", 0, start) + 1
    return line, start - text.rfind("\n", 0, start)
