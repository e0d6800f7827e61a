"""What in a schedule is wrong at an unsigned step, which it subtracts from."""

from __future__ import annotations

import ast

from ...codemod.names.origins import origin
from ...codemod.rule import Flow, constant_number
from .names import JOIN, STEP_SENSITIVE


def wrapping(flow: Flow, schedule: ast.expr) -> str:
    """Return what in a schedule subtracts from the step, or nothing."""
    seen: set[ast.AST] = set()
    pending = [schedule]
    while pending:
        call = origin(flow.scopes, pending.pop())
        if not isinstance(call, ast.Call) or call in seen:
            continue
        seen.add(call)
        name = flow.functions.known(call.func)
        if culprit := _subtracting(name, call):
            return culprit
        if name == JOIN:
            pending += reversed(_joined(call))
    return ""


def _joined(call: ast.Call) -> list[ast.expr]:
    """Return the schedules that `join_schedules` is given, where they are listed."""
    parts = [*call.args, *(keyword.value for keyword in call.keywords)]
    return [one for part in parts if isinstance(part, ast.List) for one in part.elts]


def _subtracting(name: str, schedule: ast.Call) -> str:
    """Return what in one call subtracts from the step, or nothing."""
    if name not in STEP_SENSITIVE:
        return ""
    parameter, index = STEP_SENSITIVE[name]
    given = next((one.value for one in schedule.keywords if one.arg == parameter), None)
    if given is None and len(schedule.args) > index:
        given = schedule.args[index]
    if given is None or constant_number(given) == 0:
        return ""
    return name if index == 1 else f"{parameter}` of `{name}"
