"""Which findings the file's own comments silence, as in flake8, ruff and mypy.

``# noqa`` silences every finding of its statement, ``# noqa: LRS001, LRS2`` those
whose code starts so. It holds for the whole logical line, on whichever of its
physical lines it stands, since formatters move it. On a line of its own,
``# flake8: noqa`` or ``# ruff: noqa`` does the same for the file.
``# lrmigrate: ignore[LRS001]`` and ``# lrmigrate: ignore-file[LRS001]`` are the same
for this tool alone, and always name their codes. A reason may follow any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
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

from ..model import Position
from .source import Source

# As in flake8, a colon with no code behind it silences everything; a bare prefix
# counts after a code.
_NOQA = r"noqa\b(?::\s*(?P<codes>{code}(?:[,\s]*(?:{code}|{prefix}))*))?".format(
    code="[A-Z]+[0-9]+", prefix="(?-i:[A-Z]{1,3}\\b)"
)
_INLINE = re.compile(rf"#\s*{_NOQA}", re.IGNORECASE)
_WHOLE_FILE = re.compile(rf"#\s*(?:flake8|ruff)[:=]\s*{_NOQA}", re.IGNORECASE)
_IGNORE = re.compile(
    r"#\s*lrmigrate:\s*ignore(?P<file>-file)?(?![\w-])(?:\[(?P<codes>[^\]#]*)\]?)?",
    re.IGNORECASE,
)
_CODE = re.compile(r"[^,\s]+")
_NO_STATEMENT = frozenset({INDENT, DEDENT, NL, COMMENT, ENDMARKER})


def names_a_rule(text: str, prefixes: Iterable[str]) -> bool:
    """Whether a comment in this text may name a rule, whose code begins so."""
    if not any(prefix in text for prefix in prefixes):
        return False
    return "noqa" in text.lower() or "lrmigrate:" in text


@dataclass(frozen=True, slots=True)
class Code:
    """A code, the start of one or a slug, in a comment; offsets into the file."""

    text: str
    start: int
    end: int


@dataclass(eq=False, slots=True)
class Suppression:
    """One suppression in a comment.

    Attributes:
        reach: the lines that it is for, from 1; None for the whole file.
        everything: whether it silences every code.
        own: whether it is for this tool alone, and all its codes with it.
        codes: those that it names.
        start: where it starts, at its ``#``.
        end: one past its last code or word.
        stop: one past its reason: at the next ``#``, or at the comment's end.
        used: those of its codes that silenced something.
    """

    reach: range | None
    everything: bool
    own: bool
    codes: tuple[Code, ...]
    start: int
    end: int
    stop: int
    used: set[Code] = field(default_factory=set)

    def naming(self, line: int, code: str, slug: str) -> list[Code] | None:
        """Return which of its codes silence a finding; None if it does not.

        Those that are for this tool alone may be the slug of its rule.
        """
        if self.reach is not None and line not in self.reach:
            return None
        naming = [
            one
            for one in self.codes
            if code.startswith(one.text) or (self.own and one.text.lower() == slug)
        ]
        return naming if naming or self.everything else None


@dataclass(frozen=True, slots=True)
class Suppressions:
    """All suppressions of a file.

    Attributes:
        located: whether they stand where they say; not in a file that cannot be
            read token by token, whose strings may look like comments.
    """

    all: tuple[Suppression, ...] = ()
    located: bool = True

    @classmethod
    def from_source(cls, source: Source, noqa: bool = True) -> Suppressions:
        """Read the comments of a file; those with ``noqa`` unless it is False."""
        if not any(one.search(source.text) for one in (_INLINE, _WHOLE_FILE, _IGNORE)):
            return cls()
        # As io does it: a lone \r is a line end to Python, but not to tokenize.
        text = StringIO(source.text, newline=None).read()
        located = True
        try:
            comments = list(_comments(text))
        except (TokenError, SyntaxError):
            located = False
            comments = [
                _Comment(
                    line.strip(), Position(number, 1), True, range(number, number + 1)
                )
                for number, line in enumerate(text.split("\n"), 1)
            ]
        found = [one for comment in comments for one in _read(comment, source)]
        return cls(tuple(one for one in found if noqa or one.own), located)

    def is_suppressed(self, line: int, code: str, slug: str = "") -> bool:
        """Whether a finding of a rule on this line (from 1) is silenced."""
        suppressed = False
        for suppression in self.all:
            naming = suppression.naming(line, code, slug)
            if naming is not None:
                suppression.used.update(naming)
                suppressed = True
        return suppressed


@dataclass(frozen=True, slots=True)
class _Comment:
    text: str
    place: Position
    alone: bool
    reach: range


def _comments(text: str) -> Iterator[_Comment]:
    """Yield every comment with the lines of its statement."""
    first = 0
    pending: list[tuple[str, Position, bool]] = []
    tokens = generate_tokens(StringIO(text).readline)
    for kind, string, (line, column), (end, _), physical in tokens:
        if kind == COMMENT:
            alone = not physical[:column].strip()
            pending.append((string, Position(line, column + 1), alone))
        elif kind not in _NO_STATEMENT and not first:
            first = line
        if kind == NEWLINE or (kind == NL and not first):
            reach = range(first or line, end + 1)
            yield from (_Comment(*comment, reach) for comment in pending)
            pending = []
            first = 0


def _read(comment: _Comment, source: Source) -> Iterator[Suppression]:
    """Yield the suppressions in a comment."""
    whole = _WHOLE_FILE.match(comment.text) if comment.alone else None
    noqa = whole or _INLINE.search(comment.text)
    if noqa:
        everything = noqa["codes"] is None
        reach = None if whole else comment.reach
        yield _suppression(noqa, reach, everything, False, comment, source)
    for ignore in _IGNORE.finditer(comment.text):
        reach = None if ignore["file"] else comment.reach
        yield _suppression(ignore, reach, False, True, comment, source)


def _suppression(
    match: re.Match[str],
    reach: range | None,
    everything: bool,
    own: bool,
    comment: _Comment,
    source: Source,
) -> Suppression:
    offset = source.offset_at(comment.place)
    names = _CODE.finditer(comment.text, *match.span("codes")) if match["codes"] else ()
    codes = (
        Code(_spelled(one[0]), offset + one.start(), offset + one.end())
        for one in names
    )
    following = comment.text.find("#", match.end())
    stop = following if following >= 0 else len(comment.text)
    return Suppression(
        reach,
        everything,
        own,
        tuple(codes),
        offset + match.start(),
        offset + match.end(),
        offset + stop,
    )


def _spelled(name: str) -> str:
    """A code in capitals, a slug in small letters."""
    return name.lower() if "-" in name else name.upper()
