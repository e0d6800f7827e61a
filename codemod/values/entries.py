"""What dicts and ``ml_collections.ConfigDict`` hold under a key or an attribute."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from ..names.syntax import dict_entries, root_of, text_of
from .changes import Changes, uses
from .keys import near
from .spots import Asks, Given, Spot, Way
from .tree import Module, path_of

_CONFIGS = frozenset(
    {
        *("ml_collections.ConfigDict", "ml_collections.config_dict.ConfigDict"),
        *("ml_collections.config_dict.create", "omegaconf.OmegaConf.create"),
        *("ml_collections.config_dict.config_dict.ConfigDict",),
    }
)
_LONGEST = 12


class Entries:
    """Answers for a tree."""

    def __init__(self, asks: Asks, changes: Changes) -> None:
        self._asks = asks
        self._changes = changes

    def entry(self, spot: Spot) -> Given | None:
        """Return what a dict holds where an expression reads it, if one place says."""
        stated = self.all(spot)
        return stated[0] if len(stated) == 1 else None

    def all(self, spot: Spot) -> list[Given]:
        """Return all that is put where an expression reads a dict."""
        module, node = spot.module, spot.node
        key = _key(node)
        if key is None or not isinstance(node, ast.Attribute | ast.Subscript):
            return []
        holder = Spot(module, node.value)
        attributes = isinstance(node, ast.Attribute)
        stated: list[Given] = []
        choice = ""
        for _ in range(_LONGEST):
            stated += _set(holder, key)
            choice = choice or self._changed(holder, key)
            made = _display(holder, attributes)
            if made is not None:
                stated += _held(holder.module, made, key)
                return [replace(one, choice=choice) for one in stated]
            given = self._asks.given(holder)
            if given is None or given.by == holder:
                return []
            choice = choice or given.choice
            # What a config is made of has attributes, too.
            attributes = attributes and given.way is not Way.ENTRY
            holder = given.by
        return []

    def _changed(self, holder: Spot, key: str) -> str:
        """Return what else may put something under a key, or nothing."""
        root = root_of(holder.node)
        if root is None:
            return ""
        _, *keys = _said(holder.node)
        return self._changes.of_root(holder.module, root, (*keys, key))


def _key(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return text_of(node.slice) if isinstance(node, ast.Subscript) else None


def _display(spot: Spot, of_config: bool) -> ast.expr | None:
    """Return the dict that an expression makes, or that a config is made of."""
    node = spot.node
    if isinstance(node, ast.Call) and path_of(spot.module, node.func) in _CONFIGS:
        return node.args[0] if node.args else ast.Dict([], [])
    if of_config or not isinstance(node, ast.expr):
        return None
    return node if dict_entries(node, spot.module.scopes) is not None else None


def _held(module: Module, made: ast.expr, key: str) -> Iterator[Given]:
    written = dict_entries(made, module.scopes)
    held = False
    for entry in written[1] if written is not None else ():
        held = held or entry.text == key
        if entry.text == key or (held and entry.text is None):
            line = entry.value.lineno
            yield Given(Spot(module, entry.value), Way.ENTRY, line, owner=key)


def _set(holder: Spot, key: str) -> Iterator[Given]:
    """Yield what is put under a key of what a name, or an entry of one, holds."""
    module = holder.module
    root = root_of(holder.node)
    if root is None:
        return
    said = _said(holder.node)
    keys = (*said[1:], key)
    for name in near(module, uses(module, root), keys, called=False):
        for target in _targets(module, name):
            if _key(target) == key and _said(target.value) == said:
                yield from _assigned(module, target)


def _targets(module: Module, name: ast.Name) -> Iterator[ast.Attribute | ast.Subscript]:
    node: ast.AST = name
    while True:
        parent = module.scopes.parents[node]
        if not isinstance(parent, ast.Attribute | ast.Subscript):
            return
        if parent.value is not node:
            return
        if isinstance(parent.ctx, ast.Store):
            yield parent
        node = parent


def _assigned(module: Module, target: ast.expr) -> Iterator[Given]:
    statement = module.scopes.parents[target]
    plain = isinstance(statement, ast.Assign | ast.AnnAssign)
    value: ast.expr | None = getattr(statement, "value", None) if plain else None
    said = value or ast.Name("?")  # what is said otherwise is not followed
    owner = ast.unparse(target)
    yield Given(Spot(module, said), Way.ENTRY, target.lineno, owner=owner)


def _said(node: ast.AST) -> tuple[str, ...]:
    """Return the name and keys that lead to what an expression reads."""
    keys: list[str] = []
    while isinstance(node, ast.Attribute | ast.Subscript):
        keys.insert(0, _key(node) or "?")
        node = node.value
    return (getattr(node, "id", "?"), *keys)
