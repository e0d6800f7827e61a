"""What is done with a name that holds a list, a dict or a config, so that it changes.

The uses that change nothing are listed; by any other, what it holds may change. A
second name for it, and a parameter that it is given to, are followed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..names.own_functions import parameters
from ..names.scopes import Scope, ScopeTree
from ..names.syntax import last_name, written
from ..names.untouched import instance_of
from .keys import ANY, Keys, keys_given, matches, near, outermost
from .parameters import used_by_others
from .tree import Module, Tree, owner_of, path_of

_DEEPEST = 3  # names, one for the other
# Methods of lists, dicts and configs that only read.
_READS = frozenset(
    {
        *("__contains__", "__getitem__", "__len__", "copy", "count", "eval", "get"),
        *("copy_and_resolve_references", "get_ref", "index", "items", "iteritems"),
        *("keys", "lock", "to_dict", "to_json", "to_yaml", "unlock", "unlocked"),
        *("freeze", "is_locked", "type_safe", "values", "format", "join"),
    }
)
_UPDATES = frozenset({"setdefault", "update", "__setitem__", "pop"})
# Functions of libraries that change what they are given.
_CHANGING = frozenset({"insort", "insort_left", "insort_right", "shuffle", "setitem"})
# Around what a name holds, where that is only read.
_READING = (
    *(ast.Assert, ast.BinOp, ast.BoolOp, ast.Compare, ast.Expr, ast.For),
    *(ast.FormattedValue, ast.If, ast.IfExp, ast.Return, ast.Slice, ast.Starred),
    *(ast.Subscript, ast.UnaryOp, ast.While, ast.comprehension, ast.AsyncFor),
)


@dataclass(frozen=True, slots=True)
class _Held:
    """A name, and what of it is asked about.

    Attributes:
        module: where it stands.
        names: its uses.
        keys: the keys from it to what is asked about.
        asked: whether the content is asked about, not only what stands there.
    """

    module: Module
    names: Sequence[ast.Name]
    keys: Keys
    asked: bool


class Changes:
    """Answers for a tree."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def of(
        self,
        module: Module,
        names: Sequence[ast.Name],
        keys: Keys,
        *,
        content: bool = False,
    ) -> str:
        """Return what may change what a name holds under some keys, or nothing.

        What is set there by a plain assignment is not told: it is another value, that
        whoever asks has seen.

        Args:
            module: where the name stands.
            names: its uses.
            keys: the keys, or attributes, that lead from it to what is read.
            content: whether what is read there is a list or a dict itself.
        """
        held = _Held(module, names, keys, content)
        return next(self._changes(held, 0), "")

    def of_root(self, module: Module, root: ast.Name, keys: Keys) -> str:
        """Return what may change what a name, or one of another module, holds."""
        found = self._tree.binding(module, root)
        there = ""
        if found is not None and found[0] is not module:
            other, name = found[0], found[1].name
            names = other.scopes.uses_of.get((other.scopes.module, name), ())
            there = self.of(other, names, keys)
        return self.of(module, uses(module, root), keys) or there

    def _changes(self, held: _Held, depth: int) -> Iterator[str]:
        for name in near(held.module, held.names, held.keys, called=True):
            yield from self._change(held, name, depth)
        if depth == 0 and held.names:
            yield from self._elsewhere(held)

    def _elsewhere(self, held: _Held) -> Iterator[str]:
        """Yield what other modules do with a name of a module."""
        module, name = held.module, held.names[0]
        if owner_of(module, name) is not module.scopes.module:
            return
        for other, use in used_by_others(self._tree, module, name.id):
            there = _Held(other, (), held.keys, held.asked)
            yield from self._set_through(there, use)
            yield from self._change(there, use, 1)

    def _change(self, held: _Held, name: ast.expr, depth: int) -> Iterator[str]:
        """Yield what one use of a name may change of what is asked about."""
        scopes = held.module.scopes
        node, keys, seen = outermost(held.module, name)
        parent = scopes.parents[node]
        if isinstance(parent, ast.Call) and parent.func is node and seen:
            yield from self._method(held, node, parent, keys)
            return
        if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            if node is not name and self._overwrites(held, keys):
                yield _told(held.module, node, "is set")
            return
        if not _is_around(keys, held):
            return
        if isinstance(parent, ast.Call):
            yield from self._given(held, node, parent, keys, depth)
        elif isinstance(parent, ast.keyword):
            call = scopes.parents[parent]
            if parent.arg is not None and isinstance(call, ast.Call):
                yield from self._given(held, node, call, keys, depth)
        elif isinstance(parent, ast.Assign | ast.AnnAssign | ast.NamedExpr):
            yield from self._named(held, node, parent, keys, depth)
        elif not isinstance(parent, _READING):
            yield _told(held.module, node, "goes out of sight")

    def _overwrites(self, held: _Held, keys: Keys) -> bool:
        """Whether a store at some keys may reach what is asked about."""
        if held.asked and matches(keys[: len(held.keys)], held.keys):
            return True
        reached = matches(keys, held.keys[: len(keys)])
        return reached and (ANY in keys or len(keys) < len(held.keys))

    def _method(
        self, held: _Held, node: ast.expr, call: ast.Call, keys: Keys
    ) -> Iterator[str]:
        """Yield what a method that is called may change."""
        method, of = keys[-1], keys[:-1]
        inside = held.asked and matches(of[: len(held.keys)], held.keys)
        if method in _READS or not (inside or _is_around(of, held)):
            return
        rest = held.keys[len(of) :]
        if not inside and rest and method in _UPDATES:
            given = keys_given(held.module, call)
            if given is not None and rest[0] not in given:
                return
        yield _told(held.module, node, "is called")

    def _named(
        self, held: _Held, node: ast.expr, statement: ast.AST, keys: Keys, depth: int
    ) -> Iterator[str]:
        """Yield what is done with another name for what is asked about."""
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        if getattr(statement, "value", None) is not node:
            return
        for target in targets:
            if not isinstance(target, ast.Name) or depth == _DEEPEST:
                yield _told(held.module, node, "gets another name")
                continue
            other = uses(held.module, target)
            rest = held.keys[len(keys) :]
            there = _Held(held.module, other, rest, held.asked)
            yield from self._through(there, depth)

    def _through(self, held: _Held, depth: int) -> Iterator[str]:
        """Yield what is done through another name, a plain store being a change."""
        for name in near(held.module, held.names, held.keys, called=False):
            yield from self._set_through(held, name)
        yield from self._changes(held, depth + 1)

    def _set_through(self, held: _Held, name: ast.expr) -> Iterator[str]:
        node, keys, _ = outermost(held.module, name)
        stored = not isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        if stored and node is not name and matches(keys, held.keys):
            yield _told(held.module, node, "is set")

    def _given(
        self, held: _Held, node: ast.expr, call: ast.Call, keys: Keys, depth: int
    ) -> Iterator[str]:
        """Yield what a function may do with what it is given."""
        found = self._tree.binding(held.module, call.func)
        function = found[1].node if found is not None else None
        if found is None or not isinstance(function, ast.FunctionDef):
            path = path_of(held.module, call.func)
            if found is None and (not path or _changes_given(path)):
                yield from self._unseen(held, node, call)
            return
        name = parameters(call, function).get(node)
        module = found[0]
        if name is None or depth == _DEEPEST:
            return
        scope = module.scopes.scope_of[function]
        names = module.scopes.uses_of.get((scope, name), [])
        there = _Held(module, names, held.keys[len(keys) :], held.asked)
        yield from self._through(there, depth)

    def _unseen(self, held: _Held, node: ast.expr, call: ast.Call) -> Iterator[str]:
        """Yield that what is given to a function that is not seen may change."""
        if isinstance(call.func, ast.Attribute) and last_name(call.func) in (
            "append",
            "extend",
            "insert",
        ):
            yield _told(held.module, node, "is put into a list")
        elif last_name(call.func) in _CHANGING:
            yield _told(held.module, node, f"is given to `{last_name(call.func)}`")


