"""The value of an expression that holds no names, for messages and folding."""

from __future__ import annotations

import ast

from ..verify.bounded import EvaluationError, RefusedError
from ..verify.call import parsed_expression
from ..verify.evaluate import evaluate_arguments


def constant_number(node: ast.expr) -> int | float | None:
    """Return the number that ``node`` always evaluates to, or None.

    The arithmetic is Python's own, bounded in time and size; an expression
    with a free name, an attribute or a call in it has no constant value.
    """
    try:
        values, _ = evaluate_arguments(parsed_expression(node), _no_names)
    except (EvaluationError, ValueError):  # a number that Python does not write out
        return None
    if len(values) != 1 or isinstance(values[0], bool):
        return None
    value = values[0]
    return value if isinstance(value, (int, float)) else None


def _no_names(name: str, scope: object) -> object:
    raise RefusedError(f"`{name}` is not constant")
