"""Names that a module uses in its strings: annotations, `__all__`, doctests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..files.source import Source
from .syntax import text_of

_DOCTEST = re.compile(r"^[^\S\n]*(?:>>>|\.\.\.)(.*)$", re.MULTILINE)
_TYPE_COMMENT = re.compile(r"#\s*type:(.*)$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(slots=True)
class Mentions:
    """Names in strings, each with the line of its first mention.

    Attributes:
        exported: those in a statement about ``__all__``, or in a doctest.
        tested: those in a doctest.
        annotated: those in an annotation.
        anywhere: those in any string or type comment that can be code.
    """

    exported: dict[str, int] = field(default_factory=dict)
    tested: dict[str, int] = field(default_factory=dict)
    annotated: dict[str, int] = field(default_factory=dict)
    anywhere: dict[str, int] = field(default_factory=dict)

    def note(self, names: Iterable[str], line: int, *, exported: bool) -> None:
        """Note what a line mentions."""
        for name in names:
            self.anywhere.setdefault(name, line)
            if exported:
                self.exported.setdefault(name, line)


def find_mentions(source: Source) -> Mentions:
    """Return the names that the strings of a module mention."""
    found = Mentions()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.stmt):
            _note_statement(node, found)
        _note_annotations(node, found)
    for comment in _TYPE_COMMENT.finditer(source.text):
        line = source.position(comment.start()).line
        found.note(_WORD.findall(comment[1]), line, exported=False)
    return found


def _note_statement(statement: ast.stmt, found: Mentions) -> None:
    docstring = text_of(statement.value) if isinstance(statement, ast.Expr) else None
    if docstring is not None:
        for line in _DOCTEST.finditer(docstring):
            tested = _WORD.findall(line[1])
            at = statement.lineno + docstring.count("\n", 0, line.start(1))
            found.note(tested, at, exported=True)
            for name in tested:
                found.tested.setdefault(name, at)
        return
    strings, names = _content(statement)
    for text in strings:
        mentioned = _names_of_expression(text)
        found.note(mentioned, statement.lineno, exported="__all__" in names)


def _note_annotations(node: ast.AST, found: Mentions) -> None:
    """Note what the texts in a node's annotations name, which others may look up."""
    for role in ("annotation", "returns"):
        annotation = getattr(node, role, None)
        for part in ast.walk(annotation) if annotation is not None else ():
            for name in _names_of_expression(text_of(part) or ""):
                found.annotated.setdefault(name, getattr(part, "lineno", 0))


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
