"""The JSON report: ruff's shape, with the verdict and the outcome added.

A list of objects, one for each finding and one for each problem, by path, line,
column and code. A problem that no rule speaks of has ``null`` for its code, one
that concerns no file for its file name.
"""

from __future__ import annotations

from ..entries import entries
from ..format import Content, Format
from ..json_object import entry_objects
from ..json_text import dumps
from ..statistics import count


def json_report(content: Content) -> str:
    """The whole report as a JSON document that ends in a newline."""
    listed = [*entry_objects(entries(content.result))]
    return dumps(listed, indent=2) + "\n"


def json_statistics(content: Content) -> str:
    """A list of objects, one for each rule that found something."""
    rows = [row.as_object() for row in count(content.result)]
    return dumps(rows, indent=2) + "\n"


FORMAT = Format(json_report, json_statistics, edits=True)
