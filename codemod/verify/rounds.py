"""The rounds of a comprehension, and the names that each of them binds."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence

from . import bounded
from .bounded import RefusedError

Scope = Mapping[str, object]


def rounds(
    loops: Sequence[ast.comprehension],
    scope: Scope,
    value: Callable[[ast.expr, Scope], object],
) -> Iterator[Scope]:
    """Yield the names of every round, those outside of the comprehension with.

    Args:
        loops: its ``for`` and ``if`` parts, from the outermost on.
        scope: the names around it.
        value: evaluates an expression under some names.

    Raises:
        RefusedError: what it runs over, or a target, is not evaluated here.
        RaisedError: Python would raise.
    """
    if not loops:
        yield scope
        return
    first, *rest = loops
    if first.is_async:
        raise RefusedError("an asynchronous comprehension")
    for item in bounded.items(value(first.iter, scope)):
        inner = {**scope, **_bind(first.target, item)}
        if all(bounded.truth(value(test, inner)) for test in first.ifs):
            yield from rounds(rest, inner, value)


def _bind(target: ast.expr, item: object) -> dict[str, object]:
    if isinstance(target, ast.Name):
        return {target.id: item}
    if not isinstance(target, (ast.Tuple, ast.List)) or any(
        isinstance(part, ast.Starred) for part in target.elts
    ):
        raise RefusedError(f"a comprehension binds `{ast.unparse(target)}`")
    parts = bounded.items(item)
    if len(parts) != len(target.elts):
        raise bounded.RaisedError("ValueError", "wrong number of values to unpack")
    bound: dict[str, object] = {}
    for part, value in zip(target.elts, parts, strict=True):
        bound.update(_bind(part, value))
    return bound
