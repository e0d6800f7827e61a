"""What a file of the tree holds: of none that blocks, and of none without end.

A path may lead to anything: a named pipe that nobody writes to, a device, a file of
terabytes. Whatever is read of a tree is read here.
"""

from __future__ import annotations

import errno
import os
import stat
from io import BytesIO, FileIO, TextIOWrapper
from typing import IO

from .real import is_path

LARGEST = 2**28
"""How many bytes of a file are looked at."""
LARGEST_SETTINGS = 2**24
"""How many of one that a tool is told by: requirements, a lock, patterns."""
_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_LEAST, _MOST = 2**16, 2**24


def read_file(path: str | os.PathLike[str], limit: int = LARGEST) -> bytes:
    """Return what a regular file holds.

    Raises:
        OSError: it cannot be read, is no regular file, or holds more than the limit.
    """
    if not is_path(os.fspath(path)):
        raise FileNotFoundError(errno.ENOENT, "no file can be called so")
    with FileIO(path, opener=_opened) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is neither a file nor a directory")
        return _all(file, min(found.st_size, limit) + 1, limit)


def read_stream(stream: IO[bytes], limit: int = LARGEST) -> bytes:
    """Return what there is to read until a stream ends.

    Raises:
        OSError: it cannot be read, or holds more than the limit.
    """
    return _all(stream, _LEAST, limit)


class Files:
    """What the files of trees hold: as it is on disk."""

    def read(self, path: str | os.PathLike[str], limit: int = LARGEST) -> bytes:
        """Return what a regular file holds.

        Raises:
            OSError: it cannot be read, is no regular file, or holds too much.
        """
        return read_file(path, limit)


ON_DISK = Files()


def read_text(
    path: str | os.PathLike[str],
    encoding: str = "utf-8-sig",
    errors: str = "strict",
    limit: int = LARGEST_SETTINGS,
) -> str:
    """Return what a regular file says, every line end as one character.

    Raises:
        OSError: it cannot be read, is no regular file, or holds more than the limit.
        UnicodeDecodeError: it is not in this encoding.
    """
    data = read_file(path, limit)
    return TextIOWrapper(BytesIO(data), encoding, errors).read()


def encoded(text: str) -> bytes:
    """Return how a file says a text, which may be of a name that is not UTF-8."""
    return text.encode("utf-8", "surrogateescape")


def _opened(path: str, flags: int) -> int:
    return os.open(path, flags | _NEVER_WAIT)


def _all(file: IO[bytes] | FileIO, wanted: int, limit: int) -> bytes:
    data, then = b"", _LEAST
    while piece := _piece(file, wanted):
        data += piece
        if len(data) > limit:
            raise OSError(errno.EFBIG, f"it is larger than {limit >> 20} MiB")
        wanted, then = then, min(2 * then, _MOST)
    return data


def _piece(file: IO[bytes] | FileIO, size: int) -> bytes:
    piece: bytes | None = file.read(size)
    if piece is None:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    return piece
