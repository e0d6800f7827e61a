"""The lines of one file that set or read a key of a configuration by its name.

In Python, what is understood to be none of that is listed: a variable or a parameter
of that name, a keyword of a call of a known function or of one of the same file that
has such a parameter, an attribute of ``self`` or ``FLAGS``, and prose.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from ..files.source import Source, SourceError
from .syntax import last_name

_GIVEN_TO = frozenset({"Config", "Partial", "builds", "partial"})  # with a function
_NO_CONFIGS = frozenset({"FLAGS", "self"})


def in_text(text: str, name: str) -> Iterator[int]:
    """Yield where a text says a path to the key, or gives the key a value."""
    said = re.compile(rf"[.+~\"'\s]{name}(?:=|\"|'|\s*:)|\.{name}(?!\w)")
    for number, line in enumerate(text.split("\n"), 1):
        if said.search(f" {line}"):
            yield number


def in_python(
    data: bytes, path: str, name: str, functions: Collection[str]
) -> Iterator[int]:
    """Yield the lines where a module may mean the key.

    Args:
        data: the module.
        path: the same.
        name: the key.
        functions: the names of known functions.
    """
    try:
        tree = Source.from_bytes(data, path).tree
    except (SourceError, RecursionError):
        yield from in_text(data.decode("utf-8", "replace"), name)
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
        called = last_name(node.func)
        inner = node.args[0] if node.args and called in _GIVEN_TO else node.func
        called = last_name(inner)
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
