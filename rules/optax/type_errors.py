"""What Python raises where a schedule stands in the place of a number.

Each place is listed where it is certain: an operator, a comparison, a format, a call.
"""

from __future__ import annotations

import ast

from ...codemod.names.syntax import is_builtin
from ...codemod.rule import Site, known_number
from .optimizers import NUMBERS_OF_OPTIMIZERS, OPTIMIZERS, optax_name
from .signatures import SCHEDULES

_SIGNS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Pow: "** or pow()",
    ast.Mod: "%",
}
_ORDERS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_BUILTINS = {
    "abs": "TypeError: bad operand type for abs(): '{}'",
    "float": "TypeError: float() argument must be a string or a real number, not '{}'",
    "round": "TypeError: type {} doesn't define __round__ method",
}
_LIMITS = {"max": ">", "min": "<"}
# Transformations that take a number alone, and what takes a schedule.
_NUMBERS = {
    "scale": "; `scale_by_schedule` takes a schedule",
    "clip": "",
    "clip_by_global_norm": "",
}
# Parameters of schedules that hold a schedule, or only ask whether it is there.
_HOLDING = ("schedules", "staircase", "value")


def raised(site: Site, use: ast.expr, outer: ast.AST, kind: str) -> str:
    """Return what Python raises where a schedule stands, if anything.

    Args:
        site: the schedule.
        use: an expression that is it.
        outer: what that stands in.
        kind: of which type it is there, as Python says it.
    """
    if isinstance(outer, ast.UnaryOp) and isinstance(outer.op, (ast.USub, ast.UAdd)):
        sign = "-" if isinstance(outer.op, ast.USub) else "+"
        return f"TypeError: bad operand type for unary {sign}: '{kind}'"
    if isinstance(outer, ast.BinOp) and type(outer.op) in _SIGNS:
        words = _kinds(site, use, kind, [outer.left, outer.right])
        if words:
            sign = _SIGNS[type(outer.op)]
            return f"TypeError: unsupported operand type(s) for {sign}: {words}"
    if isinstance(outer, ast.Compare) and len(outer.ops) == 1:
        words = _kinds(site, use, kind, [outer.left, *outer.comparators])
        if words and type(outer.ops[0]) in _ORDERS:
            return _not_ordered(_ORDERS[type(outer.ops[0])], words)
    if isinstance(outer, ast.FormattedValue) and outer.format_spec is not None:
        return f"TypeError: unsupported format string passed to {kind}.__format__"
    return _called_with(site, use, outer, kind) if isinstance(outer, ast.Call) else ""


def _not_ordered(sign: str, words: str) -> str:
    return f"TypeError: '{sign}' not supported between instances of {words}"


def _called_with(site: Site, use: ast.expr, outer: ast.Call, kind: str) -> str:
    """Return what a call raises that is given a schedule in place of a number."""
    if isinstance(outer.func, ast.Name) and is_builtin(site.module.scopes, outer.func):
        name = outer.func.id
        if name in _LIMITS and len(outer.args) == 2 and not outer.keywords:
            words = _kinds(site, use, kind, outer.args[::-1])
            return _not_ordered(_LIMITS[name], words) if words else ""
        return _BUILTINS.get(name, "").format(kind)
    name = optax_name(site.module, outer.func)
    if name in _NUMBERS:
        return f"TypeError at the first update{_NUMBERS[name]}"
    if name in OPTIMIZERS:
        names = [one.arg for one in outer.keywords if one.value is use]
        number = next((one for one in names if one in NUMBERS_OF_OPTIMIZERS), None)
        return f"TypeError at the first update, for its `{number}`" if number else ""
    other = site.module.made_by(outer)
    if other is None or other.name not in SCHEDULES or other.arguments is None:
        return ""
    for name, argument in other.arguments.named.items():
        if argument.value is use and name not in _HOLDING:
            return f"its `{name}` is multiplied or subtracted: TypeError"
    return ""


def _kinds(site: Site, use: ast.expr, kind: str, operands: list[ast.expr]) -> str:
    """Return the types of what stands together in words, if all are known."""
    kinds = [kind if one is use else _kind(site, one) for one in operands]
    return " and ".join(f"'{one}'" for one in kinds) if all(kinds) else ""


def _kind(site: Site, operand: ast.expr) -> str:
    """Return the type of one side of an operation, if it is known."""
    made = site.module.made_by(operand)
    if made is not None and made.name in SCHEDULES:
        return "function"
    value = known_number(site, operand)
    return type(value).__name__ if value is not None else ""
