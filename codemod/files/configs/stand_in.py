"""Python that says what a configuration does, put together piece by piece.

A configuration names what is called and what it is given; the call itself is made
elsewhere. So that rules see a call, its Python is written out here: names, keys and
plain values are pieces of the file, and all between them is said by nobody.
"""

from __future__ import annotations

import builtins
import keyword
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...model import Position
from ..frame import Frame, Piece
from ..lines import line_starts
from ..source import Source

NAME = r"[A-Za-z_]\w*"
DOTTED = rf"{NAME}(?:\.{NAME})+"
NUMBER = r"[-+]?(?:0|[1-9](?:_?\d)*|(?:\d+\.\d*|\.\d+|\d+)[eE][-+]?\d+|\d+\.\d*|\.\d+)"
# Migrated calls go to a module by its path here: no import can be added to a file
# that has none. What is imported already stays, whatever becomes of its uses.
_HEAD = ("functools", "lrmigrate.lrsched")
_REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")
_COMMENT = r"[ \t]*(?:#.*)?"


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the Python, and where it is in the file; None where nowhere."""

    piece: Piece
    start: int | None


class StandIn:
    """The Python that stands for a configuration.

    Args:
        text: what the file says.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.roots: dict[str, None] = {}
        self._parts: list[_Part] = []
        self._names: dict[str, str] = {}
        self._starts = line_starts(text)

    def position(self, offset: int) -> Position:
        """Return where in the file an offset is."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def say(self, python: str, at: int) -> None:
        """Say what is not in the file; a finding in it is told at ``at``."""
        place = self.position(at)
        self._parts.append(_Part(Piece(python, place, written=False), None))

    def take(self, start: int, end: int, form: str, held: str = "") -> None:
        """Take what the file says, which can become anything of that form."""
        piece = Piece(self.text[start:end], self.position(start), form=form, held=held)
        self._parts.append(_Part(piece, start))

    def path(self, start: int, end: int, held: str = "") -> None:
        """Take a dotted path, and import where it begins."""
        self.roots[self.text[start:end].partition(".")[0]] = None
        self.take(start, end, DOTTED, held)

    def mention(self, start: int, end: int, held: str = "") -> None:
        """Say that a dotted path is named, by which perhaps something is found."""
        self.say("try: print(", start)
        self.path(start, end, held)
        self.say(")\nexcept Exception: pass\n", start)

    def line(self, end: int) -> None:
        """Take the comment behind what ends there, and end the line."""
        rest = _REST.match(self.text, end)
        if rest is not None:
            self.take(end, rest.end(), _COMMENT)
        self.say("\n", end)

    def name(self, text: str, single: bool = False) -> str:
        """Return a name for a value that is not known: the same for the same text.

        With ``single``, one that nothing else has.
        """
        if text in self._names and not single:
            return self._names[text]
        name = re.sub(r"\W+", "_", text).strip("_")[:60] or "value"
        if not name.isidentifier():
            name = f"_{name}"
        taken = {*self._names.values(), *self.roots, *dir(builtins), *_HEAD}
        while name in taken or keyword.iskeyword(name):
            name += "_"
        self._names[f"{text}\0{name}" if single else text] = name
        return name

    def source(self, path: str, data: bytes) -> Source | None:
        """Return the Python; None where nothing was said."""
        if not self._parts:
            return None
        roots = [root for root in self.roots if root != _HEAD[1].partition(".")[0]]
        imports = dict.fromkeys([*_HEAD, *roots])
        head = "".join(f"import {root}  # noqa: F401\n" for root in imports)
        first = Piece(head, Position(1, 1), written=False)
        pieces = (first, *(part.piece for part in self._parts))
        return Source.framed(Frame(pieces), path, data)

    def spliced(self, sources: Sequence[Source]) -> str:
        """Return the file's text where its Python is another one now."""
        changes = [
            (part.start, part.start + len(part.piece.text), piece.text)
            for source in sources
            for part, piece in zip(self._parts, _pieces(source), strict=True)
            if part.start is not None and piece.text != part.piece.text
        ]
        return _replaced(self.text, sorted(changes))


def _pieces(source: Source) -> Sequence[Piece]:
    assert source.frame is not None
    return source.frame.pieces[1:]


def _replaced(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    parts, done = list[str](), 0
    for start, end, new in changes:
        parts += [text[done:start], new]
        done = end
    return "".join([*parts, text[done:]])
