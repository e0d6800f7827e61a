"""Where in a text its lines begin and end, and what ``ast`` gives the places of."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from functools import cached_property
from typing import Any

from ..model import Position

LINE_END = re.compile(r"\r\n|\r|\n")
"""Line ends as Python's tokenizer counts them; `str.splitlines` knows many more."""


def line_starts(text: str) -> list[int]:
    """Return the offset at which each line begins; the last one may be empty."""
    return [0, *(end.end() for end in LINE_END.finditer(text))]


class Lines:
    """A text by its lines.

    Attributes:
        text: it.
    """

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.text)

    @property
    def lines(self) -> list[str]:
        """The lines without their ends, as positions count them."""
        lines = LINE_END.split(self.text)
        return lines if lines[-1] else lines[:-1]

    def of_rows(self, first: int, last: int) -> str:
        """Return the text from one line to another, with the end of each."""
        starts = self._starts
        end = starts[last] if last < len(starts) else len(self.text)
        return self.text[starts[first - 1] : end]

    @cached_property
    def line_end(self) -> str:
        r"""How its first line ends; ``\n`` where none does."""
        found = LINE_END.search(self.text)
        return found[0] if found else "\n"

    @cached_property
    def longest_line(self) -> int:
        """How many characters the longest line has, as `str.splitlines` counts them."""
        return max(map(len, self.text.splitlines()), default=0)

    def offset(self, lineno: int, col_offset: int) -> int:
        """Return the offset in ``text`` of a place as ``ast`` gives it.

        Before Python 3.12 the places that ``ast`` gives inside an f-string are
        not those of the file.
        """
        starts = self._starts
        start = starts[lineno - 1]
        end = starts[lineno] if lineno < len(starts) else len(self.text)
        line = self.text[start:end]
        if line.isascii():
            return start + col_offset
        return start + len(line.encode()[:col_offset].decode("utf-8", "ignore"))

    def offset_at(self, position: Position) -> int:
        """Return the offset in ``text`` of a line and column.

        Raises:
            IndexError: there is no such line.
        """
        return self._starts[position.line - 1] + position.column - 1

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return the offsets of a node's first character and past its last one."""
        if isinstance(node, ast.Module):
            return 0, len(self.text)
        located: Any = node
        return (
            self.offset(located.lineno, located.col_offset),
            self.offset(located.end_lineno, located.end_col_offset),
        )

    def segment(self, node: ast.AST) -> str:
        """Return a node's text, without the parentheses around it."""
        start, end = self.span(node)
        return self.text[start:end]

    def position(self, offset: int) -> Position:
        """Return line and column of an offset in ``text``."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def line_around(self, offset: int) -> tuple[int, int]:
        """Return where in ``text`` the line of an offset starts, and the next one."""
        line = bisect_right(self._starts, offset)
        starts = self._starts[line - 1 : line + 1]
        return starts[0], starts[1] if len(starts) > 1 else len(self.text)
