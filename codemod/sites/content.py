"""What the content of an expression, or of a name, is made of: one step back.

Of ``{**base, "b": 2}`` the steps are the place of ``base``, as a whole, and the
entry ``b``. Of the name ``kw`` in ``kw = {}; kw["a"] = 1`` they are the name, the
place of the ``{}`` and the entry ``a``. A step that is a text says why not all of
the content is seen. Nothing is followed here; `tracer.Tracer` does that.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache

from ..names.meaning import Key
from ..names.scopes import Binding, ScopeTree
from ..names.syntax import dict_entries, is_builtin, is_named, shown
from .callers import Callers, returned
from .loops import each_of
from .methods import steps_of_entries
from .registries import looked_up
from .trace import Link, Place, Seen, Step, Via
from .uses import steps_of_order, steps_of_use

_MAKERS = ("dict", "list", "tuple", "reversed")


class Content:
    """Says what the places of one module are made of.

    Attributes:
        held: the subscripts by which a dict that is followed is given its lists.
    """

    def __init__(
        self, scopes: ScopeTree, callers_elsewhere: Callable[[str], list[str]]
    ) -> None:
        self.held: set[ast.AST] = set()
        self._scopes = scopes
        self._callers = Callers(scopes, callers_elsewhere)
        self._returned = cache(returned)

    def steps(self, place: Place) -> Iterator[Step]:
        """Yield the steps from a place to all that it has, in the order of writing."""
        if isinstance(place.at, tuple):
            yield from self._name(place.at, place.is_list)
            return
        if place.at in self._callers.passed_at:
            yield from self._callers.passed_at[place.at]
            return
        targets = [one for one in self._targets(place.at) if one not in self.held]
        kept = [one for one in targets if not isinstance(one, ast.Name)]
        if kept:
            yield f"it is also kept in `{ast.unparse(kept[-1])}`"
        yield from self._expression(place.at, place.is_list)
        for target in targets:
            if isinstance(target, ast.Name):
                yield self._held(target, place.is_list, Via.ALSO)

    def _targets(self, node: ast.expr) -> list[ast.expr]:
        """Return what else an assignment of ``node`` gives this value to."""
        parent = self._scopes.parents[node]
        if isinstance(parent, ast.NamedExpr) and parent.value is node:
            return [parent.target]
        if isinstance(parent, ast.Assign) and parent.value is node:
            return parent.targets
        return []

    def _expression(self, node: ast.expr, is_list: bool) -> Iterator[Step]:
        whole = self._copied(node)
        if whole is not None:
            yield Link(Via.WHOLE, Place(whole, is_list))
        elif isinstance(node, ast.Name):
            yield self._held(node, is_list, Via.WHOLE)
        elif isinstance(node, ast.IfExp):
            for side in (node.body, node.orelse):
                yield Link(Via.EITHER, Place(side, is_list))
        elif not is_list and (found := looked_up(self._scopes, node)):
            yield Link(Via.EACH, Place(found.registry, is_list=True))
            for default in found.default:
                yield Link(Via.EITHER, Place(default, is_list=False))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from self._call(node, node.func, is_list)
        else:
            yield from self._list(node) if is_list else self._dict(node)

    def _held(self, name: ast.Name, is_list: bool, via: Via) -> Step:
        owner = self._scopes.lookup(name.id, self._scopes.scope_of[name])
        if owner is None or owner.is_class:
            return _not_seen(name)
        return Link(via, Place((owner, name.id), is_list))

    def _copied(self, node: ast.expr) -> ast.expr | None:
        """Return the one expression whose content ``node`` has, if it is a copy."""
        if isinstance(node, ast.NamedExpr):
            return node.value
        if not isinstance(node, ast.Call) or node.keywords:
            return None
        if len(node.args) == 1:
            return node.args[0] if self._copies(node.func) else None
        method = node.func if isinstance(node.func, ast.Attribute) else None
        copies = method is not None and method.attr == "copy" and not node.args
        return method.value if method is not None and copies else None

    def _copies(self, function: ast.expr) -> bool:
        """Whether a function certainly is one that copies its argument."""
        if isinstance(function, ast.Name) and function.id in _MAKERS:
            return is_builtin(self._scopes, function)
        root = function.value if isinstance(function, ast.Attribute) else function
        if not isinstance(root, ast.Name):
            return False
        binding = self._scopes.sole_binding(root)
        if binding is None or binding.level:
            return False
        attribute = f".{function.attr}" if isinstance(function, ast.Attribute) else ""
        return f"{binding.path}{attribute}" in ("copy.copy", "copy.deepcopy")

    def _call(self, call: ast.Call, name: ast.Name, is_list: bool) -> Iterator[Step]:
        """Yield what a call of a function of the module gives back."""
        if name.id in _MAKERS and not is_builtin(self._scopes, name):
            yield f"`{name.id}` is not the builtin here"
            return
        owner = self._scopes.lookup(name.id, self._scopes.scope_of[name])
        binding = self._scopes.sole_binding(name)
        values = self._returned(binding.node) if binding is not None else ()
        if owner is None or not values:
            yield from self._list(call) if is_list else self._dict(call)
            return
        yield Seen(name)
        yield (owner, name.id)
        for value in values:
            yield Link(Via.EITHER, Place(value, is_list))

    def _dict(self, node: ast.expr) -> Iterator[Step]:
        found = dict_entries(node, self._scopes)
        if found is not None:
            holder, entries = found
            for entry in reversed(entries):
                if entry.key is not None and entry.text is None:
                    yield f"a key is computed on line {entry.key.lineno}"
            yield from steps_of_entries(holder, entries, Via.WHOLE)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            for side in (node.left, node.right):
                yield Link(Via.WHOLE, Place(side, is_list=False))
        else:
            yield _not_seen(node)

    def _list(self, node: ast.expr) -> Iterator[Step]:
        if isinstance(node, (ast.List, ast.Tuple)):
            for element in node.elts:
                if isinstance(element, ast.Starred):
                    yield Link(Via.WHOLE, Place(element.value, is_list=True))
                else:
                    yield Link(Via.ELEMENT, Place(element, is_list=False))
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            yield Link(Via.ELEMENT, Place(node.elt, is_list=False))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            for side in (node.left, node.right):
                yield Link(Via.WHOLE, Place(side, is_list=True))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            right = isinstance(node.right, (ast.List, ast.Tuple))
            left = isinstance(node.left, (ast.List, ast.Tuple))
            side = node.right if right and not left else node.left
            yield Link(Via.WHOLE, Place(side, is_list=True))
        elif (read := self._read_by_sorting(node)) is not None:
            yield Link(Via.WHOLE, Place(read[0], is_list=True))
            yield from read[1]
        elif (found := dict_entries(node, self._scopes)) is not None:
            for entry in found[1]:
                if entry.key is None:
                    yield Link(Via.WHOLE, Place(entry.value, is_list=True))
                else:
                    yield Link(Via.ELEMENT, Place(entry.value, is_list=False))
        else:
            yield _not_seen(node)

    def _read_by_sorting(self, node: ast.expr) -> tuple[ast.expr, list[Step]] | None:
        """Return what ``sorted(cycles, key=...)`` sorts, and what it reads of each."""
        if not isinstance(node, ast.Call) or not is_named(node.func, "sorted"):
            return None
        plain = is_builtin(self._scopes, node.func) and len(node.args) == 1
        read = steps_of_order(self._scopes, node) if plain else None
        return None if read is None else (node.args[0], read)

    def _name(self, key: Key, is_list: bool) -> Iterator[Step]:
        owner, name = key
        yield key
        for binding in owner.bindings[name]:
            yield from self._binding(binding, is_list)
        for use in self._scopes.uses_of[key]:
            yield from steps_of_use(self._scopes, use, is_list)

    def _binding(self, binding: Binding, is_list: bool) -> Iterator[Step]:
        if binding.value is not None:
            yield Link(Via.EITHER, Place(binding.value, is_list))
            return
        parents = self._scopes.parents
        outer = parents.get(binding.node)
        loop = parents.get(outer) if isinstance(outer, ast.Tuple) else outer
        each = each_of(self._scopes, loop) if loop is not None else None
        if each is not None and each[0] is binding.node and not is_list:
            yield Link(Via.EACH, Place(each[1], is_list=True))
        elif (part := self._part_given(binding)) is not None:
            yield Link(Via.EITHER, Place(part, is_list))
        elif isinstance(outer, ast.AugAssign):
            yield Link(Via.ALSO, Place(outer.value, is_list))
        elif isinstance(outer, ast.arguments) and outer.kwarg is binding.node:
            yield from self._callers.passed(outer, binding.name)
        else:
            yield f"what `{binding.name}` holds is not seen"

    def _part_given(self, binding: Binding) -> ast.expr | None:
        """Return the value of a name in ``cycles, peak = [], 0.1``, if it has one."""
        names, node = self._scopes.parents.get(binding.node), binding.statement
        if not isinstance(names, ast.Tuple) or not isinstance(node, ast.Assign):
            return None
        if names not in node.targets or not isinstance(node.value, ast.Tuple):
            return None
        values, targets = node.value.elts, names.elts
        starred = any(isinstance(one, ast.Starred) for one in (*values, *targets))
        if starred or len(values) != len(targets):
            return None
        parts = zip(targets, values, strict=True)
        return next((value for name, value in parts if name is binding.node), None)


def _not_seen(node: ast.expr) -> str:
    return f"what `{shown(node)}` holds is not seen"