def uses(module: Module, root: ast.Name) -> Sequence[ast.Name]:
    """Return where a name is used, or ``self`` in all methods of its class."""
    scopes, own = module.scopes, instance_of(module.scopes, root)
    if own is not None:
        return scopes.remember(_uses_in_methods)[own, root.id]
    owner = owner_of(module, root)
    return scopes.uses_of.get((owner, root.id), ()) if owner is not None else ()


def _uses_in_methods(scopes: ScopeTree) -> dict[tuple[Scope, str], list[ast.Name]]:
    """Return where the methods of each class use their instance, by its name there."""
    found: dict[tuple[Scope, str], list[ast.Name]] = {}
    for one, _ in scopes.uses:
        own = instance_of(scopes, one)
        if own is not None:
            found.setdefault((own, one.id), []).append(one)
    return found


def _changes_given(path: str) -> bool:
    return path.rpartition(".")[2] in _CHANGING


def _is_around(keys: Keys, held: _Held) -> bool:
    """Whether what stands under some keys has what is asked about in it."""
    if not matches(keys, held.keys[: len(keys)]):
        return False
    return held.asked or len(keys) < len(held.keys)


def _told(module: Module, node: ast.expr, what: str) -> str:
    return f"`{written(node)}` {what} on {module.at(node)}"
