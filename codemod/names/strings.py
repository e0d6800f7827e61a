"""Names that a module uses in its strings: annotations, `__all__`, doctests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from keyword import iskeyword

from ..files.source import Source
from ..nodes import Nodes
from .doctests import PROMPT, computed_doctest
from .syntax import is_named, text_of

_DOCTEST = re.compile(r"^[^\S\n]*(?:>>>|\.\.\.)(.*)$", re.MULTILINE)
_TYPE_COMMENT = re.compile(r"#\s*type:(.*)$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")
_TWO_WORDS = re.compile(r"\s*([^\W\d]\w*)[ \t]+([^\W\d]\w*)")  # no expression
_STATEMENTS = (ast.stmt, ast.Module)
_ANNOTATED = (ast.arg, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(slots=True)
class Mentions:
    """Names in strings, each with the line of its first mention.

    Attributes:
        exported: those in a statement about ``__all__``, or in a doctest.
        tested: those in a doctest, in a docstring or in any other text.
        computed: the line of a doctest that is put together, which may say any; or 0.
        annotated: those in an annotation.
        anywhere: those in any string or type comment that can be code.
    """

    exported: dict[str, int] = field(default_factory=dict)
    tested: dict[str, int] = field(default_factory=dict)
    annotated: dict[str, int] = field(default_factory=dict)
    anywhere: dict[str, int] = field(default_factory=dict)
    computed: int = 0

    def note(self, names: Iterable[str], line: int, *, exported: bool) -> None:
        """Note what a line mentions."""
        for name in names:
            self.anywhere.setdefault(name, line)
            if exported:
                self.exported.setdefault(name, line)

    def note_doctests(self, text: str, line: int) -> None:
        """Note what the doctests in a text mention that begins on a line."""
        for prompt in _DOCTEST.finditer(text):
            names = _WORD.findall(prompt[1])
            at = line + text.count("\n", 0, prompt.start(1))
            self.note(names, at, exported=True)
            for name in names:
                self.tested.setdefault(name, at)


@dataclass(slots=True)
class _Content:
    """The strings of a statement, and whether it is about ``__all__``."""

    strings: list[str] = field(default_factory=list)
    is_all: bool = False


_NOTHING = _Content()


def find_mentions(source: Source) -> Mentions:
    """Return the names that the strings of a module mention."""
    found = Mentions()
    content = _contents(source.nodes)
    for node in source.nodes.all:
        if isinstance(node, ast.stmt):
            _note_statement(node, content.get(node, _NOTHING), found)
        if isinstance(node, _ANNOTATED):
            _note_annotations(node, found)
    found.computed = computed_doctest(source)
    for comment in _TYPE_COMMENT.finditer(source.text):
        line = source.position(comment.start()).line
        found.note(_WORD.findall(comment[1]), line, exported=False)
    return found


def _note_statement(statement: ast.stmt, content: _Content, found: Mentions) -> None:
    docstring = text_of(statement.value) if isinstance(statement, ast.Expr) else None
    if docstring is not None:
        found.note_doctests(docstring, statement.lineno)
        return
    for text in content.strings:
        if PROMPT in text:
            found.note_doctests(text, statement.lineno)
        mentioned = _names_of_expression(text)
        found.note(mentioned, statement.lineno, exported=content.is_all)


def _note_annotations(node: ast.AST, found: Mentions) -> None:
    """Note what the texts in a node's annotations name, which others may look up."""
    for role in ("annotation", "returns"):
        annotation = getattr(node, role, None)
        for part in ast.walk(annotation) if annotation is not None else ():
            for name in _names_of_expression(text_of(part) or ""):
                found.annotated.setdefault(name, getattr(part, "lineno", 0))


def _contents(nodes: Nodes) -> dict[ast.AST, _Content]:
    """Return what stands in statements, but not in statements inside them."""
    found: dict[ast.AST, _Content] = {}
    parents = nodes.parents()
    for node in nodes.all:
        text = text_of(node)
        if text is None and not is_named(node, "__all__"):
            continue
        around = parents[node]
        while not isinstance(around, _STATEMENTS):
            around = parents[around]
        content = found.setdefault(around, _Content())
        if text is None:
            content.is_all = True
        else:
            content.strings.append(text)
    return found


def _names_of_expression(text: str) -> list[str]:
    if not _WORD.match(text.strip()):
        return []
    if text.isascii() and text.isidentifier() and not iskeyword(text):
        return [text]
    words = _TWO_WORDS.match(text)
    if words is not None and not any(map(iskeyword, words.groups())):
        return []
    try:
        expression = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [node.id for node in ast.walk(expression) if isinstance(node, ast.Name)]
