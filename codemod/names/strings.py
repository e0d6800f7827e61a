"""Names that a module uses in its strings: annotations, `__all__`, doctests."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from ..files.source import Source

_DOCTEST = re.compile(r"^\s*(?:>>>|\.\.\.)(.*)$", re.MULTILINE)
_TYPE_COMMENT = re.compile(r"#\s*type:(.*)$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(slots=True)
class Mentions:
    """Names in strings, each with the line of its first mention.

    Attributes:
        exported: those in a statement about ``__all__``, or in a doctest.
        anywhere: those in any string or type comment that can be code.
    """

    exported: dict[str, int] = field(default_factory=dict)
    anywhere: dict[str, int] = field(default_factory=dict)


def find_mentions(source: Source) -> Mentions:
    """Return the names that the strings of a module mention."""
    found = Mentions()
    for statement in ast.walk(source.tree):
        if not isinstance(statement, ast.stmt):
            continue
        docstring = (
            statement.value
            if isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Constant)
            and isinstance(statement.value.value, str)
            else None
        )
        if docstring is not None:
            lines = " ".join(_DOCTEST.findall(str(docstring.value)))
            for name in _WORD.findall(lines):
                found.exported.setdefault(name, statement.lineno)
                found.anywhere.setdefault(name, statement.lineno)
            continue
        strings, names = _content(statement)
        for text in strings:
            for name in _names_of_expression(text):
                found.anywhere.setdefault(name, statement.lineno)
                if "__all__" in names:
                    found.exported.setdefault(name, statement.lineno)
    for comment in _TYPE_COMMENT.finditer(source.text):
        line = source.position(comment.start()).line
        for name in _WORD.findall(comment[1]):
            found.anywhere.setdefault(name, line)
    return found


def _content(statement: ast.stmt) -> tuple[list[str], set[str]]:
    """Return a statement's strings and names, without statements inside it."""
    strings: list[str] = []
    names: set[str] = set()
    pending: list[ast.AST] = [statement]
    while pending:
        for node in ast.iter_child_nodes(pending.pop()):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.append(node.value)
            elif isinstance(node, ast.Name):
                names.add(node.id)
            if not isinstance(node, ast.stmt):
                pending.append(node)
    return strings, names


def _names_of_expression(text: str) -> list[str]:
    if not _WORD.match(text.strip()):
        return []
    try:
        expression = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [node.id for node in ast.walk(expression) if isinstance(node, ast.Name)]
