"""The arguments of a learning rate, each as a value and as it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ...rule.recipe import Recipe
from ..record import LearningRate
from ..show.words import cut

Parameters = Mapping[str, Sequence[str]]
_RATE = "learning rate"
_WHOLE = "schedule"


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a schedule, or the function that makes it.

    Attributes:
        value: what it is.
        node: its source; None where that is not seen.
        place: where it is written, as ``train.py:12``.
        of: which schedule of a join it is an argument of; empty for the whole.
    """

    value: object
    node: ast.expr | None
    place: str
    of: str = ""

    @property
    def source(self) -> str:
        """Its source on one line, where that says more than its value."""
        if self.node is None or _is_literal(self.node):
            return ""
        return cut(ast.unparse(self.node))

    @property
    def names(self) -> frozenset[str]:
        """The texts of all parts of its source; of the value of a name, where it is."""
        nodes = ast.walk(self.node) if self.node is not None else ()
        return frozenset(ast.unparse(one) for one in nodes if isinstance(one, ast.expr))


def arguments(rate: LearningRate, parameters: Parameters) -> dict[str, Argument]:
    """Return the arguments of a learning rate, by names like ``schedules[0].power``."""
    node: ast.expr | None = None
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        node = ast.parse(f"({rate.call}\n)", mode="eval").body
    if rate.recipe is None:
        return {}
    flat = _Flat(rate, parameters)
    if rate.recipe.function != rate.function:  # a number that an optimizer is given
        (_, value), *_ = rate.recipe.arguments
        written = _saying(node, value)
        place = flat.place(written)
        number = Argument(Function("a number"), None, place)
        return {_WHOLE: number, _RATE: Argument(value, written, place)}
    return dict(flat.of(rate.recipe, node, ""))


def texts(rate: LearningRate, parameters: Parameters) -> list[str]:
    """Return how its arguments are written, in the order of its function's own."""
    return [
        shown(one.value) if one.node is None else ast.unparse(one.node)
        for one in arguments(rate, parameters).values()
        if not isinstance(one.value, Function)
    ]


def shown(value: object) -> str:
    """Return a value as a person writes it."""
    if isinstance(value, Function):
        return value.name
    large = isinstance(value, int) and abs(value) >= 10_000
    try:
        return cut(f"{value:_}" if large else repr(value))
    except ValueError:  # more digits than Python writes
        return "..."


@dataclass(frozen=True, slots=True)
class Function:
    """What makes a schedule, as a value to compare."""

    name: str


class _Flat:
    def __init__(self, rate: LearningRate, parameters: Parameters) -> None:
        self._rate = rate
        self._parameters = parameters

    def of(
        self, recipe: Recipe, node: ast.expr | None, of: str
    ) -> Iterator[tuple[str, Argument]]:
        """Yield the function of a recipe and its arguments, by their names."""
        call = node if isinstance(node, ast.Call) else None
        place = self.place(call)
        yield of or _WHOLE, Argument(Function(recipe.name), None, place, of)
        given = _given(call, self._parameters.get(recipe.function, ()))
        before = f"{of}." if of else ""
        for name, value in recipe.arguments:
            inner = given.get(name)
            if isinstance(value, list) and any(isinstance(v, Recipe) for v in value):
                yield from self._parts(value, inner, before + name)
            else:
                place = self.place(inner or call)
                yield before + name, Argument(value, inner, place, of)

    def _parts(
        self, parts: Sequence[Recipe], node: ast.expr | None, name: str
    ) -> Iterator[tuple[str, Argument]]:
        nodes: Sequence[ast.expr | None] = [None] * len(parts)
        if isinstance(node, ast.List | ast.Tuple) and len(node.elts) == len(parts):
            nodes = node.elts
        for index, (part, inner) in enumerate(zip(parts, nodes, strict=True)):
            yield from self.of(part, inner, f"{name}[{index}]")

    def place(self, node: ast.expr | None) -> str:
        """Return where a part of the call is written, or the call itself."""
        start = self._rate.start
        down = node.lineno - 1 if node is not None else 0
        return f"{self._rate.path}:{replace(start, line=start.line + down).row}"


def _saying(call: ast.expr | None, value: object) -> ast.expr | None:
    """Return the argument of a call that says a value as it is, if one does."""
    given = (
        [*call.args, *(one.value for one in call.keywords)]
        if isinstance(call, ast.Call)
        else []
    )
    said = [
        one for one in given if isinstance(one, ast.Constant) and one.value == value
    ]
    return said[0] if said else None


def _given(call: ast.Call | None, names: Sequence[str]) -> dict[str, ast.expr]:
    if call is None or any(isinstance(one, ast.Starred) for one in call.args):
        return {}
    named = {one.arg: one.value for one in call.keywords if one.arg}
    return {**dict(zip(names, call.args, strict=False)), **named}


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True
