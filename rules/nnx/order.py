"""Which of two things in a function comes first, and what may come between."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ...codemod.names.scopes import FUNCTION_NODES, ScopeTree

Where = tuple[int, int]
LOOPS = (ast.For, ast.AsyncFor, ast.While)
_BRANCHES = (
    *(ast.If, ast.Try, ast.Match, *LOOPS),
    *(ast.IfExp, ast.BoolOp, ast.Lambda, ast.comprehension),
)


def start(node: ast.AST) -> Where:
    """Return where a node begins."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def end(node: ast.AST) -> Where:
    """Return where a node ends."""
    return getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0)


def enclosing_function(scopes: ScopeTree, node: ast.AST) -> ast.AST:
    """Return the function, or the module, in which a node runs."""
    for outer in scopes.ancestors(node):
        if isinstance(outer, FUNCTION_NODES):
            return outer
    return scopes.module.node


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function, or a module, without those of inner ones."""
    pending = list(ast.iter_child_nodes(function))
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, FUNCTION_NODES):
            pending += ast.iter_child_nodes(node)


def common_loop(scopes: ScopeTree, one: ast.AST, other: ast.AST) -> ast.AST | None:
    """Return the innermost loop around two nodes, or None."""
    around = {outer for outer in scopes.ancestors(one) if isinstance(outer, LOOPS)}
    return next((outer for outer in scopes.ancestors(other) if outer in around), None)


def still_holds(
    scopes: ScopeTree,
    use: ast.Name,
    bindings: Iterable[ast.AST],
    since: Where,
    bound: ast.AST,
) -> bool:
    """Whether a name still has the value there that it was given at ``bound``.

    Args:
        scopes: of the module.
        use: where the name is read.
        bindings: all that give it a value.
        since: from where on it has this one.
        bound: what gives it this one.
    """
    if start(use) < since:
        return common_loop(scopes, use, bound) is not None
    return not any(is_between(scopes, one, use, since) for one in bindings)


def is_between(
    scopes: ScopeTree, binding: ast.AST, use: ast.Name, since: Where
) -> bool:
    """Whether a name is given another value on each way to a use of it."""
    around = [*scopes.ancestors(use)]
    statement = next(one for one in around if isinstance(one, ast.stmt))
    if not since < start(binding) < start(statement):
        return False
    return all(one in around for one in _branches(scopes, binding))


def _branches(scopes: ScopeTree, node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands around a node in its function and may not run it."""
    for outer in scopes.ancestors(node):
        if isinstance(outer, FUNCTION_NODES):
            return
        if isinstance(outer, _BRANCHES):
            yield outer
