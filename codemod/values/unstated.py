"""Why the tree states no value for an expression, in words.

The forms that are known are listed in `_FORMS`, by what all steps from an expression
lead to. Of any other it is only said that it is not known here.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..names.scopes import FUNCTION_NODES, Binding
from ..names.syntax import written
from .entries import Entries
from .outside import is_conversion, outside
from .parameters import given_by_calls
from .spots import Asks, Spot
from .tree import Module, Tree, owner_of, path_of

_FLAGS = "absl.flags"
_MOST = 4  # lines that are named
_LONGEST = 12
_UNKNOWN = "is not known here"
_TEXT = 60


class Unstated:
    """Says of the expressions of a module why they have no value."""

    def __init__(
        self,
        tree: Tree,
        asks: Asks,
        entries: Entries,
        module: Module,
        known: Callable[[Spot], object],
    ) -> None:
        self._tree = tree
        self._asks = asks
        self._entries = entries
        self._module = module
        self._known = known
        self._seen: set[Spot] = set()

    def why(self, spot: Spot, end: Spot | None = None) -> str:
        """Return why an expression has no stated value, in a clause.

        Args:
            spot: the expression.
            end: where all steps from it end; not looked for where it is given.
        """
        origin = self._asks.origin(spot) if end is None else end
        self._seen = set()
        return f"`{_short(spot.node)}` {self._clause(origin, spot)}"

    def _clause(self, origin: Spot, asked: Spot) -> str:
        found = self._said(origin)
        if not found or origin == asked:
            return found or _UNKNOWN
        if isinstance(origin.node, ast.Name | ast.Attribute | ast.Subscript):
            text, other = _short(origin.node), _short(asked.node)
            where = f" on {self._at(origin)}" if text == other else ""
            return f"is `{text}`{where}, which {found}"
        return found

    def _said(self, origin: Spot) -> str:
        """Return what the form says that all steps lead to; nothing of what is met."""
        form = _FORMS.get(type(origin.node))
        if form is None or origin in self._seen:
            return ""
        self._seen.add(origin)
        return form(self, origin)

    def _parameter(self, spot: Spot) -> str:
        """Of a parameter: which calls give it something, or that none is seen."""
        module, node = spot.module, spot.node
        assert isinstance(node, ast.arg)
        function = module.scopes.parents[module.scopes.parents[node]]
        if not isinstance(function, FUNCTION_NODES):
            return ""
        name = getattr(function, "name", "")
        said = f"`{name}`" if name else "the lambda"
        calls = given_by_calls(self._tree, module, node)
        if calls:
            count = "a call" if len(calls) == 1 else f"{len(calls)} calls"
            told = [f"`{_short(one.node)}`, {self._at(one)}" for one in calls[:_MOST]]
            more = ["..."] if len(calls) > _MOST else []
            return f"is given by {count} of {said} ({'; '.join([*told, *more])})"
        return f"comes from the callers of {said} ({self._at(spot)})"

    def _name(self, spot: Spot) -> str:
        """Of a name: what binds it, and where."""
        module, node = spot.module, spot.node
        assert isinstance(node, ast.Name)
        owner = owner_of(module, node)
        if owner is None:
            stars = module.scopes.module.stars
            return f"may come from `from {stars[0].module} import *`" if stars else ""
        bindings = owner.bindings[node.id]
        if len(bindings) > 1:
            spots = [Spot(module, one.node) for one in bindings]
            return f"is set {_times(len(spots))} ({self._places(spots)})"
        return self._bound(module, bindings[0])

    def _bound(self, module: Module, binding: Binding) -> str:
        if isinstance(binding.node, ast.arg):
            return self._parameter(Spot(module, binding.node))
        if binding.is_import:
            path = f"{'.' * binding.level}{binding.path}"
            return f"is imported from `{path.rpartition('.')[0] or path}`"
        spot = Spot(module, binding.node)
        statement = self._loop(spot) or binding.statement
        if isinstance(statement, ast.For | ast.AsyncFor | ast.comprehension):
            return f"is the name of a loop ({self._at(spot)})"
        if isinstance(statement, ast.With | ast.AsyncWith):
            return f"is what a `with` gives ({self._at(spot)})"
        if isinstance(statement, ast.AugAssign):
            return f"is changed ({self._at(spot)})"
        value: ast.expr | None = getattr(statement, "value", None)
        if value is not None and isinstance(binding.node, ast.Name):
            return self._part(Spot(module, value))
        return ""

    def _loop(self, spot: Spot) -> ast.AST | None:
        """Return the comprehension whose loop binds a name."""
        for one in spot.module.scopes.ancestors(spot.node):
            if isinstance(one, ast.comprehension):
                return one
            if not isinstance(one, ast.Tuple | ast.List | ast.Starred):
                break
        return None

    def _part(self, spot: Spot) -> str:
        """Of a name in a tuple that something else is put into."""
        if not isinstance(spot.node, ast.Call):
            return f"is a part of `{_short(spot.node)}` ({self._at(spot)})"
        return self._call(spot)

    def _call(self, spot: Spot) -> str:
        """Of what a call returns: the environment, a file, or as the code runs."""
        module, node = spot.module, spot.node
        assert isinstance(node, ast.Call)
        where = self._at(spot)
        read = outside(module, node)
        if read:
            return f"{read} ({where})"
        for one in node.args if is_conversion(module, node) else ():
            inner = Spot(module, one)
            known = self._known(inner) is not None
            found = "" if known else self._said(self._asks.origin(inner))
            if found:
                return found
        if path_of(module, node.func) == "len":
            return f"is counted as the code runs ({where})"
        return f"is what `{_short(node.func)}(...)` returns as it runs ({where})"

    def _held(self, spot: Spot) -> str:
        """Of an attribute or an entry: what it is of."""
        stated = [one.by for one in self._entries.all(spot)]
        if len(stated) > 1:
            return f"is set {_times(len(stated))} ({self._places(stated)})"
        keys, root = 0, spot
        for _ in range(_LONGEST):
            while isinstance(root.node, ast.Attribute | ast.Subscript):
                read = outside(root.module, root.node)
                if read:
                    return f"{read} ({self._at(root)})"
                root = Spot(root.module, root.node.value)
                keys += 1
            origin = self._asks.origin(root)
            if origin == root:
                break
            root = origin
        return self._of(root, spot) if keys else ""

    def _argument(self, spot: Spot) -> ast.AST:
        """Return the parameter that a name is, or what it is else."""
        if isinstance(spot.node, ast.Name):
            owner = owner_of(spot.module, spot.node)
            bindings = owner.bindings[spot.node.id] if owner is not None else []
            if len(bindings) == 1 and isinstance(bindings[0].node, ast.arg):
                return bindings[0].node
        return spot.node

    def _of(self, root: Spot, spot: Spot) -> str:
        """Of an attribute or an entry, by what it is of in the end."""
        kind = "attribute" if isinstance(spot.node, ast.Attribute) else "entry"
        module, node = root.module, self._argument(root)
        root = Spot(module, node)
        where, text = self._at(root), f"`{_short(node)}`"
        if isinstance(node, ast.arg):
            function = module.scopes.parents[module.scopes.parents[node]]
            name = getattr(function, "name", "")
            if node.arg in ("self", "cls"):
                return f"is an {kind} that no one place of the class gives its value"
            of = f"a parameter of `{name}`" if name else "a parameter of a lambda"
            return f"is an {kind} of `{node.arg}`, {of} ({where})"
        if isinstance(node, ast.Call):
            read = outside(module, node)
            if read:
                return f"{read} ({where})"
            return f"is an {kind} of what `{_short(node.func)}(...)` returns ({where})"
        if isinstance(node, ast.Name):
            path = path_of(module, node)
            if path.startswith(_FLAGS):
                return "is given on the command line, by no flag that is defined once"
            if path:
                return f"is of `{path}`, which is not seen here"
            said = self._name(root)
            return f"is an {kind} of {text}, which {said}" if said else ""
        if isinstance(node, ast.Dict):
            return f"is not stated once in the dict ({where})"
        return ""

    def _function(self, spot: Spot) -> str:
        return f"is a function of the code ({self._at(spot)})"

    def _class(self, spot: Spot) -> str:
        return f"is a class of the code ({self._at(spot)})"

    def _formula(self, spot: Spot) -> str:
        """Of a formula: why the first of its parts that has no value has none."""
        for one in ast.iter_child_nodes(spot.node):
            if isinstance(one, ast.expr) and not isinstance(one, ast.Constant):
                inner = Spot(spot.module, one)
                if self._known(inner) is not None:
                    continue
                found = self._clause(self._asks.origin(inner), inner)
                if found != _UNKNOWN:
                    where = self._at(spot)
                    return f"is made of `{_short(one)}` ({where}), which {found}"
        return ""

    def _places(self, spots: Sequence[Spot]) -> str:
        """Return where some things stand, the first ones of many."""
        told = [*dict.fromkeys(map(self._at, spots))]
        rest = len(told) - _MOST
        return ", ".join(told[:_MOST]) + (f" and {rest} more" if rest > 0 else "")

    def _at(self, spot: Spot) -> str:
        if spot.module.file == self._module.file:
            return spot.module.line(spot.node)
        return spot.module.at(spot.node)


_FORMS: Mapping[type[ast.AST], Callable[[Unstated, Any], str]] = {
    ast.arg: Unstated._parameter,
    ast.Name: Unstated._name,
    ast.Call: Unstated._call,
    ast.Attribute: Unstated._held,
    ast.Subscript: Unstated._held,
    ast.Lambda: Unstated._function,
    ast.FunctionDef: Unstated._function,
    ast.AsyncFunctionDef: Unstated._function,
    ast.ClassDef: Unstated._class,
    ast.BinOp: Unstated._formula,
    ast.UnaryOp: Unstated._formula,
    ast.IfExp: Unstated._formula,
    ast.BoolOp: Unstated._formula,
}


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


def _short(node: ast.AST) -> str:
    text = written(node)
    return text if len(text) <= _TEXT else f"{text[: _TEXT - 3]}..."
