"""What a file defines: its classes and functions, and where it speaks of a property.

It is asked for each attribute that a rewrite reads twice, so it is found on one walk.
"""

from __future__ import annotations

import ast

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def definitions_in(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Return the definitions of a module, in the order of ``ast.walk``.

    An assignment or a call that speaks of a property is one: it may define what an
    attribute is.
    """
    nodes = [*ast.walk(tree)]
    if any(map(_is_property, nodes)):
        return tuple(one for one in nodes if _defines(one))
    return tuple(one for one in nodes if isinstance(one, Definition))


def _defines(node: ast.AST) -> bool:
    return isinstance(node, Definition) or (
        isinstance(node, ast.Assign | ast.Call)
        and any(map(_is_property, ast.walk(node)))
    )


def _is_property(node: ast.AST) -> bool:
    name = getattr(node, "attr", getattr(node, "id", ""))
    return "property" in name.lower()
