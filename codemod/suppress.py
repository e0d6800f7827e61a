"""Which findings the file's own comments silence, as in flake8 and ruff.

``# noqa`` silences every finding of its statement, ``# noqa: LRS001, LRS2`` those
whose code starts so. It holds for the whole logical line, on whichever of its
physical lines it stands, since formatters move it. On a line of its own,
``# flake8: noqa`` or ``# ruff: noqa`` does the same for the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from tokenize import (
    COMMENT,
    DEDENT,
    ENDMARKER,
    INDENT,
    NEWLINE,
    NL,
    TokenError,
    generate_tokens,
)

from .source import Source

# As in flake8, a colon with no code behind it silences everything; a bare prefix
# counts after a code.
_NOQA = r"noqa\b(?::\s*(?P<codes>{code}(?:[,\s]*(?:{code}|{prefix}))*))?".format(
    code="[A-Z]+[0-9]+", prefix="(?-i:[A-Z]{1,3}\\b)"
)
_INLINE = re.compile(rf"#\s*{_NOQA}", re.IGNORECASE)
_WHOLE_FILE = re.compile(rf"#\s*(?:flake8|ruff)[:=]\s*{_NOQA}", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]+[0-9]+|[A-Z]+")

_EVERYTHING = frozenset({""})
_NO_STATEMENT = frozenset({INDENT, DEDENT, NL, COMMENT, ENDMARKER})


@dataclass(frozen=True, slots=True)
class Suppressions:
    """What is silenced: starts of codes, for the file and for each of its lines."""

    file: frozenset[str]
    lines: Mapping[int, frozenset[str]]

    @classmethod
    def from_source(cls, source: Source) -> Suppressions:
        """Read the comments of a file."""
        if "noqa" not in source.text.lower():
            return cls(frozenset(), {})
        # As io does it: a lone \r is a line end to Python, but not to tokenize.
        text = StringIO(source.text, newline=None).read()
        try:
            comments = list(_comments(text))
        except (TokenError, SyntaxError):
            comments = [
                (range(number, number + 1), line.strip())
                for number, line in enumerate(text.split("\n"), 1)
            ]
        file: frozenset[str] = frozenset()
        lines: dict[int, frozenset[str]] = {}
        for reach, comment in comments:
            if whole := _WHOLE_FILE.match(comment):
                file |= _codes(whole)
            elif inline := _INLINE.search(comment):
                for line in reach:
                    lines[line] = lines.get(line, frozenset()) | _codes(inline)
        return cls(file, lines)

    def is_suppressed(self, line: int, code: str) -> bool:
        """Whether a finding that starts on this line (from 1) is silenced."""
        return code.startswith((*self.file, *self.lines.get(line, ())))


def _comments(text: str) -> Iterator[tuple[range, str]]:
    """Yield every comment with the lines of its statement.

    A comment with code on its line never matches as one for the file: it is
    given with a space before it.
    """
    first = 0
    pending: list[str] = []
    tokens = generate_tokens(StringIO(text).readline)
    for kind, string, (line, column), (end, _), physical in tokens:
        if kind == COMMENT:
            alone = not physical[:column].strip()
            pending.append(string if alone else f" {string}")
        elif kind not in _NO_STATEMENT and not first:
            first = line
        if kind == NEWLINE or (kind == NL and not first):
            reach = range(first or line, end + 1)
            yield from ((reach, comment) for comment in pending)
            pending = []
            first = 0


def _codes(match: re.Match[str]) -> frozenset[str]:
    codes = match["codes"]
    return frozenset(_CODE.findall(codes.upper())) if codes else _EVERYTHING
