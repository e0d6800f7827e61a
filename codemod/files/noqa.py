"""Where ``# noqa`` comments go so that they silence findings, and what they become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import StringIO
from tokenize import DEDENT, ENDMARKER, NEWLINE, NL, generate_tokens, tok_name

from ..model import Edit, Position
from .source import Source
from .suppressions import Suppression, Suppressions

_STARTS, _ENDS = ("FSTRING_START", "TSTRING_START"), ("FSTRING_END", "TSTRING_END")


def noqa_edits(source: Source, codes: Mapping[int, set[str]]) -> Iterator[Edit]:
    """Yield the edits that silence ``codes``, by the line that a finding starts on.

    A comment goes to the end of that line; where the line ends inside of a string
    or with a backslash, to the end of the last line that it goes on to, which is
    where flake8 looks for it. A ``# noqa`` that names codes there gets some more.

    Raises:
        tokenize.TokenError: the file cannot be read token by token.
        SyntaxError: likewise.
    """
    written = Suppressions.from_source(source).all
    wanted: dict[Position, set[str]] = {}
    for lines, end in _comment_places(source.text):
        found = [codes[line] for line in lines if line in codes]
        if found:
            wanted.setdefault(end, set()).update(*found)
    for end, names in wanted.items():
        stop = source.offset_at(end)
        start = source.offset_at(Position(end.line, 1))
        there = [
            one
            for one in written
            if one.codes and not one.own and one.reach and start <= one.start < stop
        ]
        if there:
            yield _merged(source, there[0], names)
        else:
            kept = len(source.text[start:stop].rstrip())
            yield Edit(start + kept, stop, f"  # noqa: {', '.join(sorted(names))}")


def _merged(source: Source, suppression: Suppression, names: set[str]) -> Edit:
    """Return the edit that adds codes to a comment, apart as those in it are."""
    codes = suppression.codes
    separator = ", "
    if len(codes) > 1:
        separator = source.text[codes[-2].end : codes[-1].start]
    more = sorted(names - {code.text for code in codes})
    end = codes[-1].end
    return Edit(end, end, "".join(f"{separator}{name}" for name in more))


def _comment_places(text: str) -> Iterator[tuple[range, Position]]:
    """Yield the lines that flake8 takes for one, and where they end."""
    first = depth = 0
    # As io does it: a lone \\r is a line end to Python, but not to tokenize.
    tokens = generate_tokens(StringIO(text, newline=None).readline)
    for kind, _, (line, column), (_, _), _ in tokens:
        if kind in (ENDMARKER, DEDENT):
            continue
        first = first or line
        # A line end inside of an f-string is no place for a comment.
        depth += (tok_name[kind] in _STARTS) - (tok_name[kind] in _ENDS)
        if kind in (NL, NEWLINE) and not depth:
            yield range(first, line + 1), Position(line, column + 1)
            first = 0
