"""Files that a run did not read though they name a schedule, for an honest count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..files.kinds import suffixes
from ..files.read import read_file
from ..files.search import unread
from ..files.search.archives import ARCHIVES, members
from ..files.search.walk import PassedOver
from ..model import UnreadFile

_LARGEST = 2**26  # of a file that is left out: a notebook holds its outputs
SILENT = "no call in it is known"


def passed_over(
    files: Iterable[PassedOver], names: Collection[bytes]
) -> Iterator[UnreadFile]:
    """Yield those of the files of a folder that name a schedule."""
    for file in files:
        if file.path.endswith(ARCHIVES):
            yield from _archive(file.path, names)
            continue
        limit = _LARGEST if file.why else unread.MAX_BYTES
        with suppress(OSError):
            yield from naming(file.path, read_file(file.path, limit), names, file.why)


def _archive(path: str, names: Collection[bytes]) -> Iterator[UnreadFile]:
    """Yield an archive one of whose members names a schedule."""
    for data in members(Path(path), suffixes()):
        for found in naming(path, data, names, ""):
            yield replace(found, line=1)
            return


def naming(
    path: str, data: bytes, names: Collection[bytes], why: str
) -> Iterator[UnreadFile]:
    """Yield a file that was not read, for this reason, if it names a schedule."""
    found = unread.named_in(data, names)
    if found is not None and not unread.is_ours(path, data):
        line, name = found
        yield UnreadFile(path, line, unread.kind_name(path), name, why)
