"""Lines of a text that hold Python behind a margin: an indentation, or prompts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, reduce
from itertools import takewhile

from ...model import Position
from ..cut import pieces_of, put_back
from ..document import Unread
from ..frame import PROMPT, Piece, margin_of
from ..lines import LINE_END
from ..notebooks.magics import Stretch, stretches

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_PROMPT = re.compile(r"([ \t>]*?)(>>>|\.\.\.)(?:[ \r\n]|\Z)")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text.

    Attributes:
        start: its offset.
        number: from 1.
        text: what it says, with its end.
        column: where it starts, from 1; for the first line of a docstring, not 1.
    """

    start: int
    number: int
    text: str
    column: int = 1


def lines_of(
    text: str, start: int = 0, first: Position | None = None
) -> list[TextLine]:
    """Take a text apart.

    Args:
        text: it.
        start: its offset in what it is a part of.
        first: its place there.
    """
    place = first or Position(1, 1)
    return [
        TextLine(
            start + match.start(),
            place.line + index,
            match[0],
            place.column if index == 0 else 1,
        )
        for index, match in enumerate(_LINE.finditer(text))
    ]


@dataclass(frozen=True, eq=False)
class Block:
    """Consecutive lines that hold Python.

    Attributes:
        lines: they; the first is not blank.
        margin: what is in front of the Python in each of them that is not blank. In
            a statement that goes on, a prompt is another one.
        said: whether the text says that it is Python; else it is where it is one.
    """

    lines: Sequence[TextLine]
    margin: str
    said: bool = True

    @property
    def start(self) -> int:
        """The offset of its first character."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """One past the offset of its last character."""
        return self.lines[-1].start + len(self.lines[-1].text)

    @cached_property
    def code_lines(self) -> list[str]:
        """The lines without the margin."""
        return [_bared(line.text, len(self.margin)) for line in self.lines]

    @cached_property
    def code(self) -> str:
        """The Python."""
        return "".join(self.code_lines)

    @cached_property
    def _read(self) -> tuple[Sequence[Stretch], SyntaxError | None]:
        try:
            return stretches(self.code), None
        except SyntaxError as error:
            return (), error

    def unread(self) -> Iterator[Unread]:
        """Yield why it cannot be read, where it cannot."""
        _, error = self._read
        if error is not None and self.said:
            number = min(max(error.lineno or 1, 1), len(self.lines))
            column = len(self.margin) + max(error.offset or 1, 1)
            place = Position(self.lines[number - 1].number, column)
            why = f"cannot be parsed: {error.msg}"
            yield Unread(place, why, self.code, prose=True)

    def pieces(self) -> Iterator[Piece]:
        """Yield its pieces, and an end of line behind them."""
        parts, _ = self._read
        yield from pieces_of(self.code, parts, self._place, self.margin)

    def _place(self, offset: int) -> Position:
        ends = [*LINE_END.finditer(self.code, 0, offset)]
        inner = offset - (ends[-1].end() if ends else 0)
        first = 1 if ends else self.lines[0].column
        return Position(
            self.lines[0].number + len(ends), first + len(self.margin) + inner
        )

    def rewritten(self, pieces: Iterator[Piece]) -> str:
        """Return its lines with other pieces; these are taken from ``pieces``."""
        parts, _ = self._read
        new = put_back(self.code, parts, pieces)
        if new == self.code:
            return "".join(line.text for line in self.lines)
        return "".join(self._spelled(_LINE.findall(new)))

    def _spelled(self, new: list[str]) -> Iterator[str]:
        """Yield the lines of a new text; those that stay are what they were."""
        old = self.code_lines
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                yield from (line.text for line in self.lines[i1:i2])
                continue
            same_number = i2 - i1 == j2 - j1
            for index, line in enumerate(new[j1:j2]):
                at = i1 + index
                if same_number and old[at].strip() and line.strip():
                    was = self.lines[at].text
                    yield was[: len(was) - len(old[at])] + line
                else:
                    yield margin_of(line, self.margin) + line


def _bared(line: str, margin: int) -> str:
    content = line.rstrip("\r\n")
    return content[margin:] + line[len(content) :]


def block_of(
    lines: Iterable[TextLine], fill: str, said: bool = True
) -> Iterator[Block]:
    """Yield the block that lines are, without blank ones around it; or none.

    Args:
        lines: they.
        fill: the characters that a margin can be of.
        said: whether the text says that it is Python.
    """
    known = [*lines]
    full = [index for index, line in enumerate(known) if line.text.strip(fill + "\r\n")]
    if full:
        margin = reduce(_common, (known[index].text for index in full))
        margin = margin[: len(margin) - len(margin.lstrip(fill))]
        yield Block(known[full[0] : full[-1] + 1], margin, said)


def _common(one: str, other: str) -> str:
    pairs = zip(one, other, strict=False)
    return "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def has_prompts(lines: Iterable[TextLine]) -> bool:
    """Whether the first line that is not blank has a prompt."""
    full = (line.text for line in lines if line.text.strip(" \t>\r\n"))
    match = _PROMPT.match(next(full, ""))
    return match is not None and match[2] == PROMPT.strip()


def prompted(lines: Iterable[TextLine]) -> Iterator[Block]:
    """Yield a block for each run of lines with prompts; what is between is output."""
    run: list[TextLine] = []
    indent = ""
    for line in lines:
        match = _PROMPT.match(line.text)
        starts = match is not None and match[2] == PROMPT.strip()
        goes_on = (
            match is not None
            and bool(run)
            and match[1] == indent
            and line.number == run[-1].number + 1
        )
        if run and not goes_on:
            yield Block(run, indent + PROMPT)
            run = []
        if match is not None and (goes_on or starts):
            run.append(line)
            indent = match[1]
    if run:
        yield Block(run, indent + PROMPT)
