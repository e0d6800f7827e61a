"""Which masks of Optax ask for nothing but the shapes of parameters."""

from __future__ import annotations

import ast

from ...codemod.names.origins import origin
from ...codemod.rule import Flow
from .apis import api_of
from .transforms import MAPS, SHAPES

_ASK_SHAPE = frozenset({"jax.numpy.ndim", "numpy.ndim", "jax.numpy.size", "numpy.size"})
_PURE = frozenset({"len", "bool", "all", "any", "max", "min", "sum", "int"})


def is_understood_mask(flow: Flow, mask: ast.expr) -> bool:
    """Whether a mask is a constant, or a function of the shapes of the leaves.

    As `lambda params: jax.tree.map(lambda x: x.ndim > 1, params)`.
    """
    node = origin(flow.scopes, mask)
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Lambda):
        return _is_map(flow, node.body, node.args)
    if not isinstance(node, ast.FunctionDef) or node.decorator_list:
        return False
    body = [one for one in node.body if not _is_docstring(one)]
    last = body[-1] if len(body) == 1 else None
    if not isinstance(last, ast.Return) or last.value is None:
        return False
    return _is_map(flow, last.value, node.args)


def asks_on(flow: Flow, mask: ast.expr) -> int:
    """Return the line on which a mask is made, or a function of one ends."""
    node = origin(flow.scopes, mask)
    if isinstance(node, ast.FunctionDef):
        return node.body[-1].lineno
    return node.lineno if isinstance(node, ast.expr) else mask.lineno


def _is_map(flow: Flow, node: ast.expr, arguments: ast.arguments) -> bool:
    """Whether an expression maps the one parameter, leaf by leaf, by its shapes."""
    if not isinstance(node, ast.Call) or api_of(flow, node.func) not in MAPS:
        return False
    if len(node.args) != 2 or node.keywords or len(arguments.args) != 1:
        return False
    leaf, tree = origin(flow.scopes, node.args[0]), node.args[1]
    if not isinstance(tree, ast.Name) or tree.id != arguments.args[0].arg:
        return False
    if not isinstance(leaf, ast.Lambda) or len(leaf.args.args) != 1:
        return False
    name = leaf.args.args[0].arg
    parts = (one for one in ast.walk(leaf.body) if isinstance(one, ast.expr))
    return all(_asks_shapes(flow, one, name) for one in parts)


def _asks_shapes(flow: Flow, node: ast.AST, leaf: str) -> bool:
    """Whether a node of the function of a leaf looks at no more than its shape."""
    if isinstance(node, ast.Name):
        parent = flow.scopes.parents[node]
        if node.id != leaf:
            return isinstance(parent, ast.Call | ast.Attribute)
        if isinstance(parent, ast.Attribute):
            return parent.attr in SHAPES
        return isinstance(parent, ast.Call) and api_of(flow, parent.func) in _ASK_SHAPE
    if isinstance(node, ast.Call):
        return api_of(flow, node.func) in _ASK_SHAPE | _PURE
    return not isinstance(node, ast.Lambda | ast.NamedExpr | ast.Await | ast.Yield)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
