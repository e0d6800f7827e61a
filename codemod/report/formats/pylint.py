"""Pylint's lines, ``path:line: [code] message``: for those who read its output.

Such a line says neither how bad a finding is nor what became of it, so what was written
has none. A problem that no rule speaks of has the tool's name for a code.
"""

from __future__ import annotations

from ..entries import Entry, entries, place, remaining, slashed
from ..format import Content, Format
from ..styled import printable


def pylint_report(content: Content) -> str:
    """One line for each finding that is left, and for each problem."""
    return "".join(map(_line, remaining(entries(content.result))))


def _line(entry: Entry) -> str:
    path = printable(slashed(entry.path)) or "."
    code = entry.code or "lrmigrate"
    return f"{path}:{place(entry).line}: [{code}] {printable(entry.message)}\n"


FORMAT = Format(pylint_report)
