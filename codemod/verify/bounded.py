"""Python's own arithmetic, refusing what would take long or grow large.

Every operation either returns what Python returns, or raises one of the two
errors below; nothing else escapes.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Container, Iterable, Mapping

MAX_BITS = 1024
MAX_ITEMS = 1024
MAX_CHARACTERS = 4096


class EvaluationError(Exception):
    """An expression without a value; see the two subclasses."""


class RefusedError(EvaluationError):
    """The expression was not evaluated; the text says why."""


class RaisedError(EvaluationError):
    """Python itself raises here: ``kind`` is the exception's name."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}" if message else kind)
        self.kind = kind


def _contained(item: object, container: Container[object]) -> bool:
    return item in container


def _not_contained(item: object, container: Container[object]) -> bool:
    return item not in container


_BINARY: Mapping[type[ast.operator], Callable[..., object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.MatMult: operator.matmul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}

_UNARY: Mapping[type[ast.unaryop], Callable[..., object]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Invert: operator.invert,
    ast.Not: operator.not_,
}

_COMPARE: Mapping[type[ast.cmpop], Callable[..., object]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: _contained,
    ast.NotIn: _not_contained,
}

FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "abs": abs,
    "dict": dict,
    "enumerate": enumerate,
    "float": float,
    "int": int,
    "len": len,
    "list": list,
    "max": max,
    "min": min,
    "range": range,
    "round": round,
    "sorted": sorted,
    "sum": sum,
    "tuple": tuple,
    "zip": zip,
}


def guarded(function: Callable[..., object], *args: object, **kwargs: object) -> object:
    """Call ``function``; what Python raises becomes :class:`RaisedError`."""
    try:
        return within_bounds(function(*args, **kwargs))
    except EvaluationError:
        raise
    except Exception as error:
        raise RaisedError(type(error).__name__, str(error)) from error


def within_bounds(value: object) -> object:
    """Return ``value``, or refuse it where it is too large."""
    if isinstance(value, int):
        if value.bit_length() > MAX_BITS:
            raise RefusedError(f"an integer of more than {MAX_BITS} bits")
    elif isinstance(value, (str, bytes)):
        if len(value) > MAX_CHARACTERS:
            raise RefusedError(f"a text of more than {MAX_CHARACTERS} characters")
    elif isinstance(value, (list, tuple, dict, set, range)):
        _count_items(value)
    return value


def _count_items(container: object) -> None:
    # Shared parts count every time they are met: `[[0] * 999] * 999` is small
    # in memory and endless for whoever walks it.
    pending, seen = [container], 0
    while pending:
        item = pending.pop()
        if isinstance(item, range):
            # A slice, since len() overflows beyond a machine word.
            seen += MAX_ITEMS + 1 if item[MAX_ITEMS:] else len(item)
        elif isinstance(item, (list, tuple, set)):
            seen += len(item)
            if seen <= MAX_ITEMS:
                pending.extend(item)
        elif isinstance(item, dict):
            seen += len(item)
            if seen <= MAX_ITEMS:
                pending.extend(item.values())
        if seen > MAX_ITEMS:
            raise RefusedError(f"more than {MAX_ITEMS} values in one argument")


def binary(op: ast.operator, left: object, right: object) -> object:
    """``left op right``, where that is quick and its result small."""
    if isinstance(op, ast.Pow):
        _check_power(left, right)
    elif isinstance(op, ast.LShift):
        if isinstance(left, int) and isinstance(right, int) and right > MAX_BITS:
            raise RefusedError(f"an integer of more than {MAX_BITS} bits")
    elif isinstance(op, ast.Mult):
        _check_repetition(left, right)
        _check_repetition(right, left)
    elif isinstance(op, ast.Mod) and isinstance(left, (str, bytes)):
        raise RefusedError("text is formatted in an argument")
    return guarded(_BINARY[type(op)], left, right)


def _check_power(base: object, exponent: object) -> None:
    if (
        isinstance(base, int)
        and isinstance(exponent, int)
        and abs(base) > 1
        and exponent > 0
        and (base.bit_length() - 1) * exponent > MAX_BITS
    ):
        raise RefusedError(f"an integer of more than {MAX_BITS} bits")


def _check_repetition(sequence: object, times: object) -> None:
    if not isinstance(times, int):
        return
    if isinstance(sequence, (list, tuple)) and len(sequence) * times > MAX_ITEMS:
        raise RefusedError(f"more than {MAX_ITEMS} values in one argument")
    if isinstance(sequence, (str, bytes)) and len(sequence) * times > MAX_CHARACTERS:
        raise RefusedError(f"a text of more than {MAX_CHARACTERS} characters")


def unary(op: ast.unaryop, operand: object) -> object:
    """``op operand``."""
    return guarded(_UNARY[type(op)], operand)


def compare(op: ast.cmpop, left: object, right: object) -> object:
    """``left op right``; ``is`` only against None, True and False."""
    singletons = (None, True, False)
    if isinstance(op, (ast.Is, ast.IsNot)) and not any(
        side is one for side in (left, right) for one in singletons
    ):
        raise RefusedError("`is` between values has no fixed meaning")
    if isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
        _check_order((left, right))
    return guarded(_COMPARE[type(op)], left, right)


def function(name: str, args: list[object], kwargs: dict[str, object]) -> object:
    """Call one of :data:`FUNCTIONS`."""
    if name in ("max", "min"):
        _check_order(items(args[0]) if len(args) == 1 else args)
    if name == "round" and len(args) + len(kwargs) == 2:
        digits = kwargs.get("ndigits", args[-1])
        if isinstance(digits, int) and abs(digits) > MAX_BITS:
            raise RefusedError(f"rounding to more than {MAX_BITS} digits")
    return guarded(FUNCTIONS[name], *args, **kwargs)


def _check_order(values: Iterable[object]) -> None:
    # Those that are equal are not put in order, and no two that hold a NaN are equal.
    if any(isinstance(one, (list, tuple, dict, set)) for one in values):
        raise RefusedError("lists or dicts are put in order")


def truth(value: object) -> bool:
    """Whether Python takes a value for true."""
    return bool(guarded(bool, value))


def items(value: object) -> list[object]:
    """All of an iterable, which is bounded because what it is made of is."""

    def collect(iterable: Iterable[object]) -> list[object]:
        return list(iterable)

    collected = guarded(collect, value)
    assert isinstance(collected, list)
    return collected
