"""The lines of one file that set or read a key of a configuration by its name.

In Python, what is understood to be none of that is listed: a variable or a parameter
of that name, a keyword of a call of a known function or of one of the same file that
has such a parameter, an attribute of ``self``, of ``FLAGS`` or of what `argparse`
parsed, and prose.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence

from ..syntax import last_name, text_of
from .files import ConfigFile

_GIVEN_TO = frozenset({"Config", "Partial", "builds", "partial"})  # with a function
_NO_CONFIGS = frozenset({"FLAGS", "self"})
_PARSERS = frozenset({"parse_args", "parse_intermixed_args"})
_WHOLES = frozenset({"vars", "asdict", "namespace_to_dict"})
_PART = 4  # characters that a key certainly has in common with no other by chance
_COMMAND = r"(?:\.py|\bpython3?|\btrain|[!$])\b.*?\s"


def in_text(file: ConfigFile, name: str) -> Iterator[str]:
    """Yield where a text says a path to the key, or gives the key a value.

    In a page for people, only where it is given a value as a command does.
    """
    said = rf"[.+~:=\"'\s]{name}(?:\"|'|\s*[=:])|\.{name}(?!\w)"
    if file.is_page:
        said = rf"\w\.{name}\\?[\"']?\s?=(?!=)|[+~]{name}=|{_COMMAND}{name}="
    for number, line in enumerate(file.text.split("\n"), 1):
        if re.search(said, f" {line}"):
            yield f"on line {number} of {file.name}"


def asking(file: ConfigFile, name: str) -> Iterator[str]:
    """Yield where a file may ask whether there is a key, by a text or a path to it."""
    path = rf"(?:\.|\[[\"']?){name}(?!\w)"
    if file.python is None and not file.is_page:
        for number, line in enumerate(file.text.split("\n"), 1):
            if re.search(path, line.partition(" #")[0]):
                yield f"on line {number} of {file.name}"
    for node in file.nodes:
        text = str(node.value) if isinstance(node, ast.Constant) else ""
        if text == name or (" " not in text and re.search(path, text)):
            yield file.where(getattr(node, "lineno", 0))


def in_python(file: ConfigFile, name: str, functions: Collection[str]) -> Iterator[str]:
    """Yield where a module, or a notebook, may mean the key.

    Args:
        file: it.
        name: the key.
        functions: the names of known functions.
    """
    for line in _Python(file.nodes, name, functions).lines():
        yield file.where(line)
    if file.python is None or file.is_page:
        yield from in_text(file, name)


class _Python:
    """The places where a module may mean the key."""

    def __init__(
        self, nodes: Sequence[ast.AST], name: str, functions: Collection[str]
    ) -> None:
        self._nodes = nodes
        self._name = name
        self._taking = {*functions, *self._own()}
        self._no_configs = _NO_CONFIGS | _parsed(nodes)
        self._docstrings = {node.value for node in nodes if isinstance(node, ast.Expr)}
        option = rf"|^--?{name.replace('_', '[_-]')}$" if _gives_wholes(nodes) else ""
        self._text = re.compile(
            rf"^[+~]*{name}(?:=|$)|[.:=\[\"'\s+~]{name}\s*=|\.{name}\b{option}"
            rf"|\[[\"']?{name}[\"']?\]"
        )
        self._of_yaml = re.compile(rf"(?:^|[\s{{,\"']){name}[\"']?\s*:")

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
            elif isinstance(node, ast.Subscript):
                yield from self._computed(node)

    def _attribute(self, node: ast.Attribute) -> Iterator[int]:
        own = isinstance(node.value, ast.Name) and node.value.id in self._no_configs
        if node.attr == self._name and not own:
            yield node.lineno

    def _call(self, node: ast.Call) -> Iterator[int]:
        called = last_name(node.func)
        if called == "split" and self._name in _words(node.func):
            yield node.lineno
        inner = node.args[0] if node.args and called in _GIVEN_TO else node.func
        called = last_name(inner)
        for one in node.keywords:
            if one.arg == self._name and called not in self._taking:
                yield one.lineno

    def _string(self, node: ast.Constant) -> Iterator[int]:
        text = str(node.value)
        is_prose = "\n\n" in text or not self._text.search(text)
        shows = node in self._docstrings or not self._of_yaml.search(text)
        if not (is_prose and shows):
            yield node.lineno

    def _computed(self, node: ast.Subscript) -> Iterator[int]:
        """Yield a key that is put together, if a part of it is one of this one."""
        if isinstance(node.slice, ast.JoinedStr):
            said = [getattr(one, "value", None) for one in node.slice.values]
            parts = [re.escape(one) if isinstance(one, str) else ".*" for one in said]
            is_part = any(len(one) >= _PART for one in parts)
            if is_part and re.fullmatch("".join(parts), self._name):
                yield node.lineno

    def _field(self, node: ast.ClassDef) -> Iterator[int]:
        for one in node.body:
            targets: list[ast.expr] = []
            targets += [one.target] if isinstance(one, ast.AnnAssign) else []
            targets += one.targets if isinstance(one, ast.Assign) else []
            for target in targets:
                if isinstance(target, ast.Name) and target.id == self._name:
                    yield one.lineno


def _words(method: ast.expr) -> list[str]:
    """Return the words of a text whose method it is."""
    text = text_of(method.value) if isinstance(method, ast.Attribute) else None
    return re.findall(r"\w+", text or "")


def _gives_wholes(nodes: Sequence[ast.AST]) -> bool:
    """Whether all attributes of an object may be given to something at once."""
    return any(
        (isinstance(node, ast.Call) and last_name(node.func) in _WHOLES)
        or (isinstance(node, ast.Attribute) and node.attr == "__dict__")
        for node in nodes
    )


def _parsed(nodes: Sequence[ast.AST]) -> set[str]:
    """Return the names that hold nothing but what `argparse` parsed.

    None where all that is in one of them may be given to something else.
    """
    holding, others = set[str](), set[str]()
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            value = node.value
            called = value.func if isinstance(value, ast.Call) else None
            names = {one.id for one in targets if isinstance(one, ast.Name)}
            (holding if last_name(called) in _PARSERS else others).update(names)
    return set() if _gives_wholes(nodes) else holding - others
