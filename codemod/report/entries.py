"""What machine-readable reports have in common: their entries, in one order."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias, TypeVar
from urllib.parse import quote

from ..model import Finding, Position, Problem, RunResult, Severity
from .mode import Mode
from .outcome import outcome

Entry: TypeAlias = Finding | Problem
Kind = TypeVar("Kind", bound=Entry)

START = Position(1, 1)
"""Where a problem is told whose place in the file is not known."""

_LINE_NUMBER = re.compile(r"\bline \d+")


def entries(result: RunResult) -> list[Entry]:
    """Every finding and every problem, by path, line, column and code."""
    return sorted((*result.findings, *result.problems), key=_sort_key)


def remaining(listed: Iterable[Kind]) -> list[Kind]:
    """The entries that nothing was written for."""
    return [one for one in listed if isinstance(one, Problem) or not one.written]


def _sort_key(entry: Entry) -> tuple[str, Position, str, str]:
    return (entry.path, place(entry), entry.code, entry.message)


def place(entry: Entry) -> Position:
    """Where an entry starts."""
    if isinstance(entry, Finding):
        return entry.start
    return entry.position or START


def level(entry: Entry) -> Severity:
    """How bad an entry is after the run: what was written is information."""
    if isinstance(entry, Problem):
        return Severity.ERROR
    return Severity.INFO if entry.written else entry.severity


def told(entry: Entry, mode: Mode) -> str:
    """What became of an entry, in words; empty where there is nothing to add."""
    pieces = outcome(entry, mode) if isinstance(entry, Finding) else None
    return "".join(piece.text for piece in pieces or ())


def fingerprints(listed: Iterable[Entry]) -> list[str]:
    """A name for each entry that stays when lines are added above it.

    Entries that say the same of the same file are told apart by their order.
    """
    import hashlib

    seen: Counter[tuple[str, ...]] = Counter()
    prints = []
    for entry in listed:
        said = _LINE_NUMBER.sub("line", entry.message)
        key = (slashed(entry.path), entry.code, said)
        seen[key] += 1
        text = "\0".join((*key, str(seen[key])))
        prints.append(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest())
    return prints


def slashed(path: str) -> str:
    """A path with forward slashes, in Unicode whatever its bytes are."""
    known = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return known.replace(os.sep, "/")


def uri(path: str) -> str:
    """A path as a reference in a URI: relative where the path is."""
    forward = path.replace(os.sep, "/")
    root = "file://" if forward.startswith("/") else ""
    return root + quote(forward.encode("utf-8", "surrogateescape"))
