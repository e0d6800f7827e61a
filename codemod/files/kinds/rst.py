"""reStructuredText pages: blocks of code, tests, and examples with prompts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..block import Block, TextLine, block_of, has_prompts, prompted
from ..document import Kind
from ..page import Page

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
_OTHER = re.compile(r"[_|\[]|__ ")
_OPTION = re.compile(r"[ \t]*:[\w-]+:")


class Rst(Page):
    """A page in reStructuredText."""

    def blocks(self, lines: Sequence[TextLine]) -> Iterator[Block]:
        """Yield the blocks of Python of the page."""
        plain: list[TextLine] = []
        index = 0
        while index < len(lines):
            line = lines[index]
            index += 1
            explicit = _EXPLICIT.match(line.text)
            if explicit is None:
                plain.append(line)
            elif _is_verbatim(explicit["rest"] or ""):
                inside = [*_inside(lines, index, explicit["indent"])]
                index += len(inside)
                yield from _python(inside, _DIRECTIVE.match(explicit["rest"] or ""))
        yield from prompted(plain)


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


KIND = Kind("reStructuredText page", (".rst",), Rst)
