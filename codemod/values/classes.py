"""Which class of the tree an expression is an instance of."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from ..names.scopes import Binding
from ..names.syntax import last_name
from ..names.untouched import instance_of
from .spots import Asks, Spot
from .tree import Module, Tree, path_of

_LONGEST = 12  # steps, and bases
# What is given a class, and returns an instance that it fills from elsewhere.
_MAKERS = frozenset(
    {
        *("chz.entrypoint", "draccus.parse", "draccus.wrap", "pyrallis.parse"),
        *("simple_parsing.parse", "tyro.cli", "typer.run", "jsonargparse.CLI"),
    }
)
_WRAPPERS = frozenset({"Annotated", "ClassVar", "Final", "InitVar", "Optional"})


@dataclass(frozen=True, slots=True)
class Made:
    """An instance of a class of the tree, or the class itself.

    Attributes:
        module: where the class stands.
        cls: the class.
        call: the call that makes the instance, where it is seen.
    """

    module: Module
    cls: ast.ClassDef
    call: Spot | None = None


class Classes:
    """Answers for a tree.

    Attributes:
        tree: the tree.
    """

    def __init__(self, tree: Tree, asks: Asks) -> None:
        self.tree = tree
        self._asks = asks

    def of(self, spot: Spot) -> Made | None:
        """Return of which class an expression is an instance, or which one it is."""
        for _ in range(_LONGEST):
            found = self._at(spot)
            if found is not None:
                return found
            given = self._asks.given(spot)
            if given is None or given.by == spot:
                return None
            spot = given.by
        return None

    def _at(self, spot: Spot) -> Made | None:
        """Return the class that an expression itself tells."""
        module, node = spot.module, spot.node
        if isinstance(node, ast.ClassDef):
            return Made(module, node)
        if isinstance(node, ast.Call):
            return self._called(module, node)
        if isinstance(node, ast.arg):
            return self._annotated(module, node.annotation)
        if not isinstance(node, ast.Name | ast.Attribute):
            return None
        if isinstance(node, ast.Name):
            own = instance_of(module.scopes, node) if _is_scoped(module, node) else None
            if own is not None and isinstance(own.node, ast.ClassDef):
                return Made(module, own.node)
        found = self.tree.binding(module, node)
        if found is not None:
            return self._bound(*found)
        return self._declared(module, node)

    def _bound(self, module: Module, binding: Binding) -> Made | None:
        node, statement = binding.node, binding.statement
        if isinstance(node, ast.ClassDef):
            return Made(module, node)
        if isinstance(node, ast.arg):
            return self._annotated(module, node.annotation)
        if isinstance(statement, ast.AnnAssign):
            return self._annotated(module, statement.annotation)
        return None

    def _called(self, module: Module, call: ast.Call) -> Made | None:
        made = self._class(module, call.func)
        if made is not None:
            return Made(*made, Spot(module, call))
        if path_of(module, call.func) in _MAKERS and call.args:
            return self._annotated(module, call.args[0])
        found = self.tree.binding(module, call.func)
        if found is not None and isinstance(found[1].node, ast.FunctionDef):
            return self._annotated(found[0], found[1].node.returns)
        return None

    def _declared(self, module: Module, node: ast.expr) -> Made | None:
        """Return the class that a field is annotated to hold."""
        if not isinstance(node, ast.Attribute):
            return None
        made = self.of(Spot(module, node.value))
        for owner, cls in self.lineage(made) if made is not None else ():
            for one in cls.body:
                if isinstance(one, ast.AnnAssign) and _names(one, node.attr):
                    return self._annotated(owner, one.annotation)
        return None

    def _annotated(self, module: Module, node: ast.AST | None) -> Made | None:
        """Return the class that an annotation names."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                node = ast.parse(node.value, mode="eval").body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            sides = [one for one in (node.left, node.right) if not _is_none(one)]
            return self._annotated(module, sides[0]) if len(sides) == 1 else None
        if isinstance(node, ast.Subscript) and last_name(node.value) in _WRAPPERS:
            inner = node.slice
            first = inner.elts[0] if isinstance(inner, ast.Tuple) else inner
            return self._annotated(module, first)
        made = self._class(module, node) if node is not None else None
        return Made(*made) if made is not None else None

    def _class(
        self, module: Module, node: ast.AST
    ) -> tuple[Module, ast.ClassDef] | None:
        if not isinstance(node, ast.Name | ast.Attribute):
            return None
        found = self.tree.binding(module, node)
        if found is None or not isinstance(found[1].node, ast.ClassDef):
            return None
        return found[0], found[1].node

    def lineage(self, made: Made) -> Sequence[tuple[Module, ast.ClassDef]]:
        """Return a class and those that it derives from, as far as they are seen.

        In the order in which they are looked through for an attribute.
        """
        found: dict[ast.ClassDef, Module] = {}
        pending = [(made.module, made.cls)]
        for _ in range(4 * _LONGEST):
            if not pending:
                break
            module, cls = pending.pop()
            found.pop(cls, None)  # what is met again comes behind
            found[cls] = module
            bases = (self._class(module, base) for base in reversed(cls.bases))
            pending += [one for one in bases if one is not None]
        return [(module, cls) for cls, module in found.items()]

    def unseen_base(self, module: Module, cls: ast.ClassDef) -> str:
        """Return which base of a class, before one that is seen, is not seen."""
        for base in cls.bases[:-1]:
            named = path_of(module, base) or isinstance(base, ast.Subscript)
            if self._class(module, base) is None and not named:
                return f"`{ast.unparse(base)}`, a base of `{cls.name}`, is not seen"
        return ""


def _names(statement: ast.AnnAssign, name: str) -> bool:
    return isinstance(statement.target, ast.Name) and statement.target.id == name


def _is_scoped(module: Module, node: ast.Name) -> bool:
    return node in module.scopes.scope_of


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
