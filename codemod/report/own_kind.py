"""Files that a report may take the place of: its own kind, and reports before it."""

from __future__ import annotations

import re
from pathlib import Path

_JSON = (".json",)
_KINDS = {
    "html": (".html", ".htm"),
    "json-lines": (".jsonl", ".ndjson", ".json"),
    "junit": (".xml",),
    "markdown": (".md", ".markdown"),
    "sarif": (".sarif", ".json"),
    "svg": (".svg",),
    **dict.fromkeys(("gitlab", "json", "rdjson"), _JSON),
}
_TEXT = (".txt", ".log", ".out")
_OF_THE_PROJECT = re.compile(
    r".*requirements.*|constraints.*|(?:readme|license|changelog|contributing)\b.*",
    re.IGNORECASE,
)
"""What is never a report, however its name ends."""
_LOOKED_AT = 2**16  # bytes from its beginning on, which tell what a file is
_BASELINE = re.compile(rb'\s*\{\s*"version":\s*1,\s*"findings":')
_REPORT = re.compile(
    rb"""
    \A\s*\Z | \A\[\]\s*\Z | "LRS\d{3}" | <title>lrmigrate | "learning_rates":
    | <testsuites[ ]name="lrmigrate" | "name":[ ]"lrmigrate"
    | ^\#\#\#[ ]Learning[ ]rates:
    | ^\d+[ ]files?[ ]scanned:[ ] | ^\d+[ ]learning[ ]rates?[ ]in[ ]
    | ^[^\s:][^:\n]{0,4096}:(?:cell[ ]\d{1,9}:)?\d{1,9}:(?:\d{1,9}:)?[ ]\[?LRS\d{3}\b
    | ^::(?:error|warning|notice)[ ] | ^\#\#vso\[
    """,
    re.VERBOSE | re.MULTILINE,
)


def may_replace(path: Path, form: str) -> bool:
    """Whether a report may take the place of a file that is there.

    Args:
        path: the file.
        form: the report's format.

    Raises:
        OSError: what it holds cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(_LOOKED_AT)
    if _OF_THE_PROJECT.fullmatch(path.name) or _BASELINE.match(data):
        return not data
    own = path.suffix.lower() in _KINDS.get(form, _TEXT)
    hidden = path.name.startswith(".")  # as tools' files are
    return (own and not hidden) or bool(_REPORT.search(data))
