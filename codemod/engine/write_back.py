"""Give a file of a run its new sources; what goes wrong is told with its findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..files.document import Document
from ..files.kinds import read_document
from ..files.read import read_file
from ..files.source import Source, SourceError
from ..files.write import CHANGED, GONE, WriteError, replace_file
from ..model import FileChange, Problem
from .request import Request
from .survey import SeenFile, Survey

NOT_WRITTEN = "the file was not written"


def write_all(
    request: Request, seen: Survey, sources: Mapping[SeenFile, Source]
) -> list[FileChange]:
    """Write the files of which a source is another one now; return their changes."""
    by_path: dict[str, list[SeenFile]] = {}
    for file in seen.files:
        by_path.setdefault(file.source.path, []).append(file)
    return [
        change
        for path, files in by_path.items()
        if any(file in sources for file in files)
        for change in write_back(
            request,
            path,
            seen.said[path],
            files,
            [sources.get(file, file.source) for file in files],
        )
    ]


def write_back(
    request: Request,
    path: str,
    said: int,
    files: Sequence[SeenFile],
    sources: Sequence[Source],
) -> list[FileChange]:
    """Write a file, unless the run writes none, and return the change that it is.

    One that cannot be written is a problem of the file; its findings are left.
    """
    if [source.text for source in sources] == [file.source.text for file in files]:
        return []
    try:
        document = _read_again(request, path, said)
        data = document.rewritten(sources)
        if not request.dry_run and request.stdin is None:
            replace_file(Path(path), data, expected=document.data)
    except (SourceError, WriteError) as error:
        for number, file in enumerate(files):
            file.keep(
                (
                    replace(finding, written=False, left=NOT_WRITTEN)
                    for finding in file.looked.findings
                ),
                None if number else Problem(str(error), path),
            )
        return []
    return [document.change(data)]


def _read_again(request: Request, path: str, said: int) -> Document:
    """Return a file as it was read, which is not held.

    Raises:
        SourceError: it is none of its kind.
        WriteError: it cannot be read, or holds something else by now.
    """
    data = request.stdin
    if data is None:
        try:
            data = read_file(path)
        except FileNotFoundError as error:
            raise WriteError(GONE) from error
        except OSError as error:
            raise WriteError(f"cannot be read: {error.strerror or error}") from error
    if hash(data) != said:
        raise WriteError(CHANGED)
    return read_document(data, path)
