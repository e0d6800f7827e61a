"""All nodes of a tree, each with the one around it: one quick pass, asked of often.

`ast.walk` asks each node for each of its fields; most of these hold no node.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache

# Fields that hold a name, an operator or a context, and no node that says more.
_SAYS = frozenset({"id", "attr", "arg", "asname", "ctx", "op", "ops", "type_comment"})

# Where statements stand in others, and what has blocks of them.
_BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")
_DOTTED = (ast.Name, ast.Attribute)


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """The nodes of a tree in the order of `ast.walk`, without operators and contexts.

    Attributes:
        all: they; the first is the root.
        around: the parent of each; of the root, itself.
    """

    all: list[ast.AST]
    around: list[ast.AST]

    def parents(self) -> dict[ast.AST, ast.AST]:
        """Return the parent of each node by the node."""
        return dict(zip(self.all, self.around, strict=True))


def nodes_in(tree: ast.AST) -> Nodes:
    """Return the nodes of a tree."""
    found, around = [tree], [tree]
    for node in found:  # which grows
        inside = nodes_inside(node)
        found += inside
        around += [node] * len(inside)
    return Nodes(found, around)


def walk(tree: ast.AST) -> list[ast.AST]:
    """Return a node and all in it, in the order of `ast.walk`, as `Nodes` has them."""
    return nodes_in(tree).all


def code_of(node: ast.AST) -> str:
    """Return the code of a node as `ast.unparse` gives it; that of names at once."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, _DOTTED):
        return f"{code_of(node.value)}.{node.attr}"
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return repr(node.value)
    return ast.unparse(node)


def same(tree: object, other: object) -> bool:
    """Whether two trees, or what is in a field of one, are alike but for places.

    Raises:
        RecursionError: they are nested too deeply.
    """
    if type(tree) is not type(other):
        return False
    if isinstance(tree, ast.AST):
        return all(
            same(getattr(tree, name, None), getattr(other, name, None))
            for name in tree._fields
        )
    if isinstance(tree, list) and isinstance(other, list):
        return len(tree) == len(other) and all(map(same, tree, other))
    return repr(tree) == repr(other)


def nodes_inside(node: ast.AST) -> list[ast.AST]:
    """Return the nodes right inside a node, without its operators and its context."""
    inside: list[ast.AST] = []
    for name in () if isinstance(node, ast.Constant) else _inside(node._fields):
        value = getattr(node, name, None)
        if isinstance(value, list):
            inside += [one for one in value if isinstance(one, ast.AST)]
        elif isinstance(value, ast.AST):
            inside.append(value)
    return inside


def blocks_in(tree: ast.Module) -> list[ast.AST]:
    """Return what has blocks of statements, and these, in the order of `ast.walk`."""
    found: list[ast.AST] = [tree]
    for node in found:  # which grows
        found += blocks_of(node)
    return found


def blocks_of(node: ast.AST) -> list[ast.AST]:
    """Return the statements right inside one, and what has more of its blocks."""
    inside: list[ast.AST] = []
    for name in _BLOCKS:
        inside += getattr(node, name, ())
    return inside


@cache
def _inside(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return which fields of a kind of node may hold nodes."""
    return tuple(name for name in fields if name not in _SAYS)
