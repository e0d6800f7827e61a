"""Logging commands, which Azure Pipelines shows beside a build.

There are errors and warnings and nothing below them: information is a warning, and what
was written has no line.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Severity
from ..entries import Entry, entries, level, place, remaining, slashed
from ..format import Content, Format
from ..styled import printable


def azure_report(content: Content) -> str:
    """One command for each finding that is left, and for each problem."""
    return "".join(map(_command, remaining(entries(content.result))))


def _command(entry: Entry) -> str:
    properties = "".join(f"{name}={value};" for name, value in _properties(entry))
    return f"##vso[task.logissue {properties}]{_escaped(_said(entry))}\n"


def _properties(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "type", "error" if level(entry) is Severity.ERROR else "warning"
    if entry.path:
        path = _escaped(printable(slashed(entry.path), keep="\r\n\t"))
        yield "sourcepath", path.replace("]", "%5D").replace(";", "%3B")
        # The lines of a notebook are those of its cells, which Azure does not know.
        if not place(entry).cell:
            yield "linenumber", str(place(entry).line)
            yield "columnnumber", str(place(entry).column)
    if entry.code:
        yield "code", entry.code


def _said(entry: Entry) -> str:
    cell = f"{place(entry)}: " if place(entry).cell else ""
    return printable(f"{cell}{entry.message}", keep="\r\n\t")


def _escaped(text: str) -> str:
    # What Azure's agent turns back, in the order of its own library.
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


FORMAT = Format(azure_report)
