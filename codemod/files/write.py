"""Replace a file: all of its new bytes, or all of the old ones, whatever happens."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from tempfile import mkstemp

_AGAIN = "nothing was written; run lrmigrate again"


class WriteError(Exception):
    """A file that was not written: the cause, and what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The new bytes of a file, beside it until they are all there.

    Attributes:
        target: the file itself, and no link to it.
        path: where they are until then.
        file: writes there.
        before: what the file is now; None where there is none.
    """

    target: Path
    path: Path
    file: BufferedWriter
    before: os.stat_result | None

    def save(self, data: bytes) -> None:
        """Give the file these bytes.

        Raises:
            OSError: it cannot be done, and the file is as it was.
        """
        self.write(data)
        self.take_place()

    def write(self, data: bytes) -> None:
        """Write all of them to the disk; the file is not touched yet."""
        with self.file as file:
            file.write(data)
            if self.before is not None:
                _give(file.fileno(), self.before)
            # After the owner: changing that clears the set-user-id bit.
            self.path.chmod(self._mode())
            file.flush()
            os.fsync(file.fileno())

    def _mode(self) -> int:
        if self.before is None:
            return 0o666 & ~_umask()
        return stat.S_IMODE(self.before.st_mode)

    def take_place(self) -> None:
        """Put what was written in the place of the file."""
        self.path.replace(self.target)


@contextmanager
def drafted(path: Path) -> Iterator[Draft]:
    """A draft of a file's new bytes, which at the end is in its place or gone.

    Mode bits stay, and the owner does where the system lets us. A symbolic link
    stays a link: the file that it leads to is replaced. Of a file with several
    names (hard links) only this one gets the new bytes: the others may belong to
    a package cache, which has to keep the old ones.

    Raises:
        OSError: nothing can be written beside the file.
    """
    target = Path(os.path.realpath(path))
    before = target.stat() if target.exists() else None
    descriptor, name = mkstemp(prefix=".lrmigrate-", suffix=".tmp", dir=target.parent)
    draft = Draft(target, Path(name), os.fdopen(descriptor, "wb"), before)
    try:
        yield draft
    finally:
        draft.file.close()
        with suppress(OSError):
            draft.path.unlink()


def replace_file(path: Path, data: bytes, expected: bytes) -> None:
    """Give a file new bytes, atomically; see :func:`drafted` for what stays.

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
        raise WriteError(f"is no longer there: {_AGAIN}") from error
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
        before = path.read_bytes()
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
        if target.read_bytes() != expected:
            raise WriteError(f"has changed since it was read: {_AGAIN}")
        draft.take_place()


def _create(path: Path, data: bytes) -> None:
    try:
        with drafted(path) as draft:
            draft.save(data)
    except OSError as error:
        reason = f"cannot be written: {error.strerror}; check the permissions of "
        raise WriteError(f"{reason}{path.absolute().parent}") from error


def _give(descriptor: int, before: os.stat_result) -> None:
    """Make a file belong to whom it belonged before, if we may and can."""
    if hasattr(os, "fchown"):
        with suppress(PermissionError):
            os.fchown(descriptor, before.st_uid, before.st_gid)


def _umask() -> int:
    """What new files are not allowed; it can be read only by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
