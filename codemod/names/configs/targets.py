"""Where the files of a tree look at what a configuration calls, or stores.

``cfg.schedule._target_`` is a text, and `fdl.get_callable(cfg)` a function, that a
program may compare or look up. What does not care which of two names it is, is
listed. Any other use may.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..syntax import last_name, shown, text_of
from .files import ConfigFile, ConfigFiles
from .keys import TARGET, Known

# What is given the text, and finds the function that it names, or tells people of it.
_FINDS = frozenset({"get_class", "get_method", "get_object", "locate"})
_TELLS = frozenset({"debug", "error", "exception", "info", "log", "print", "warning"})
_ASKS = {"endswith": str.endswith, "startswith": str.startswith}
# What gives the function that Fiddle stored, or puts another in its place.
_CALLABLES = frozenset({"__fn_or_cls__", "get_callable", "update_callable"})
_GIVEN_TO = frozenset({"Config", "Partial", "builds", "partial"})
_Parents = dict[ast.AST, ast.AST]


@dataclass(frozen=True, slots=True)
class Renamed:
    """A function that a configuration names, and what it is to name.

    Attributes:
        old: its path as it stands.
        new: its path then.
    """

    old: str
    new: str


class ConfigTargets:
    """Searches the trees of the files that are asked about.

    Args:
        files: the files of the trees.
    """

    def __init__(self, files: ConfigFiles) -> None:
        self._files = files

    def reason(self, renamed: Renamed, file: Path) -> str:
        """Return what may look at the text of a ``_target_``, or nothing."""
        for one in self._files.of(file):
            for line in _looks(one, renamed) if one.says(TARGET) else ():
                return f"what `{TARGET}` says is looked at {one.where(line)}"
        return ""

    def laid_over(self, name: str, file: Path, functions: Known) -> str:
        """Return where a call of another function that takes a key is put over one.

        Args:
            name: the key.
            file: the configuration.
            functions: the known functions, by their names.
        """
        taking = "|".join(one for one in functions if name in functions[one].takes)
        if not taking:
            return ""
        is_set = rf"{TARGET}\\?[\"']?\s*(?::\s*\w+\s*=|[:=])"
        # Of one that is not known, only what is certainly put over another call.
        over = rf"[(,]\s*{TARGET}\s*=(?!=)|\w\.{TARGET}=(?!=)"
        said = re.compile(rf"{is_set}\s*\\?[\"']?(?:\w+\.)+(?:{taking})\b|{over}")
        for one in self._files.of(file):
            if one.yaml is not None or not one.says(TARGET):
                continue
            for number, line in enumerate(one.text.split("\n"), 1):
                if said.search(line) and (not one.is_page or f"{TARGET}=" in line):
                    return f"`{TARGET}` may be set on line {number} of {one.name}"
        return ""

    def stored(self, renamed: Renamed, file: Path) -> str:
        """Return what may find a stored call by its function, or nothing."""
        name = renamed.old.rpartition(".")[2]
        for one in self._files.of(file):
            if not any(map(one.says, (name, *_CALLABLES))) or one.python is None:
                continue
            for node in _finds(one, name, renamed.old):
                where = one.where(getattr(node, "lineno", 0))
                return f"`{shown(node)}` {where} may find it by its function"
        return ""


def _looks(file: ConfigFile, renamed: Renamed) -> Iterator[int]:
    """Yield the lines where Python looks at the text, in a way that may matter."""
    nodes = file.nodes
    parents = {inner: outer for outer in nodes for inner in ast.iter_child_nodes(outer)}
    for node in nodes:
        look = node
        if text_of(node) == TARGET:
            look = _looked_up(node, parents)
        elif getattr(node, "attr", "") != TARGET:
            continue
        handler = _HARMLESS.get(type(parents[look]))
        if handler is None or not handler(look, parents, renamed):
            yield getattr(node, "lineno", 0)


def _looked_up(node: ast.AST, parents: _Parents) -> ast.AST:
    """Return the expression that gives the text, if the constant is its key."""
    outer = parents[node]
    if isinstance(outer, ast.Subscript) and isinstance(outer.ctx, ast.Load):
        return outer
    if not isinstance(outer, ast.Call):
        return node
    takes_out = last_name(outer.func) == "pop" and _is_given(outer, parents, _FINDS)
    return outer if takes_out or last_name(outer.func) == "get" else node


def _is_given(node: ast.AST, parents: _Parents, names: frozenset[str]) -> bool:
    """Whether an expression is given to a function of one of these names."""
    outer = parents[node]
    return isinstance(outer, ast.Call) and last_name(outer.func) in names


def _in_display(look: ast.AST, parents: _Parents, renamed: Renamed) -> bool:
    return look in getattr(parents[look], "keys", ())


def _compared(look: ast.AST, parents: _Parents, renamed: Renamed) -> bool:
    """Whether a question has the same answer for both names."""
    outer = parents[look]
    assert isinstance(outer, ast.Compare)
    if text_of(look) == TARGET:
        return outer.left is look and isinstance(outer.ops[0], ast.In | ast.NotIn)
    if outer.left is not look or len(outer.ops) > 1:
        return False
    other = outer.comparators[0]
    if isinstance(outer.ops[0], ast.Is | ast.IsNot):
        return True
    equal = isinstance(outer.ops[0], ast.Eq | ast.NotEq)
    return equal and text_of(other) not in (None, renamed.old, renamed.new)


def _given(look: ast.AST, parents: _Parents, renamed: Renamed) -> bool:
    return _is_given(look, parents, _FINDS | _TELLS)


def _told(look: ast.AST, parents: _Parents, renamed: Renamed) -> bool:
    """Whether a text is made of it that people are told."""
    return _is_given(parents[parents[look]], parents, _TELLS)


def _asked(look: ast.AST, parents: _Parents, renamed: Renamed) -> bool:
    """Whether a method answers the same for both names."""
    method = parents[look]
    call = parents[method]
    asks = _ASKS.get(last_name(method))
    if asks is None or not isinstance(call, ast.Call) or len(call.args) != 1:
        return False
    part = text_of(call.args[0])
    return part is not None and asks(renamed.old, part) == asks(renamed.new, part)


_HARMLESS: dict[type, Callable[[ast.AST, _Parents, Renamed], bool]] = {
    ast.Attribute: _asked,
    ast.Call: _given,
    ast.Compare: _compared,
    ast.Dict: _in_display,
    ast.FormattedValue: _told,
    ast.Expr: lambda look, parents, renamed: True,
}


def _finds(file: ConfigFile, name: str, path: str) -> Iterator[ast.AST]:
    """Yield what may find a stored call by its function."""
    texts = (path, ":".join(path.rsplit(".", 1)))
    for node in file.nodes:
        if isinstance(node, ast.Name | ast.Attribute) and last_name(node) in _CALLABLES:
            yield node
        elif isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            yield from (one for one in sides if last_name(one) == name)
        elif isinstance(node, ast.Call) and last_name(node.func) not in _GIVEN_TO:
            given = (*node.args, *(one.value for one in node.keywords))
            yield from (node for one in given if last_name(one) == name)
        elif text_of(node) in texts:
            yield node
