"""Which scope binds a name, and by what: Python's own rules, read from `ast`.

The tables are flow-insensitive: a name with two bindings in its scope has two
meanings, and the caller has to find both the same before it may be certain.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

T = TypeVar("T")
N = TypeVar("N", bound=ast.AST)

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_WITH_BLOCKS = (ast.mod, ast.stmt, ast.ExceptHandler, ast.match_case)
_BLOCKS = ("body", "orelse", "finalbody")
FUNCTION_NODES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(eq=False, slots=True)
class Binding:
    """One place that gives a name its value.

    Attributes:
        name: the name bound.
        node: the node that binds it (for an import, the ``ast.alias``).
        statement: the statement around it, or None for a parameter.
        path: for an import, the dotted path that the name then stands for.
        level: for a from-import, its leading dots.
        value: for a plain assignment, the expression assigned.
        what: in words, for a report.
    """

    name: str
    node: ast.AST
    statement: ast.stmt | None
    path: str | None = None
    level: int = 0
    value: ast.expr | None = None
    what: str = "another binding"

    @property
    def is_import(self) -> bool:
        """Whether an import statement binds the name."""
        return self.path is not None


@dataclass(eq=False, slots=True)
class Scope:
    """A module, class, function, lambda or comprehension, and what it binds.

    Attributes:
        is_class: whether it is a class body, which nested functions cannot see.
    """

    node: ast.AST
    parent: Scope | None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)
    stars: list[ast.ImportFrom] = field(default_factory=list)
    is_class: bool = field(init=False)

    def __post_init__(self) -> None:
        """Tell once what each look for a name asks of it."""
        self.is_class = isinstance(self.node, ast.ClassDef)


class ScopeTree:
    """The scopes of one module; `bind.bind_module` fills it.

    Attributes:
        module: the outermost scope.
        parents: every node's parent.
        uses: every ``ast.Name`` with the scope it stands in, in source order.
        scope_of: the scope in which a name stands, or which a node opens.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.module = Scope(tree, None)
        self.parents: dict[ast.AST, ast.AST] = {}
        self.uses: list[tuple[ast.Name, Scope]] = []
        self.scope_of: dict[ast.AST, Scope] = {}
        self._told: dict[Callable[[ScopeTree], Any], Any] = {}
        self._of_kinds: dict[tuple[type[ast.AST], ...], list[Any]] = {}

    def nodes(self, *kinds: type[N]) -> list[N]:
        """Return every node of some kinds, in the order of the walk.

        To be asked when the walk is over.
        """
        if kinds not in self._of_kinds:
            found = [node for node in self.parents if type(node) in kinds]
            self._of_kinds[kinds] = found
        return self._of_kinds[kinds]

    def remember(self, make: Callable[[ScopeTree], T]) -> T:
        """Return what ``make`` tells of this module, asked only once.

        To be asked when the walk is over.
        """
        if make not in self._told:
            self._told[make] = make(self)
        told: T = self._told[make]
        return told

    def told(self, make: Callable[[ScopeTree], T]) -> T:
        """Return what ``make`` tells of this module, which is not remembered for it.

        What is remembered leads back to the module, and is there until Python looks
        for such circles: too long for a module that is asked once.
        """
        told: T = self._told[make] if make in self._told else make(self)
        return told

    def lookup(self, name: str, scope: Scope) -> Scope | None:
        """Return the scope whose binding a load of ``name`` in ``scope`` sees."""
        current: Scope | None = scope
        while current is not None:
            if name in current.globals:
                return self.module if name in self.module.bindings else None
            if (
                name in current.bindings
                and name not in current.nonlocals
                and (current is scope or not current.is_class)
            ):
                return current
            current = current.parent
        return None

    def sole_binding(self, name: ast.Name) -> Binding | None:
        """Return what gives a name its value, where one place alone does."""
        owner = self.lookup(name.id, self.scope_of[name])
        bindings = owner.bindings[name.id] if owner is not None else []
        return bindings[0] if len(bindings) == 1 else None

    def all_scopes(self) -> list[Scope]:
        """Return every scope that binds or uses a name, the module first."""
        return list(dict.fromkeys([self.module, *self.scope_of.values()]))

    @cached_property
    def uses_of(self) -> dict[tuple[Scope, str], list[ast.Name]]:
        """Every use of every bound name, stores too, by scope and name.

        To be asked when the walk is over.
        """
        found: dict[tuple[Scope, str], list[ast.Name]] = {}
        for name, scope in self.uses:
            owner = self.lookup(name.id, scope)
            if owner is not None:
                found.setdefault((owner, name.id), []).append(name)
        return found

    @cached_property
    def attributes(self) -> dict[str, list[ast.Attribute]]:
        """Every attribute that is taken, set or deleted, by its name.

        To be asked when the walk is over.
        """
        found: dict[str, list[ast.Attribute]] = {}
        for node in self.nodes(ast.Attribute):
            found.setdefault(node.attr, []).append(node)
        return found

    @cached_property
    def attributes_set(self) -> dict[str, list[ast.Attribute]]:
        """Every attribute that is set or deleted, by its name.

        To be asked when the walk is over.
        """
        found: dict[str, list[ast.Attribute]] = {}
        for node in self.nodes(ast.Attribute):
            if not isinstance(node.ctx, ast.Load):
                found.setdefault(node.attr, []).append(node)
        return found

    @cached_property
    def imported_parts(self) -> frozenset[str]:
        """Every part of the paths of what the module imports.

        To be asked when the walk is over.
        """
        bindings = (one for many in self.module.bindings.values() for one in many)
        paths = (one.path for one in bindings if one.path)
        return frozenset(part for path in paths for part in path.split("."))

    @cached_property
    def leaving(self) -> dict[ast.AST, list[ast.If]]:
        """The conditions of the block of each statement that leave it by themselves.

        To be asked when the walk is over.
        """
        found: dict[ast.AST, list[ast.If]] = {}
        for node in [self.module.node, *self.parents]:
            for name in _BLOCKS if isinstance(node, _WITH_BLOCKS) else ():
                block = getattr(node, name, None)
                if isinstance(block, list) and (leave := [*filter(_leaves, block)]):
                    found.update(dict.fromkeys(block, leave))
        return found

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes around ``node``, innermost first."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def is_called(self, node: ast.expr) -> bool:
        """Whether an expression is called where it stands."""
        parent = self.parents.get(node)
        return isinstance(parent, ast.Call) and parent.func is node

    def function_around(self, node: ast.AST) -> ast.AST | None:
        """Return the function or ``lambda`` that a node stands in; None for none."""
        around = self.ancestors(node)
        return next((one for one in around if isinstance(one, FUNCTION_NODES)), None)


def _leaves(statement: ast.stmt) -> bool:
    """Whether a statement is a condition one of whose branches leaves its block."""
    return isinstance(statement, ast.If) and any(
        isinstance(block[-1], ast.Return | ast.Continue)
        for block in (statement.body, statement.orelse)
        if block
    )
