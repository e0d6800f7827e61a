"""Syntax that the running Python does not know: which one is needed for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import libcst as cst

from ..model import Position
from .decode import SourceError

_ANY = (3, 0)

Version = tuple[int, int]


def explained(error: SyntaxError, text: str) -> SourceError:
    """Return why a text was not parsed: it is no Python, or too new."""
    position = Position(error.lineno or 1, max(error.offset or 1, 1))
    needed = _needed_version(text) if "too many" not in error.msg else _ANY
    running = sys.version_info[:2]
    if needed <= running:
        return SourceError(f"cannot be parsed: {error.msg}", position)
    return SourceError(
        "uses syntax newer than the Python {}.{} that runs lrmigrate; "
        "run it under Python {}.{} or newer".format(*running, *needed),
        position,
    )


def _needed_version(text: str) -> Version:
    """Return the Python that LibCST, which parses newer ones, finds necessary."""
    try:
        module = cst.parse_module(text)
    except Exception:
        return _ANY
    return max(_since(node, module) for node in _nodes(module))


def _nodes(module: cst.Module) -> Iterator[cst.CSTNode]:
    nodes: list[cst.CSTNode] = [module]
    while nodes:
        node = nodes.pop()
        nodes += node.children
        yield node


def _since(node: cst.CSTNode, module: cst.Module) -> Version:
    """Return the first Python that has what a node says by itself."""
    match node:
        case cst.TypeAlias() | cst.TypeParameters():
            return 3, 12
        case cst.TypeParam(default=cst.BaseExpression()):
            return 3, 13
        case cst.ExceptHandler(type=cst.Tuple(lpar=[])):
            return 3, 14
        case cst.ExceptStarHandler(type=cst.Tuple(lpar=[])):
            return 3, 14
        case cst.FormattedString():
            return (3, 12) if _newer_inside(node, module) else _ANY
    return (3, 14) if type(node).__name__ == "TemplatedString" else _ANY


def _newer_inside(string: cst.FormattedString, module: cst.Module) -> bool:
    """Whether an f-string's expressions hold what they could not before 3.12."""
    inside = "".join(
        module.code_for_node(part)
        for part in string.parts
        if isinstance(part, cst.FormattedStringExpression)
    )
    quote = string.end
    newer = ["\\", "#", quote, *("\n" if len(quote) == 1 else "")]
    return any(mark in inside for mark in newer)
