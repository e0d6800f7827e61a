"""The JSON report's objects, each on a line of its own."""

from __future__ import annotations

from ..entries import entries
from ..format import Content, Format
from ..json_object import entry_objects
from ..json_text import dumps


def json_lines_report(content: Content) -> str:
    """One line for each finding and each problem; nothing for none."""
    objects = entry_objects(entries(content.result))
    return "".join(f"{dumps(one)}\n" for one in objects)


FORMAT = Format(json_lines_report, edits=True)
