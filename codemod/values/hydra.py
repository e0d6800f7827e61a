"""What a Hydra configuration holds for the parameter of a ``hydra.main`` function.

Read are the file that the decorator names, and those that its list of defaults takes
in under a key of their own. What two of them say is not certain, nor what is said in
another way.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..files.configs.yaml_nodes import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    YamlError,
    documents,
)
from ..files.read import read_text
from ..names.scopes import FUNCTION_NODES, ScopeTree
from ..names.syntax import text_of
from .spots import Asks, Given, Spot, Way
from .tree import Module, Tree, path_of

_MAIN = "hydra.main"
_SUFFIXES = (".yaml", ".yml")
_ITSELF = "_self_"
_LONGEST = 9  # steps from one name or interpolation to the next


@dataclass(frozen=True, slots=True)
class _Top:
    """A file: what it says, and the mapping that this is."""

    file: Path
    text: str
    mapping: Mapping


class Hydra:
    """Answers for a tree."""

    def __init__(self, tree: Tree, asks: Asks) -> None:
        self._tree = tree
        self._asks = asks
        self._tops: dict[Path, _Top | None] = {}

    def entry(self, spot: Spot) -> Given | None:
        """Return what the configuration holds where an expression reads it."""
        keys: list[str] = []
        for _ in range(_LONGEST):
            more, root = _keys(spot.node)
            keys = [*more, *keys]
            if not isinstance(root, ast.Name):
                return None
            spot = Spot(spot.module, root)
            origin = self._asks.origin(spot)
            if origin == spot:
                break
            spot = origin
        file = self._configuration(spot) if keys else None
        found = [*self._held(file, keys)] if file is not None else []
        if len(found) != 1:
            return None
        owner = ".".join(keys)
        choice = f"`{owner}` can be given on the command line"
        return replace(found[0], choice=choice, owner=owner)

    def _configuration(self, spot: Spot) -> Path | None:
        """Return the file for a parameter of a ``hydra.main`` function."""
        found = self._tree.binding(spot.module, spot.node)
        node = found[1].node if found is not None else None
        if found is None or not isinstance(node, ast.arg):
            return None
        module = found[0]
        function = module.scopes.parents[module.scopes.parents[node]]
        if not isinstance(function, FUNCTION_NODES):
            return None
        for decorator in getattr(function, "decorator_list", ()):
            func = getattr(decorator, "func", decorator)
            if isinstance(decorator, ast.Call) and path_of(module, func) == _MAIN:
                return _named(module, decorator)
        return None

    def _held(self, file: Path, keys: list[str]) -> Iterator[Given]:
        """Yield what a file, and those that it takes in, say under keys."""
        top = self._top(file)
        if top is None:
            return
        node = _under(top.mapping, keys)
        if node is not None:
            yield from _said(top, node)
        for group, name in _defaults(top.mapping):
            if group == keys[0] and len(keys) > 1:
                yield from self._held(file.parent / group / name, keys[1:])

    def _top(self, file: Path) -> _Top | None:
        """Return what a file says; None where it is no mapping."""
        if file not in self._tops:
            self._tops[file] = _read(file)
        return self._tops[file]


def _said(top: _Top, node: Node) -> Iterator[Given]:
    """Yield a plain value, or what an interpolation from the top leads to."""
    for _ in range(_LONGEST):
        inner = _interpolated(node)
        other = _under(top.mapping, inner.split(".")) if inner else None
        if other is None:
            break
        node = other
    if isinstance(node, Scalar) and not node.tagged:
        line = top.text.count("\n", 0, node.start) + 1
        value = ast.Constant(_number(node), lineno=line, col_offset=0)
        module = Module(str(top.file), ScopeTree(ast.Module([], [])))
        yield Given(Spot(module, value), Way.ENTRY, line)


def _read(file: Path) -> _Top | None:
    for suffix in ("", *_SUFFIXES):
        path = file.with_name(file.name + suffix)
        try:
            text = read_text(path, "utf-8")
            tops = documents(text)
        except (OSError, UnicodeDecodeError, YamlError):
            continue
        if len(tops) == 1 and isinstance(tops[0], Mapping):
            return _Top(path, text, tops[0])
    return None


def _named(module: Module, decorator: ast.Call) -> Path | None:
    """Return the file that ``hydra.main`` is given, by its folder and its name."""
    given = dict(zip(("config_path", "config_name"), decorator.args, strict=False))
    given |= {one.arg: one.value for one in decorator.keywords if one.arg}
    folder, name = (
        text_of(given[key]) if key in given else None
        for key in ("config_path", "config_name")
    )
    if folder is None or name is None:
        return None
    return module.file.parent / folder / name


def _keys(node: ast.AST) -> tuple[list[str], ast.AST]:
    """Return the keys that lead to what an expression reads, and where they begin."""
    keys: list[str] = []
    while isinstance(node, ast.Attribute | ast.Subscript):
        key = node.attr if isinstance(node, ast.Attribute) else text_of(node.slice)
        if key is None:
            return [], node
        keys.insert(0, key)
        node = node.value
    return keys, node


def _under(node: Node | None, keys: list[str]) -> Node | None:
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def _defaults(top: Mapping) -> Iterator[tuple[str, str]]:
    """Yield the files that a list of defaults takes in, each with its key."""
    listed = top.get("defaults")
    for item in listed.items if isinstance(listed, Sequence) else ():
        for entry in item.own if isinstance(item, Mapping) else ():
            value = entry.value
            if isinstance(value, Scalar) and entry.key.value != _ITSELF:
                yield entry.key.value, value.value


def _interpolated(node: Node) -> str:
    if not isinstance(node, Scalar) or not node.value.startswith("${"):
        return ""
    inner = node.value[2:-1]
    plain = node.value.endswith("}") and inner.replace(".", "").isidentifier()
    return inner if plain else ""


def _number(node: Scalar) -> float | str | bool | None:
    """Return a plain number, as YAML's and Python's readers alike understand it."""
    if not node.plain:
        return node.value
    for kind in (int, float):
        try:
            return kind(node.value)
        except ValueError:
            continue
    words = {"true": True, "false": False, "null": None, "~": None, "": None}
    return words.get(node.value.lower(), node.value)
