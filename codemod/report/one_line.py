"""A finding on one line: what text, concise and grouped reports have in common."""

from __future__ import annotations

from ..model import Finding
from .outcome import ROLES, fixable
from .styled import Line, Piece, Role, printable


def one_line(finding: Finding) -> Line:
    """The finding behind its place: code, ``[*]`` where fixable, message."""
    star = (Piece("[*]", Role.FIXABLE), Piece(" ")) if fixable(finding) else ()
    return (
        Piece(" "),
        Piece(finding.code, ROLES[finding.severity]),
        Piece(" "),
        *star,
        Piece(printable(finding.message)),
    )


def file_and_place(finding: Finding) -> Piece:
    """The file of a finding, and where in it."""
    return Piece(f"{printable(finding.path)}:{finding.start}:", Role.PLACE)
