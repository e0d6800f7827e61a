"""A text that JSON spells as one string or several, with some of it replaced."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..edits import smallest_edits
from .json_places import Literal

_UNIT = re.compile(r"\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)


def spliced(document: str, literals: Sequence[Literal], text: str) -> str:
    """Return what goes from the first literal to the last, so that they say ``text``.

    Characters that stay are spelled as they were. Lines that are new get a string of
    their own where the others have one, and one that is empty now goes.

    Args:
        document: the JSON document.
        literals: the strings, one behind the other in an array, or a single one.
        text: what they are to say together.
    """
    spellings = [_Spelling(document, literal) for literal in literals]
    starts = [0]
    for literal in literals:
        starts.append(starts[-1] + len(literal.text))
    before = "".join(literal.text for literal in literals)
    escaped = _escapes(document, literals)
    for edit in sorted(smallest_edits(before, text, 0), reverse=True):
        for index in reversed(range(len(literals))):
            start, end = starts[index], starts[index + 1]
            low, high = max(edit.start, start), min(edit.end, end)
            first = start <= edit.start and (
                edit.start < end or index == len(literals) - 1
            )
            if first or low < high:
                content = json.dumps(edit.content, ensure_ascii=escaped)[1:-1]
                spelling = spellings[index]
                spelling.replace(low - start, high - start, content if first else "")
    return _joined(document, literals, spellings)


class _Spelling:
    """The characters of a string, each as it is spelled."""

    def __init__(self, document: str, literal: Literal) -> None:
        self._units = [*_units(document[literal.start + 1 : literal.end - 1])]
        self._is_line = len(_split(self.text)) < 2
        self._is_changed = False

    def replace(self, start: int, end: int, content: str) -> None:
        self._units[start:end] = [content]
        self._is_changed = True

    @property
    def strings(self) -> list[str]:
        """What it is now: a string for each line, where it was one line."""
        if self._is_changed and self._is_line:
            return _split(self.text)
        return [self.text] if self.text or not self._is_changed else []

    @property
    def text(self) -> str:
        return "".join(self._units)


def _units(inner: str) -> Iterator[str]:
    """Yield how each character is spelled; two escapes can be one character."""
    high = ""
    for match in _UNIT.finditer(inner):
        unit = match[0]
        if high:
            pair = json.loads(f'"{high}{unit}"', strict=False)
            if len(pair) == 1:
                yield high + unit
                high = ""
                continue
            yield high
            high = ""
        if unit[:2] == "\\u" and 0xD800 <= int(unit[2:], 16) < 0xDC00:
            high = unit
        else:
            yield unit
    if high:
        yield high


def _escapes(document: str, literals: Sequence[Literal]) -> bool:
    """Whether characters beyond ASCII are spelled with escapes."""
    spelled = document[literals[0].start : literals[-1].end]
    return spelled.isascii()


def _joined(
    document: str, literals: Sequence[Literal], spellings: Sequence[_Spelling]
) -> str:
    gaps = [document[one.end : other.start] for one, other in pairwise(literals)]
    listed = len(literals) > 1
    parts: list[tuple[str, str]] = []
    for index, spelling in enumerate(spellings):
        gap = gaps[index - 1] if index else ""
        lines = spelling.strings if listed else [spelling.text]
        new = gaps[min(index, len(gaps) - 1)] if gaps else ""
        parts += [(new if number else gap, line) for number, line in enumerate(lines)]
    return (
        "".join(
            f'{gap if number else ""}"{line}"'
            for number, (gap, line) in enumerate(parts)
        )
        or '""'
    )


def _split(inner: str) -> list[str]:
    """Return the lines of a string as it is spelled."""
    lines: list[str] = []
    start = 0
    for match in _UNIT.finditer(inner):
        if match[0] == "\\n":
            lines.append(inner[start : match.end()])
            start = match.end()
    return [*lines, inner[start:]] if inner[start:] else lines
