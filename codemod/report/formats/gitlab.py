"""A Code Quality report, which GitLab shows in a merge request."""

from __future__ import annotations

from typing import Any

from ...model import Finding, Severity
from ..entries import Entry, entries, fingerprints, level, place, slashed
from ..format import Content, Format
from ..json_text import dumps

_SEVERITIES = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def gitlab_report(content: Content) -> str:
    """A list of objects, one for each finding and each problem."""
    listed = entries(content.result)
    pairs = zip(listed, fingerprints(listed), strict=True)
    return dumps([_issue(*pair) for pair in pairs], indent=2) + "\n"


def _issue(entry: Entry, fingerprint: str) -> dict[str, Any]:
    start = place(entry)
    end = entry.end if isinstance(entry, Finding) else start
    return {
        "description": entry.message,
        "check_name": entry.code or "lrmigrate",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[level(entry)],
        "location": {
            # GitLab drops an issue without a path.
            "path": slashed(entry.path) or ".",
            "positions": {
                "begin": {"line": start.line, "column": start.column},
                "end": {"line": end.line, "column": end.column},
            },
        },
    }


FORMAT = Format(gitlab_report)
