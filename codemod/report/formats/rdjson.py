"""The Reviewdog Diagnostic Format, which reviewdog makes comments of.

A suggestion can be committed by a click, so there is none of a rewrite that was not
verified: ``fix --diff`` has them, ``check`` has not. Columns count bytes of UTF-8.
Places in a notebook are those of cells, which reviewdog does not know: they stand in
the text.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from ...address import PROJECT, rule_page
from ...model import Finding, Position, Severity
from ..entries import Entry, entries, level, place, slashed
from ..format import Content, Format
from ..json_text import dumps
from ..mode import Mode
from ..shared import Shared
from ..sources import Sources

Object: TypeAlias = dict[str, Any]

_SEVERITIES = {
    Severity.ERROR: "ERROR",
    Severity.WARNING: "WARNING",
    Severity.INFO: "INFO",
}


def rdjson_report(content: Content) -> str:
    """One result, with a diagnostic for each finding and each problem."""
    told = _Told(content)
    result = {
        "source": {"name": "lrmigrate", "url": PROJECT},
        "severity": _SEVERITIES[Severity.WARNING],
        "diagnostics": [told.diagnostic(one) for one in told.listed],
    }
    return dumps(result, indent=2) + "\n"


class _Told:
    """Makes diagnostics of the entries of a run."""

    def __init__(self, content: Content) -> None:
        self.listed = entries(content.result)
        self._mode = content.mode
        self._shared = Shared(self.listed)
        self._sources = Sources(content.result, content.stdin)

    def diagnostic(self, entry: Entry) -> Object:
        start = place(entry)
        cell = f"{start}: " if start.cell else ""
        diagnostic: Object = {
            "message": f"{cell}{entry.message}",
            "location": self._location(entry),
            "severity": _SEVERITIES[level(entry)],
        }
        if entry.code:
            page = rule_page(entry.code)
            address = {"url": page} if page else {}
            diagnostic["code"] = {"value": entry.code, **address}
        if isinstance(entry, Finding) and (suggested := self._suggestions(entry)):
            diagnostic["suggestions"] = suggested
        return diagnostic

    def _location(self, entry: Entry) -> Object:
        start = place(entry)
        located: Object = {"path": slashed(entry.path) or "."}
        if entry.path and not start.cell:
            end = entry.end if isinstance(entry, Finding) else start
            located["range"] = self._range(entry.path, start, end)
        return located

    def _suggestions(self, finding: Finding) -> list[Object]:
        """What is written for a finding; with the first of many that share it."""
        if finding.fix is None or not self._is_offered(finding):
            return []
        if self._shared.first(finding):
            return []
        return [
            {
                "range": self._range(finding.path, edit.start, edit.end),
                "text": edit.content,
            }
            for edit in finding.fix.edits
        ]

    def _is_offered(self, finding: Finding) -> bool:
        """Whether a rewrite was verified and is not written yet."""
        verdict = finding.verdict
        safe = verdict is not None and verdict.kind.safe and finding.written
        return safe and self._mode is Mode.DIFF and not finding.start.cell

    def _range(self, path: str, start: Position, end: Position) -> Object:
        return {"start": self._place(path, start), "end": self._place(path, end)}

    def _place(self, path: str, position: Position) -> Object:
        lines = self._sources.lines(path, 0)
        line = lines[position.line - 1] if position.line <= len(lines) else ""
        before = line[: position.column - 1]
        more = len(before.encode("utf-8", "surrogatepass")) - len(before)
        return {"line": position.line, "column": position.column + more}


FORMAT = Format(rdjson_report, edits=True)
