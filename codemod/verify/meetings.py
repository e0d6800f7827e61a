"""Values for which the two sides of a comparison in an argument meet.

`n if n != 3 * w else 1` is `n` for nearly all values of both. So a name is also given
the value that makes a comparison equal, with the others as they are, and those beside
it: below, at and above it are all the answers that a comparison has. Where the others
hide it, as in `min(lr, peak)`, they are far out.
"""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping

from .binding import Binding
from .bounded import EvaluationError
from .call import Comprehension, ParsedCall, is_opaque, is_pure_call
from .evaluate import evaluate_arguments
from .pools import is_number

MOST = 48
"""Changes of all names together."""

FAR = 10**6
"""What the other names are where `min` or `max` takes one of them."""

_GRID = (0, *(sign * 10.0**power for power in range(-6, 10) for sign in (1, -1)))
_HALVINGS = 80

ROUNDS = 24
"""In which a line is laid through the last two points: a square takes a dozen."""

_Sides = tuple[ast.expr, ast.expr]


def meetings(
    calls: Iterable[ParsedCall], values: Mapping[str, object]
) -> Iterator[Mapping[str, object]]:
    """Yield changes of names for which two sides meet.

    Args:
        calls: in whose arguments comparisons stand.
        values: of all names; those that are numbers are changed.
    """
    found: dict[str, Mapping[str, object]] = {}
    for call in calls:
        for sides in _compared(call):
            for change in _met(call, sides, values):
                found.setdefault(repr(change), change)
    return itertools.islice(found.values(), MOST)


def _met(
    call: ParsedCall, sides: _Sides, values: Mapping[str, object]
) -> Iterator[Mapping[str, object]]:
    """Yield changes of one name, then those with the others far out, too."""
    given = ParsedCall(sides, (), call.names, call.inner)
    named = {name: values.get(name) for name in _names(sides, call)}
    numbers = {name: one for name, one in named.items() if is_number(one)}
    for far in ({}, dict.fromkeys(numbers, FAR)) if len(numbers) > 1 else ({},):
        for name, start in numbers.items():
            others = {one: value for one, value in far.items() if one != name}
            apart = _apart(given, {**values, **others}, name)
            for one in (*_solved(apart, start), *_crossed(apart, start)):
                yield {**others, name: one}


def _compared(call: ParsedCall) -> Iterator[_Sides]:
    """Yield the two sides of each comparison, and what is asked to be true, and 0."""
    for argument in call.arguments:
        yield from _within(argument, ())


def _within(node: ast.AST, rounds: tuple[ast.comprehension, ...]) -> Iterator[_Sides]:
    """Yield the sides in a node; in a comprehension, as the lists of all rounds."""
    for left, right in _sides(node):
        yield _of_rounds(left, rounds), _of_rounds(right, rounds)
    if isinstance(node, Comprehension):
        rounds = (*rounds, *node.generators)
    for child in ast.iter_child_nodes(node):
        yield from _within(child, rounds)


def _of_rounds(side: ast.expr, rounds: tuple[ast.comprehension, ...]) -> ast.expr:
    return ast.ListComp(side, [*rounds]) if rounds else side


def _sides(node: ast.AST) -> Iterator[_Sides]:
    if isinstance(node, ast.Compare):
        yield from itertools.pairwise([node.left, *node.comparators])
    elif isinstance(node, ast.IfExp):
        yield node.test, ast.Constant(0)
    elif isinstance(node, ast.BoolOp):
        yield from ((one, ast.Constant(0)) for one in node.values)
    elif isinstance(node, ast.Call) and is_pure_call(node):
        compares = ast.unparse(node.func) in ("min", "max")
        yield from itertools.pairwise(node.args if compares else ())


def _names(nodes: Iterable[ast.AST], call: ParsedCall) -> Iterator[str]:
    for node in nodes:
        if id(node) in call.names:
            yield call.names[id(node)]
        if not is_opaque(node):
            yield from _names(ast.iter_child_nodes(node), call)


def _apart(
    given: ParsedCall, values: Mapping[str, object], name: str
) -> Callable[[float], float | None]:
    """How far apart the sides are for a value of a name; None where no number says."""

    def apart(value: float) -> float | None:
        binding = Binding({**values, name: value})
        try:
            (left, right), _ = evaluate_arguments(given, binding.lookup)
        except (EvaluationError, ValueError):
            return None
        # Of rounds, the first that there is.
        left, right = (
            one[0] if isinstance(one, list) and one else one for one in (left, right)
        )
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            return None
        try:
            return float(left - right)
        except OverflowError:
            return None

    return apart


def _solved(
    apart: Callable[[float], float | None], start: float
) -> Iterator[int | float]:
    """Yield where both sides meet, if lines lead there, and what is beside it."""
    whole = isinstance(start, int)
    points = [start, start + (start // 8 if whole else start / 8) + 1]
    for _ in range(ROUNDS):
        old, new = (apart(one) for one in points)
        if old is None or new is None or not math.isfinite(old - new):
            return
        if not old or old == new:
            break
        further = points[0] - old * (points[1] - points[0]) / (new - old)
        if not math.isfinite(further):
            return
        points = [round(further) if whole else further, points[0]]
    best = points[0]
    yield best
    if whole:
        yield from (best - 1, best + 1)
    else:
        yield from (math.nextafter(best, side) for side in (-math.inf, math.inf))


def _crossed(
    apart: Callable[[float], float | None], start: float
) -> Iterator[int | float]:
    """Yield where one side passes the other in steps, or behind what is flat.

    A name that happens to be whole may be a fraction as well.
    """
    for whole in (True, False) if isinstance(start, int) else (False,):
        grid = {int(one) if whole else float(one) for one in (*_GRID, start)}
        told = [(one, apart(one)) for one in sorted(grid)]
        for (low, below), (high, above) in itertools.pairwise(told):
            if below is not None and above is not None and below * above < 0:
                yield from _halved(apart, low, high, below)


def _halved(
    apart: Callable[[float], float | None], low: float, high: float, below: float
) -> Iterator[int | float]:
    """Yield what is on either side of where both meet, and where they do."""
    whole = isinstance(low, int)
    for _ in range(_HALVINGS):
        middle = (low + high) // 2 if whole else (low + high) / 2
        between = apart(middle)
        if middle in (low, high) or not between:
            break
        low, high = (middle, high) if between * below > 0 else (low, middle)
    yield from dict.fromkeys((middle, low, high))
