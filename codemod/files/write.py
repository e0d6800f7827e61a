"""Replace a file: all of its new bytes, or all of the old ones, whatever happens."""

from __future__ import annotations

import os
from pathlib import Path

from .draft import drafted
from .read import read_file

_AGAIN = "nothing was written; run lrmigrate again"
CHANGED = f"has changed since it was read: {_AGAIN}"
GONE = f"is no longer there: {_AGAIN}"


class WriteError(Exception):
    """A file that was not written: the cause, and what to do."""


def replace_file(path: Path, data: bytes, expected: bytes) -> None:
    """Give a file new bytes, atomically; see ``drafted`` for what stays.

    Args:
        path: the file.
        data: what it is to hold.
        expected: what it held when it was read.

    Raises:
        WriteError: it holds something else now, or cannot be written. The file
            is as it was, and nothing is left beside it.
    """
    target = Path(os.path.realpath(path))
    try:
        _replace(target, data, expected)
    except FileNotFoundError as error:
        raise WriteError(GONE) from error
    except OSError as error:
        reason = error.strerror or error
        raise WriteError(
            f"cannot be written: {reason}; check the permissions of the file and "
            f"of {target.parent}, and the space left"
        ) from error


def write_file(path: Path, data: bytes) -> None:
    """Give a file of our own these bytes, atomically, whether it is there or not.

    Raises:
        WriteError: it cannot be written, and is as it was.
    """
    try:
        before = read_file(path)
    except FileNotFoundError:
        _create(path, data)
    except OSError as error:
        raise WriteError(f"cannot be read: {error.strerror}") from error
    else:
        replace_file(path, data, before)


def _replace(target: Path, data: bytes, expected: bytes) -> None:
    target.stat()
    if not os.access(target, os.W_OK):
        raise WriteError("is read-only: make it writable (chmod u+w), or exclude it")
    with drafted(target) as draft:
        draft.write(data)
        if read_file(target) != expected:
            raise WriteError(CHANGED)
        draft.take_place()


def _create(path: Path, data: bytes) -> None:
    try:
        with drafted(path) as draft:
            draft.save(data)
    except OSError as error:
        reason = f"cannot be written: {error.strerror}; check the permissions of "
        raise WriteError(f"{reason}{path.absolute().parent}") from error
