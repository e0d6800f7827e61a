"""A value that a tree states, and the names in an expression that it is made of."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from ..verify.bounded import EvaluationError
from ..verify.call import ParsedCall, parsed_expression
from .spots import Place, Way


@dataclass(frozen=True, slots=True)
class Stated:
    """A value that the tree states.

    Attributes:
        value: a number, a text, a truth, None, or a list or dict of those.
        places: where the value of each name in the expression is said.
        ways: by which ways they come.
        choice: who can give another value; empty where nobody is seen.
    """

    value: object
    places: tuple[Place, ...] = ()
    ways: frozenset[Way] = frozenset()
    choice: str = ""


def leaves_of(node: ast.expr) -> dict[str, ast.expr]:
    """Return the parts of an expression that are names, by their text."""
    if isinstance(node, ast.Constant):
        return {}
    try:
        return leaves_in(node, parsed_expression(node))
    except (EvaluationError, RecursionError):
        return {}


def leaves_in(node: ast.expr, parsed: ParsedCall) -> dict[str, ast.expr]:
    """Return the same of an expression that is parsed."""
    names = parsed.names
    return {
        names[id(part)]: part
        for part in ast.walk(node)
        if id(part) in names and isinstance(part, ast.expr)
    }
