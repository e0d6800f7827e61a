"""Archives that Python runs code from: their members, to be searched and not read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..decode import MAX_BYTES

ARCHIVES = (".dbc", ".egg", ".pyz", ".pyzw", ".whl")
"""What the names of such archives end with."""
_MOST = 2**26  # bytes that are looked at in one of them


def members(path: Path, suffixes: tuple[str, ...]) -> Iterator[bytes]:
    """Yield what the members of an archive hold whose names end so, in order.

    Nothing comes of one that is broken, encrypted or too large.
    """
    from zipfile import ZipFile

    left = _MOST
    # What is broken raises whatever the archive's methods raise.
    with suppress(Exception), ZipFile(path) as archive:
        for member in archive.infolist():
            wanted = member.filename.endswith(suffixes)
            if wanted and member.file_size <= min(MAX_BYTES, left):
                left -= member.file_size
                yield archive.read(member)
