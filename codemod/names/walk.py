"""Walk over a module's tree, with the scope and the statement of every node.

What is under way is kept in a list of its own, so that no expression is nested too
deeply.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ..nodes import nodes_inside
from .scopes import Scope, ScopeTree

# A node inside the one entered, or nodes of another scope or parent.
Step = ast.AST | None | tuple[Iterable[ast.AST | None], Scope, ast.AST]


class Walker:
    """Walks once over a module, and notes every node's parent.

    Attributes:
        tree: the scopes of the module.
        statement: the statement in which the walk is.
    """

    def __init__(self, scopes: ScopeTree) -> None:
        self.tree = scopes
        self.statement: ast.stmt | None = None

    def enter(self, node: ast.AST, scope: Scope) -> Iterator[Step] | None:
        """Note one node; return what to walk inside it, if there is anything."""
        inside = nodes_inside(node)
        return iter(inside) if inside else None

    def walk(self, tree: ast.Module) -> None:
        """Walk all nodes, each after the one before it and all that is inside that."""
        under_way: list[tuple[Iterator[Step], Scope, ast.AST, ast.stmt | None]]
        under_way = [(iter(tree.body), self.tree.module, tree, None)]
        while under_way:
            steps, scope, parent, around = under_way[-1]
            self.statement = around
            for step in steps:
                if isinstance(step, tuple):
                    nodes, inner, outer = step
                    under_way.append((iter(nodes), inner, outer, around))
                    break
                if step is None:
                    continue
                self.tree.parents[step] = parent
                self.statement = step if isinstance(step, ast.stmt) else around
                inside = self.enter(step, scope)
                if inside is not None:
                    under_way.append((inside, scope, step, self.statement))
                    break
                self.statement = around
            else:
                under_way.pop()
