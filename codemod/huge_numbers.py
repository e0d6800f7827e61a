"""Whole numbers that Python does not write out: said as they can be, in hexadecimal.

Python reads ``0xfff...`` of any length, but refuses to turn more than 4300 digits into
decimal ones, wherever a message or a copy of the code says the number.
"""

from __future__ import annotations

import ast
import re
from typing import TypeVar

Tree = TypeVar("Tree", bound=ast.AST)

_LENGTH, _BEGIN = 3000, 16
_LONG = re.compile(rf"(?<![0-9a-fA-F_])[0-9a-fA-F_]{{{_LENGTH},}}")
_INSIDE = re.compile(rf"[0-9a-fA-F_]{{{_BEGIN}}}")
_BITS = 4000 * 3  # fewer than those of 4300 digits


class HugeNumber(int):
    """A whole number that is said in hexadecimal."""

    def __repr__(self) -> str:
        return hex(self)

    __str__ = __repr__

    def __format__(self, form: str) -> str:
        return format(hex(self), "")


def told_in_hexadecimal(tree: Tree, text: str) -> Tree:
    """Return a tree whose huge numbers can be said."""
    if _may_be_long(text) and _LONG.search(text):
        for node in ast.walk(tree):
            match node:
                case ast.Constant(int(value)) if value.bit_length() > _BITS:
                    node.value = HugeNumber(value)
    return tree


def _may_be_long(text: str) -> bool:
    """Whether a long number goes over one of some places: no two are farther apart."""
    places = range(0, len(text), _LENGTH - _BEGIN)
    return any(_INSIDE.match(text, place) for place in places)
