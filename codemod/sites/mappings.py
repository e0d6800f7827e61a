"""What gives values to keys together: a dict, a call by names, a class, attributes.

``config.lr.name = "cosine"`` and ``config.lr.steps = 9`` fill one mapping, that of
``config.lr``. So do ``{"name": "cosine", "steps": 9}`` and a call by these names.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..names.scopes import ScopeTree
from ..names.syntax import display_entries, keyword_entries, last_name, text_of
from .arguments import Argument

# The last word of the key of a mapping that holds what a function is given.
_HOLDS = frozenset({"args", "arguments", "hparams", "kwargs", "options", "params"})
# What makes a mapping of what it is given by names.
_MAKERS = frozenset({"ConfigDict", "FrozenConfigDict", "SimpleNamespace", "dict"})
_WRITTEN = (ast.Dict, ast.Call)


@dataclass(eq=False)
class Mapping:
    """Keys with values, as they are written.

    Attributes:
        own: the key that it stands under itself; empty where there is none, or where
            a call may make something else of it.
        entries: what it has.
        held: those in it that hold what a function is given.
    """

    own: str
    entries: list[Argument] = field(default_factory=list)
    held: list[Mapping] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Its keys."""
        return [one.name for one in self.entries]

    @property
    def all_names(self) -> list[str]:
        """Its keys, and those of what it holds."""
        return [*self.names, *(name for one in self.held for name in one.names)]


def holds(name: str) -> bool:
    """Whether a key is that of a mapping that a function is given."""
    return name.rpartition("_")[2] in _HOLDS


def mappings(scopes: ScopeTree) -> list[Mapping]:
    """Return all mappings of a module."""
    return [*_Mappings(scopes).all()]


class _Mappings:
    def __init__(self, scopes: ScopeTree) -> None:
        self._scopes = scopes
        self._written: dict[ast.AST, Mapping] = {}
        self._filled: dict[str, Mapping] = {}

    def all(self) -> Iterator[Mapping]:
        """Yield them, each with those that it holds."""
        for node in self._scopes.nodes(*_WRITTEN, ast.ClassDef, ast.Assign):
            if isinstance(node, _WRITTEN):
                self._written[node] = self._of_display(node)
            elif isinstance(node, ast.ClassDef):
                self._written[node] = _of_class(node)
            elif isinstance(node, ast.Assign) and len(node.targets) == 1:
                self._fill(node.targets[0], node.value)
        self._hold()
        yield from self._written.values()
        yield from self._filled.values()

    def _hold(self) -> None:
        """Give each those that it holds."""
        for path, filled in self._filled.items():
            outer = self._filled.get(path.rpartition("\0")[0])
            if outer is not None and holds(filled.own):
                outer.held.append(filled)
        for one in (*self._written.values(), *self._filled.values()):
            for entry in one.entries:
                inner = self._written.get(_inside(entry.value))
                if inner is not None and holds(entry.name):
                    one.held.append(inner)

    def _of_display(self, node: ast.Dict | ast.Call) -> Mapping:
        entries = (
            display_entries(node)
            if isinstance(node, ast.Dict)
            else keyword_entries(node)
        )
        found = (Argument.of_entry(node, entry) for entry in entries)
        makes = isinstance(node, ast.Dict) or last_name(node.func) in _MAKERS
        own = self._own(node) if makes else ""
        return Mapping(own, [one for one in found if one is not None])

    def _own(self, node: ast.expr) -> str:
        """Return the key, or the name, that a display is given to."""
        outer = self._scopes.parents[node]
        if isinstance(outer, ast.Call) and node in outer.args:
            return self._own(outer)
        if isinstance(outer, ast.keyword):
            return outer.arg or ""
        if isinstance(outer, ast.Dict):
            keys = zip(outer.keys, outer.values, strict=True)
            texts = (text_of(key) for key, value in keys if key and value is node)
            return next(texts, None) or ""
        if isinstance(outer, ast.Assign):
            return _last_key(outer.targets[0])
        return _last_key(outer.target) if isinstance(outer, ast.AnnAssign) else ""

    def _fill(self, target: ast.expr, value: ast.expr) -> None:
        """Enter what an assignment to an attribute, or to a key, gives."""
        name = _last_key(target)
        if not isinstance(target, ast.Attribute | ast.Subscript) or not name:
            return
        path = self._path(target.value)
        if not path:
            return
        filled = self._filled.setdefault(path, Mapping(_last_key(target.value)))
        holder = filled.entries[0].holder if filled.entries else ast.Dict([], [])
        index = len(filled.entries)
        filled.entries.append(Argument(name, value, target, holder, index, True))

    def _path(self, node: ast.expr) -> str:
        """Return keys from a name on, which are the same for the same object."""
        keys = list[str]()
        while isinstance(node, ast.Attribute | ast.Subscript):
            keys.insert(0, _last_key(node))
            node = node.value
        if not isinstance(node, ast.Name) or not all(keys):
            return ""
        owner = self._scopes.lookup(node.id, self._scopes.scope_of[node])
        return "\0".join([f"{id(owner)}.{node.id}", *keys])


def _of_class(node: ast.ClassDef) -> Mapping:
    found, holder = Mapping(""), ast.Dict([], [])
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign | ast.Assign) and statement.value:
            target = (
                statement.target
                if isinstance(statement, ast.AnnAssign)
                else statement.targets[0]
            )
            if isinstance(target, ast.Name):
                given = Argument(target.id, statement.value, target, holder, 0, True)
                found.entries.append(given)
    return found


def _last_key(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        return text_of(node.slice) or ""
    return getattr(node, "attr", getattr(node, "id", ""))


def _inside(node: ast.expr) -> ast.expr:
    """Return the display that a call like ``ConfigDict({...})`` is given."""
    while isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        node = node.args[0]
    return node
