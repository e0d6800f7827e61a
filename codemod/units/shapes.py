"""A call without what it calls and is given: those that are written alike have a shape.

``f(0.1, steps=n)`` and ``a.f(rate, steps=2 * n)`` are
``part_0_(part_1_, steps=part_2_)``. What a rule wants changed moves an argument or
drops it, and never looks into it; so LibCST is asked once for a shape.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from ..files.source import Source
from ..rule.intents import ExpressionIntent

_NAME = "part_{}_"
_NAMED = re.compile(r"part_(\d+)_")
# What is one expression wherever it stands, and of which no line or comment is a part.
_PARTS = (
    *(ast.Name, ast.Attribute, ast.Subscript, ast.Call),
    *(ast.Constant, ast.BinOp, ast.UnaryOp),
)
_PLAIN = re.compile(r"[\w.,+*/()\[\] -]{1,80}", re.ASCII)
_ANYWHERE = ast.Name("_", ast.Load())


@dataclass(frozen=True, slots=True)
class Shape:
    """An expression, and what is to be done to it, with names for its parts.

    Attributes:
        text: the expression.
        intents: what is to be done, at no place.
        parts: what the names stand for.
    """

    text: str
    intents: tuple[ExpressionIntent, ...]
    parts: tuple[str, ...]

    def filled(self, text: str) -> str:
        """Return a text with what the names in it stand for."""
        return _NAMED.sub(lambda name: self.parts[int(name[1])], text)


def shape_of(source: Source, intents: Collection[ExpressionIntent]) -> Shape | None:
    """Return the shape of an expression that is changed; None where it has none."""
    at = next(iter(intents)).at
    start, end = source.span(at)
    if any(intent.at is not at for intent in intents):
        return None
    if _NAMED.search(source.text, start, end):
        return None
    pieces: list[str] = []
    parts: list[str] = []
    for first, last in _spans(source, at):
        pieces += [source.text[start:first], _NAME.format(len(parts))]
        parts.append(source.text[first:last])
        start = last
    text = "".join([*pieces, source.text[start:end]])
    return Shape(text, tuple(_placed(one, parts) for one in intents), tuple(parts))


def _spans(source: Source, at: ast.expr) -> list[tuple[int, int]]:
    """Return where what is called and the plain arguments stand, in order."""
    if not isinstance(at, ast.Call):
        return []
    values = [at.func, *at.args, *(keyword.value for keyword in at.keywords)]
    spans = sorted(source.span(one) for one in values if isinstance(one, _PARTS))
    return [one for one in spans if _PLAIN.fullmatch(source.text, *one)]


def _placed(intent: ExpressionIntent, parts: list[str]) -> ExpressionIntent:
    """Return an intent at no place, with a name for the value that it brings."""
    changed: dict[str, Any] = {"at": _ANYWHERE}
    value = getattr(intent, "value", None)
    if isinstance(value, str) and _is_plain(value):
        changed["value"] = _NAME.format(len(parts))
        parts.append(value)
    return replace(intent, **changed)


def _is_plain(value: str) -> bool:
    if not _PLAIN.fullmatch(value) or _NAMED.search(value) or value != value.strip():
        return False
    try:
        return isinstance(ast.parse(value, mode="eval").body, _PARTS)
    except SyntaxError:
        return False
