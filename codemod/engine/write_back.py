"""Give a file of a run its new text; what goes wrong is told with its findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..files.source import SourceError
from ..files.write import WriteError, replace_file
from ..model import FileChange, Problem
from .request import Request
from .survey import SeenFile

NOT_WRITTEN = "the file was not written"


def write_back(request: Request, file: SeenFile, text: str) -> list[FileChange]:
    """Write a file, unless the run writes none, and return the change that it is.

    One that cannot be written is a problem of the file; its findings are left.
    """
    source = file.source
    if text == source.text:
        return []
    try:
        data = source.encode(text)
        if not request.dry_run and request.stdin is None:
            replace_file(Path(source.path), data, expected=source.data)
    except (SourceError, WriteError) as error:
        file.keep(
            (
                replace(finding, written=False, left=NOT_WRITTEN)
                for finding in file.looked.findings
            ),
            Problem(str(error), source.path),
        )
        return []
    mark = "\ufeff" if source.bom else ""
    return [FileChange(source.path, mark + source.text, mark + text)]
