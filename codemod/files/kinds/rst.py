"""reStructuredText pages: blocks of code, tests, and examples with prompts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from ..pages.block import Block, TextLine, block_of, has_prompts, prompted
from ..pages.page import Page
from ..parse import is_python, parsed

LANGUAGES = frozenset(
    ["default", "ipython", "ipython3", "py", "py3", "pycon", "python", "python3"]
)
"""What a directive calls Python."""
CODE = frozenset({"code", "code-block", "sourcecode"})
"""Directives of code, in the language that they are given, if any."""
TESTS = frozenset(
    ["doctest", "jupyter-execute", "testcleanup", "testcode", "testsetup"]
)
"""Directives of Python."""
VERBATIM = frozenset(
    [
        "highlight",
        "include",
        "ipython",
        "literalinclude",
        "math",
        "parsed-literal",
        "raw",
        "testoutput",
    ]
)
"""Directives whose content is neither Python nor more of the page."""

_EXPLICIT = re.compile(
    r"(?P<indent>[ \t]*)\.\.(?:[ \t]+(?P<rest>[^\r\n]*)|(?=[\r\n]|\Z))"
)
_DIRECTIVE = re.compile(r"(?P<name>[\w:+.-]+)::(?:[ \t]+(?P<argument>\S+))?")
_LITERAL = re.compile(r"::[ \t]*[\r\n]*\Z")
_IMPORTS = (ast.Import, ast.ImportFrom)
_OTHER = re.compile(r"[_|\[]|__ ")
_OPTION = re.compile(r"[ \t]*:[\w-]+:")


class Rst(Page):
    """A page in reStructuredText."""

    def blocks(self, lines: Sequence[TextLine]) -> Iterator[Block]:
        """Yield the blocks of Python of the page."""
        yield from blocks_of(lines)


def blocks_of(lines: Sequence[TextLine]) -> Iterator[Block]:
    """Yield the blocks of Python in lines of reStructuredText."""
    plain: list[TextLine] = []
    index = 0
    while index < len(lines):
        text = lines[index].text
        index += 1
        explicit = _EXPLICIT.match(text)
        if explicit is None:
            plain.append(lines[index - 1])
            if _LITERAL.search(text):
                found = [*_literal(_inside(lines, index, _indent(text)))]
                while (
                    found and index < len(lines) and lines[index].start < found[0].end
                ):
                    index += 1
                yield from found
        elif _is_verbatim(explicit["rest"] or ""):
            inside = [*_inside(lines, index, explicit["indent"])]
            index += len(inside)
            yield from _python(inside, _DIRECTIVE.match(explicit["rest"] or ""))
    yield from prompted(plain)


def _indent(text: str) -> str:
    return text[: len(text) - len(text.lstrip(" \t"))]


def _literal(inside: Iterable[TextLine]) -> Iterator[Block]:
    """Yield the Python of a block behind ``::``, which is one where it imports."""
    for block in block_of(inside, " \t", said=False):
        tree = parsed(block.code) if is_python(block.code) else None
        if tree is not None and any(isinstance(one, _IMPORTS) for one in tree.body):
            yield block


def _is_verbatim(rest: str) -> bool:
    """Whether what is indented below an explicit markup is no more of the page."""
    directive = _DIRECTIVE.match(rest)
    if directive is None:
        return _OTHER.match(rest) is None  # a comment
    return directive["name"].lower() in CODE | TESTS | VERBATIM


def _inside(lines: Sequence[TextLine], index: int, indent: str) -> Iterator[TextLine]:
    """Yield the lines that are indented more than what they belong to."""
    width = len(indent.expandtabs())
    for line in lines[index:]:
        text = line.text.expandtabs()
        if text.strip() and len(text) - len(text.lstrip()) <= width:
            return
        yield line


def _python(
    inside: Sequence[TextLine], directive: re.Match[str] | None
) -> Iterator[Block]:
    """Yield the Python in the content of a directive."""
    if directive is None:
        return
    name, language = directive["name"].lower(), (directive["argument"] or "").lower()
    python = name in TESTS or (name in CODE and language in LANGUAGES)
    if not python and (name not in CODE or language):
        return
    first = 0
    while first < len(inside) and _OPTION.match(inside[first].text):
        first += 1
    if has_prompts(inside[first:]):
        yield from prompted(inside[first:])
    else:
        yield from block_of(inside[first:], " \t", said=python)


DOCUMENT = Rst
