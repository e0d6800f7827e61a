"""Workflow commands, which GitHub Actions shows as annotations of the lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model import Finding, Severity
from ..entries import Entry, entries, level, place, slashed, told
from ..format import Content, Format
from ..mode import Mode
from ..styled import printable

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def github_report(content: Content) -> str:
    """One command for each finding and each problem."""
    return "".join(_command(one, content.mode) for one in entries(content.result))


def _command(entry: Entry, mode: Mode) -> str:
    at = place(entry)
    head = f"{slashed(entry.path)}:{at}: " if entry.path else ""
    code = f"{entry.code} " if entry.code else ""
    lines = [f"{head}{code}{entry.message}", told(entry, mode)]
    text = "\n".join(printable(line, keep="\r\n\t") for line in lines if line)
    properties = ",".join(
        f"{name}={_escaped_property(value)}"
        for name, value in _properties(entry).items()
    )
    return f"::{_COMMANDS[level(entry)]} {properties}::{_escaped(text)}\n"


def _properties(entry: Entry) -> Mapping[str, str]:
    return dict(_listed_properties(entry))


def _listed_properties(entry: Entry) -> Iterator[tuple[str, str]]:
    start = place(entry)
    end = entry.end if isinstance(entry, Finding) else start
    if entry.path:
        yield "file", printable(slashed(entry.path), keep="\r\n\t")
    # The lines of a notebook are those of its cells, which GitHub does not know.
    if entry.path and not start.cell:
        yield "line", str(start.line)
        # GitHub refuses columns where the lines are not the same.
        if start.line == end.line:
            yield "col", str(start.column)
        yield "endLine", str(end.line)
        if start.line == end.line:
            yield "endColumn", str(end.column)
    yield "title", f"lrmigrate ({entry.code})" if entry.code else "lrmigrate"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


FORMAT = Format(github_report)
