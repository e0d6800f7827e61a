"""The lengths of the schedules of a `join_schedules`, between its boundaries."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...codemod.rule import Argument, Site, difference, known_number, shown, sum_of
from .calls import JOIN, elements, given, schedules_of, told
from .schedules import COSINE_DECAY

_LENGTHS = {
    COSINE_DECAY.name: "decay_steps",
    "linear_schedule": "transition_steps",
    "polynomial_schedule": "transition_steps",
}


def lengths_behind(
    site: Site, boundaries: Sequence[ast.expr]
) -> Iterator[tuple[ast.expr, Site, Argument, ast.expr]]:
    """Yield the lengths that count from a boundary, but those up to the next one.

    Each stands between the schedule that it is of, as the join is given it and as it
    is made, and the boundary from which it counts.
    """
    parts = schedules_of(site) if boundaries else None
    for index, (node, part) in enumerate((parts or [])[1 : len(boundaries) + 1]):
        name = _LENGTHS.get(part.name) if part is not None else None
        length = given(part, name) if part is not None and name else None
        if part is None or length is None:
            continue
        if not _fills(site, boundaries, index + 1, length.value):
            yield node, part, length, boundaries[index]


def subtracted_twice(
    site: Site, part: Site, length: Argument, at: tuple[ast.expr, ast.expr]
) -> str:
    """Say how early a schedule ends behind a boundary, for one is subtracted twice."""
    early, begin = at
    text = f"`{shown(length.value)}`"
    message = f"`{shown(early)}` is subtracted twice in {text}, which counts from "
    message += "that boundary on" if early is begin else f"boundary `{shown(begin)}` on"
    message += ": the end value is reached at step "
    less, start = known_number(site, early), known_number(site, begin)
    steps = known_number(part, length.value)
    if less is None or start is None or steps is None:
        return f"{message}`{shown(begin)}` + {text}, `{shown(early)}` steps early"
    return f"{message}{told(start + steps)}, not {told(start + steps + less)}"


def ends_at_a_boundary(site: Site, length: ast.expr) -> bool:
    """Whether a join goes on to its next schedule at the step where this one ends."""
    for join in site.module.sites if not site.listed else ():
        parts = schedules_of(join) if join.name == JOIN else None
        boundaries = elements(join, "boundaries") if parts else None
        for index, (_, part) in enumerate(parts or ()):
            is_this = part is not None and part.node is site.node
            if is_this and _fills(site, boundaries or [], index, length):
                return True
    return False


def _fills(
    site: Site, boundaries: Sequence[ast.expr], index: int, length: ast.expr
) -> bool:
    """Whether a length is what a schedule of a join has, up to the next boundary."""
    if index >= len(boundaries):
        return False
    begin = boundaries[index - 1] if index else ast.Constant(0)
    end = boundaries[index]
    start, stop, known = (known_number(site, one) for one in (begin, end, length))
    if start is not None and stop is not None and known is not None:
        return stop - start == known
    first, last, whole = (sum_of(site, one) for one in (begin, end, length))
    left = {one: last.get(one, 0) - first.get(one, 0) for one in {**first, **last}}
    return difference(left, whole) == 0
