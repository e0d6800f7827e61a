"""A unified diff that ``git apply`` and ``patch -p1`` take, and people read."""

from __future__ import annotations

import difflib
import itertools
import os
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from tokenize import detect_encoding

from ..model import FileChange
from .styled import Line, Piece, Role, printable

_HEADER_LINES = 2
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_STARTS = re.compile(r"( [-+])(\d+)")
_AROUND = 500
"""Lines before the first and behind the last change that are looked at: difflib looks
at each line for each change, and tells the same of any that are left out."""
_NO_NEWLINE = "\n\\ No newline at end of file\n"
_ROLES = {"+": Role.ADDED, "-": Role.REMOVED, "@": Role.HUNK}


def unified_diff(change: FileChange, context: int = 3) -> list[str]:
    """The lines of one file's diff, each with its own line end.

    Lines end at a newline only, as they do for git: a form feed or a lone
    carriage return stays inside its line, and CRLF stays as it is.
    """
    before, after = _LINE.findall(change.before), _LINE.findall(change.after)
    head = max(_same(zip(before, after, strict=False)) - _AROUND, 0)
    before, after = before[head:], after[head:]
    backwards = zip(reversed(before), reversed(after), strict=False)
    tail = max(_same(backwards) - _AROUND, 0)
    lines = difflib.unified_diff(
        before[: len(before) - tail],
        after[: len(after) - tail],
        _name("a", change.path),
        _name("b", change.path),
        n=context,
    )
    return [_line(line, head) for line in lines]


def _same(pairs: Iterable[tuple[str, str]]) -> int:
    """How many pairs there are of the same lines, before the first of others."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _line(line: str, head: int) -> str:
    """A line of a diff before which so many lines were left out."""
    if head and line.startswith("@@"):
        line = _STARTS.sub(lambda start: f"{start[1]}{int(start[2]) + head}", line)
    return line if line.endswith("\n") else line + _NO_NEWLINE


def _name(side: str, path: str) -> str:
    name = f"{side}/{path.replace(os.sep, '/').lstrip('/')}"
    if name.isprintable() and not {'"', "\\"} & set(name):
        # As git does: without a tab, the name would end at its first space.
        return f"{name}\t" if " " in name else name
    quoted = "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\{byte:03o}"
        for byte in name.encode("utf-8", "surrogateescape")
    )
    return f'"{quoted}"'


def diff_bytes(changes: Iterable[FileChange]) -> bytes:
    """All diffs for a file or a pipe: each in the encoding of its file."""
    return b"".join(
        _diff_bytes(part, change) for change in changes for part in _parts(change)
    )


def _diff_bytes(part: FileChange, change: FileChange) -> bytes:
    lines = unified_diff(part)
    header = "".join(lines[:_HEADER_LINES]).encode()
    text = "".join(lines[_HEADER_LINES:])
    if change.encoding:
        return header + text.encode(change.encoding)
    return header + encode(text, like="" if change.cells else change.before)


def _parts(change: FileChange) -> Iterator[FileChange]:
    """Yield what is shown of a change: a notebook's cells, as ruff shows them."""
    if not change.cells:
        yield change
    for cell in change.cells:
        yield FileChange(f"{change.path}:cell {cell.cell}", cell.before, cell.after)


def encode(text: str, *, like: str) -> bytes:
    """``text`` in the encoding that the source ``like`` declares for itself."""
    head = BytesIO(like.encode("ascii", "replace"))  # a cookie is ASCII
    encoding, _ = detect_encoding(head.readline)
    # A byte order mark is part of the text, and not to be written twice.
    return text.encode("utf-8" if encoding == "utf-8-sig" else encoding)


def diff_lines(changes: Iterable[FileChange]) -> Iterator[Line]:
    """All diffs as a terminal shows them: coloured, and unable to drive it."""
    for change in (part for each in changes for part in _parts(each)):
        lines = "".join(unified_diff(change)).split("\n")[:-1]
        for number, line in enumerate(lines):
            heading = number < _HEADER_LINES
            role = Role.HEADING if heading else _ROLES.get(line[:1], Role.PLAIN)
            yield (Piece(printable(line.removesuffix("\r"), keep="\t"), role),)
