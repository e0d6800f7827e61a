"""The lines of source around a finding, with marks under what it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..model import Finding, RunResult
from .sources import Sources
from .styled import Line, Piece, Role, printable

CONTEXT = 2
LONGEST = 6
"""Lines of a finding that are shown; of a longer one, the first of them."""
WIDEST = 200
"""Characters of a line that are shown, from its start or shortly before the mark."""
_TAB = 4


@dataclass(frozen=True, slots=True)
class Extract:
    """Which lines are shown of a finding, by their numbers.

    Attributes:
        top: the first line.
        first: the first that the finding is about.
        last: the last of those that are shown.
        bottom: the last line.
        left_out: how many lines of the finding follow it.
    """

    top: int
    first: int
    last: int
    bottom: int
    left_out: int

    def trimmed(self, lines: Sequence[str]) -> Extract:
        """The same without blank lines at its ends."""
        top, bottom = self.top, self.bottom
        while top < self.first and not lines[top - 1].strip():
            top += 1
        while bottom > self.last and not lines[bottom - 1].strip():
            bottom -= 1
        return replace(self, top=top, bottom=bottom)


def extract(finding: Finding, count: int, longest: int) -> Extract:
    """A finding's lines and those around it, in a file of ``count`` lines.

    Of a finding of more than ``longest`` lines the first are shown, and nothing
    after them.
    """
    first, end = finding.start.line, finding.end.line
    last = min(end, first + longest - 1)
    bottom = min(end + CONTEXT, count) if last == end else last
    return Extract(max(first - CONTEXT, 1), first, last, bottom, end - last)


class Excerpts:
    """The sources of a run, as they were when their findings were made."""

    def __init__(self, result: RunResult, stdin: bytes | None) -> None:
        self._sources = Sources(result, stdin)

    def around(self, finding: Finding, role: Role) -> Iterator[Line]:
        """The lines of one finding with their numbers; none if they are gone."""
        lines = self._sources.lines(finding.path, finding.start.cell)
        if not finding.start.line <= finding.end.line <= len(lines):
            return
        part = extract(finding, len(lines), LONGEST).trimmed(lines)
        margin = len(str(part.bottom))
        gap = Piece(f"{'':{margin}} |", Role.FAINT)
        yield (gap,)
        for number in range(part.top, part.bottom + 1):
            line = lines[number - 1]
            start, end = _concerned(finding, number, line)
            cut = max(start - WIDEST // 2, 0) if len(line) > WIDEST else 0
            text = _shown(line[cut : cut + WIDEST])
            head = Piece(f"{number:{margin}} |", Role.FAINT)
            yield (head, Piece(f" {text}")) if text else (head,)
            if part.first <= number <= part.last:
                before = _width(line[cut:start])
                marks = max(_width(line[cut : min(end, cut + WIDEST)]) - before, 1)
                yield (gap, Piece(" " * (before + 1)), Piece("^" * marks, role))
        if part.left_out:
            yield (Piece(f"{'':{margin}} | and {part.left_out} more lines"),)
        else:
            yield (gap,)


def _concerned(finding: Finding, number: int, line: str) -> tuple[int, int]:
    """From where to where in a line, counted from 0, a finding is about it."""
    start = len(line) - len(line.lstrip())
    if number == finding.start.line:
        start = finding.start.column - 1
    end = finding.end.column - 1 if number == finding.end.line else len(line)
    return start, end


def _shown(text: str) -> str:
    return printable(text.expandtabs(_TAB))


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(_shown(text))
