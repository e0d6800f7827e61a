"""Cells that a notebook does not run, but hands to another Python, or to a file."""

from __future__ import annotations

import re

from ..parse import is_python

_PROGRAM = re.compile(
    r"\s*%%(?P<name>(?:write)?file|script|python[\d.]*|pypy[\d.]*)"
    r"(?:(?<=file)[^\n]*\.py[\"']?|(?<=script)[ \t][^\n]*\bpython[^\n]*"
    r"|(?<=[\dny.])(?:[ \t][^\n]*)?)[ \t]*\n(?P<body>.+)",
    re.DOTALL,
)


def program(cell: str) -> re.Match[str] | None:
    """Return the ``name`` of a magic, and the ``body`` in Python that it takes away."""
    found = _PROGRAM.fullmatch(cell)
    return found if found is not None and is_python(found["body"]) else None
