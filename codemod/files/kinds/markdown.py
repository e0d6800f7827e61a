"""Markdown pages: fenced blocks of Python, and the cells of MyST and Quarto."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from ..pages.block import Block, TextLine, block_of, has_prompts, prompted
from ..pages.page import Page
from . import rst

LANGUAGES = frozenset(
    ["ipython", "ipython3", "py", "py3", "pycon", "python", "python3", "python-repl"]
)
"""What a fence calls Python."""
CODE = frozenset({"code", "code-block", "sourcecode"})
"""MyST directives of code, in the language that they are given."""
CELLS = frozenset(
    ["code-cell", "doctest", "jupyter-execute", "testcleanup", "testcode", "testsetup"]
)
"""MyST directives of code that is Python where they do not say another language."""
RST = "eval-rst"
"""The MyST directive of reStructuredText."""
VERBATIM = frozenset({RST, "literalinclude", "math", "mermaid", "raw"})
"""MyST directives that hold no Markdown, so that a fence in them is none."""

_FENCE = re.compile(
    r"(?P<before>(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*)"
    r"(?P<fence>`{3,}|~{3,}|:{3,})(?P<info>[^\r\n]*)"
)
_DIRECTIVE = re.compile(r"\{\s*(?P<name>\.?[\w:+-]+)[^}]*\}\s*(?P<argument>[\w+-]*)")
_WORD = re.compile(r"[\w+-]+")
_OPTION = re.compile(r"[ \t>]*:[\w-]+:")
_RULE = re.compile(r"(?:---|\.\.\.)[ \t]*(?:[\r\n]|\Z)")
_DASHES = re.compile(r"[ \t>]*---[ \t]*$")


class _Holds(Enum):
    """What is between a fence and the one that closes it."""

    PYTHON = "Python"
    PLAIN = "text that is not said to be anything"
    TEXT = "Markdown"
    ELSE = "something else"


class Markdown(Page):
    """A page in Markdown, of any flavour."""

    def blocks(self, lines: Sequence[TextLine]) -> Iterator[Block]:
        """Yield the blocks of Python of the page."""
        yield from blocks_of(lines)


def blocks_of(lines: Sequence[TextLine]) -> Iterator[Block]:
    """Yield the blocks of Python in lines of Markdown."""
    yield from _Scan(lines).blocks()


class _Scan:
    """The lines of a page, as they are gone through.

    Attributes:
        index: the next line.
        open: the fences around it that hold Markdown, outermost first.
    """

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self._lines = lines
        self.index = _front_matter(lines)
        self.open: list[str] = []

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of Python."""
        while self.index < len(self._lines):
            text = self._lines[self.index].text
            self.index += 1
            fence = _FENCE.match(text)
            if fence is None:
                self._comment(text)
            elif self.open and _closes(text, self.open[-1]):
                self.open.pop()
            elif fence["fence"][0] != "`" or "`" not in fence["info"]:
                yield from self._fenced(fence)

    def _comment(self, text: str) -> None:
        """Pass over an HTML comment, where one begins with a line."""
        begins = text.lstrip(" \t>").startswith("<!--")
        while begins and "-->" not in text and self.index < len(self._lines):
            text = self._lines[self.index].text
            self.index += 1

    def _fenced(self, fence: re.Match[str]) -> Iterator[Block]:
        info = fence["info"].strip()
        holds = _held(info)
        if fence["fence"][0] == ":" and holds is not _Holds.PYTHON:
            return
        if holds is _Holds.TEXT:
            self.open.append(fence["fence"])
            return
        inside = self._inside(fence["fence"], ">" in fence["before"])
        if info.replace(" ", "").lower() == f"{{{RST}}}":
            yield from rst.blocks_of(inside)
            return
        if info.startswith("{"):
            inside = _without_options(inside)
        if holds in (_Holds.PYTHON, _Holds.PLAIN) and has_prompts(inside):
            yield from prompted(inside)
        elif holds is _Holds.PYTHON:
            yield from block_of(inside, " \t>" if ">" in fence["before"] else " \t")

    def _inside(self, fence: str, quoted: bool) -> list[TextLine]:
        """Take the lines up to the fence that closes, or the end of the quotation."""
        first = self.index
        while self.index < len(self._lines):
            text = self._lines[self.index].text
            if _closes(text, fence):
                self.index += 1
                return [*self._lines[first : self.index - 1]]
            if quoted and not text.lstrip(" \t").startswith(">"):
                break
            self.index += 1
        return [*self._lines[first : self.index]]


def _front_matter(lines: Sequence[TextLine]) -> int:
    """Return how many lines are YAML in front of the page."""
    if lines and _RULE.match(lines[0].text):
        for index, line in enumerate(lines[1:], 1):
            if _RULE.match(line.text):
                return index + 1
    return 0


def _closes(text: str, fence: str) -> bool:
    bare = text.strip(" \t>\r\n")
    return len(bare) >= len(fence) and bare == fence[0] * len(bare)


def _held(info: str) -> _Holds:
    """Return what a fence holds, by what it says."""
    directive = _DIRECTIVE.match(info)
    if directive is None:
        word = _WORD.match(info)
        if word is None:
            return _Holds.ELSE if info else _Holds.PLAIN
        return _Holds.PYTHON if word[0].lower() in LANGUAGES else _Holds.ELSE
    name, said = directive["name"].lower(), directive["argument"].lower()
    if name.lstrip(".") in LANGUAGES:
        return _Holds.PYTHON
    if name in CODE or name in CELLS:
        python = said in LANGUAGES or (name in CELLS and not said)
        return _Holds.PYTHON if python else _Holds.ELSE
    return _Holds.ELSE if name in VERBATIM or name[0] == "." else _Holds.TEXT


def _without_options(lines: list[TextLine]) -> list[TextLine]:
    """Leave out the options of a directive: lines of ``:name:``, or YAML."""
    index = 0
    if lines and _DASHES.match(lines[0].text):
        ends = (at for at in range(1, len(lines)) if _DASHES.match(lines[at].text))
        index = next(ends, -1) + 1
    while index < len(lines) and _OPTION.match(lines[index].text):
        index += 1
    return lines[index:]


DOCUMENT = Markdown
