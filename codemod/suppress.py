"""``# noqa`` comments, with the grammar and the reach that flake8 gives them."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field

from .source import Source

_CODES = r"[A-Z]+[0-9]*(?:[,\s]+[A-Z]+[0-9]+)*"
_INLINE = re.compile(rf"#\s*noqa(?::\s?(?P<codes>{_CODES}))?", re.IGNORECASE)
_FILE = re.compile(
    rf"#\s*(?:flake8|ruff)\s*[:=]\s*noqa(?:[:=]\s?(?P<codes>{_CODES}))?\s*$",
    re.IGNORECASE,
)
_END_OF_STATEMENT = (tokenize.NEWLINE, tokenize.ENDMARKER)


@dataclass(slots=True)
class Suppressions:
    """Which codes are silenced on which lines; an empty string is all codes.

    A comment holds for the whole statement that its line is part of.
    """

    lines: dict[int, frozenset[str]] = field(default_factory=dict)
    file: frozenset[str] = frozenset()

    @classmethod
    def from_source(cls, source: Source) -> Suppressions:
        """Read the comments of a file; a file without ``noqa`` is not read."""
        found = cls()
        if "noqa" not in source.text.lower():
            return found
        for first, last, comment in _comments(source.text):
            whole_file = _FILE.match(comment)
            if whole_file:
                found.file |= _codes(whole_file)
                continue
            inline = _INLINE.search(comment)
            if inline:
                for line in range(first, last + 1):
                    earlier = found.lines.get(line, frozenset())
                    found.lines[line] = earlier | _codes(inline)
        return found

    def is_suppressed(self, line: int, code: str) -> bool:
        """Whether a comment silences ``code`` on ``line``."""
        codes = self.lines.get(line, frozenset()) | self.file
        return any(code.startswith(prefix) for prefix in codes)


def _codes(match: re.Match[str]) -> frozenset[str]:
    codes = match["codes"]
    return frozenset(re.findall(r"[A-Z0-9]+", codes.upper())) if codes else _ALL


_ALL = frozenset({""})


def _comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each comment with the first and last line of its statement."""
    first: int | None = None
    pending: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            line = token.start[0]
            if token.type == tokenize.COMMENT:
                if first is None:
                    yield line, line, token.string
                else:
                    pending.append(token.string)
            elif token.type in _END_OF_STATEMENT:
                for comment in pending:
                    yield first or line, line, comment
                first, pending = None, []
            elif first is None and token.type not in _LAYOUT:
                first = line
    except (tokenize.TokenError, SyntaxError):
        return


_LAYOUT = (tokenize.NL, tokenize.INDENT, tokenize.DEDENT)
