"""The lines of source around a finding, with marks under what it concerns."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding, RunResult
from .sources import Sources
from .styled import Line, Piece, Role, printable

CONTEXT = 2
LONGEST = 6
"""Lines of a finding that are shown; of a longer one, the first of them."""
WIDEST = 200
"""Characters of a line that are shown, from its start or shortly before the mark."""
_TAB = 4


class Excerpts:
    """The sources of a run, as they were when their findings were made."""

    def __init__(self, result: RunResult, stdin: bytes | None) -> None:
        self._sources = Sources(result, stdin)

    def around(self, finding: Finding, role: Role) -> Iterator[Line]:
        """The lines of one finding with their numbers; none if they are gone."""
        source = self._sources.of(finding.path)
        lines = [] if source is None else source.lines
        first, last = finding.start.line, finding.end.line
        if not first <= last <= len(lines):
            return
        shown_last = min(last, first + LONGEST - 1)
        top = max(first - CONTEXT, 1)
        while not lines[top - 1].strip() and top < first:
            top += 1
        bottom = min(last + CONTEXT, len(lines)) if shown_last == last else shown_last
        while not lines[bottom - 1].strip() and bottom > last:
            bottom -= 1
        margin = len(str(bottom))
        yield (Piece(f"{'':{margin}} |", Role.FAINT),)
        for number in range(top, bottom + 1):
            line = lines[number - 1]
            start = finding.start.column - 1 if number == first else _indent(line)
            end = finding.end.column - 1 if number == last else len(line)
            cut = max(start - WIDEST // 2, 0) if len(line) > WIDEST else 0
            text = _shown(line[cut : cut + WIDEST])
            head = Piece(f"{number:{margin}} |", Role.FAINT)
            yield (head, Piece(f" {text}")) if text else (head,)
            if first <= number <= shown_last:
                before = _width(line[cut:start])
                marks = max(_width(line[cut : min(end, cut + WIDEST)]) - before, 1)
                gap = Piece(f"{'':{margin}} |", Role.FAINT)
                yield (gap, Piece(" " * (before + 1)), Piece("^" * marks, role))
        if shown_last < last:
            yield (Piece(f"{'':{margin}} | and {last - shown_last} more lines"),)
        else:
            yield (Piece(f"{'':{margin}} |", Role.FAINT),)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _shown(text: str) -> str:
    return printable(text.expandtabs(_TAB))


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(_shown(text))
