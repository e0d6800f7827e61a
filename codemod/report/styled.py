"""Lines of text in pieces, each with a role; colour only where it is wanted.

Text from user code travels in the pieces as it is and is never read as markup:
what can drive a terminal is escaped, and everything else printed literally.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, TypeAlias

import click


class Role(Enum):
    """What a piece of text is; each has its own look on a terminal."""

    PLAIN = auto()
    PLACE = auto()
    ERROR = auto()
    WARNING = auto()
    INFO = auto()
    FIXABLE = auto()
    GOOD = auto()
    BAD = auto()
    FAINT = auto()
    HEADING = auto()
    ADDED = auto()
    REMOVED = auto()
    HUNK = auto()


_LOOKS: Mapping[Role, Mapping[str, Any]] = MappingProxyType(
    {
        Role.PLAIN: {},
        Role.PLACE: {"bold": True},
        Role.ERROR: {"fg": "red", "bold": True},
        Role.WARNING: {"fg": "yellow", "bold": True},
        Role.INFO: {"fg": "blue", "bold": True},
        Role.FIXABLE: {"fg": "cyan"},
        Role.GOOD: {"fg": "green"},
        Role.BAD: {"fg": "red"},
        Role.FAINT: {"dim": True},
        Role.HEADING: {"bold": True},
        Role.ADDED: {"fg": "green"},
        Role.REMOVED: {"fg": "red"},
        Role.HUNK: {"fg": "cyan"},
    }
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text and its role."""

    text: str
    role: Role = Role.PLAIN


Line: TypeAlias = tuple[Piece, ...]


def render(lines: Iterable[Line], *, colour: bool) -> str:
    """The lines as one text, each ended by a newline."""
    return "".join(
        "".join(_piece(piece, colour) for piece in line) + "\n" for line in lines
    )


def _piece(piece: Piece, colour: bool) -> str:
    look = _LOOKS[piece.role]
    return click.style(piece.text, **look) if colour and look else piece.text


def printable(text: str, keep: str = "") -> str:
    """``text`` on one line: control and invisible characters are escaped.

    That holds for line ends, terminal sequences, changes of the direction of
    writing, and the undecodable bytes of a file name; not for those in ``keep``.
    """
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable() or char in keep
        else char.encode("unicode_escape").decode("ascii")
        for char in text
    )
