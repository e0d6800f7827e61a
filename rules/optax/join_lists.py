"""What is wrong with the lists of a `join_schedules`, each looked at by itself.

What is wrong where two schedules meet stands in `joints`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...codemod.rule import Report, Site, difference, known_number, shown, sum_of
from .calls import JOIN, given, told
from .signatures import SCHEDULES


def no_schedule(site: Site, node: ast.expr) -> str:
    """Say that a part is certainly none that can be called."""
    value, made = known_number(site, node), site.module.origin(node)
    if isinstance(made, ast.Call) and _is_schedule(site, made.func):
        message = f"`{shown(node)}` is one number, and `{JOIN}` calls it: TypeError"
        return f"{message}; hand over the schedule, `{shown(made.func)}`"
    if isinstance(made, ast.Constant) and made.value is None and not site.is_tried:
        message = f"`{shown(node)}` is no schedule, and `{JOIN}` calls it: TypeError: "
        return f"{message}'NoneType' object is not callable"
    if value is None:
        return ""
    message = f"`{shown(node)}` is a number, and `{JOIN}` calls it: TypeError: "
    message += f"'{type(value).__name__}' object is not callable; a constant is "
    return f"{message}`constant_schedule({shown(node)})`"


def no_list(site: Site) -> Iterator[Report]:
    """Report one number that is given for the list of boundaries."""
    argument = given(site, "boundaries")
    value = known_number(site, argument.value) if argument is not None else None
    if argument is not None and value is not None and not site.is_tried:
        text = shown(argument.value)
        message = f"`{text}` is one number, and `{JOIN}` runs over it: TypeError: "
        message += f"'{type(value).__name__}' object is not iterable; a list is "
        yield Report(argument.node, f"{message}`[{text}]`")


def _is_schedule(site: Site, node: ast.expr) -> bool:
    made = site.module.made_by(node)
    return made is not None and made.name in SCHEDULES


def counted(site: Site, schedules: int, boundaries: list[ast.expr]) -> Iterator[Report]:
    """Report boundaries that are too many or too few for the schedules."""
    wanted, found = schedules - 1, len(boundaries)
    if found == wanted or not schedules:
        return
    argument = given(site, "boundaries")
    assert argument is not None
    message = f"`{JOIN}` needs {_times(wanted, 'boundary')} for "
    message += f"{_times(schedules, 'schedule')}, and has {found}: "
    if found > wanted:
        message += f"`{shown(boundaries[wanted])}` is ignored"
        message += " and all behind it" if found > wanted + 1 else ""
    else:
        left = _times(wanted - found, "schedule")
        message += f"the last {left} never run" + ("s" if wanted - found == 1 else "")
    yield Report(argument.node, message)


def _times(count: int, what: str) -> str:
    plural = what.removesuffix("y") + "ies" if what.endswith("y") else f"{what}s"
    return f"{count} {what if count == 1 else plural}"


def growing(site: Site, boundaries: Sequence[ast.expr]) -> Iterator[Report]:
    """Report boundaries that are not larger than those before them."""
    for index, (one, other) in enumerate(pairwise(boundaries), 1):
        more = difference(sum_of(site, other), sum_of(site, one))
        first, second = known_number(site, one), known_number(site, other)
        if first is not None and second is not None:
            more = second - first
        if more is None or more > 0:
            continue
        message = f"boundary `{shown(other)}` comes after `{shown(one)}` and is not "
        message += "larger"
        if first is not None and second is not None:
            message += f" ({told(second)} after {told(first)})"
        message += f": `schedules[{index}]` never runs; boundaries count from step 0"
        yield Report(other, message)
