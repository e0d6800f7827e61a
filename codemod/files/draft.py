"""The new bytes of a file, until they take its place: in a file that has no name.

What has no name is gone with the process, however that ends. It gets one for the
moment in which it is put into place, with the signals held back that end a process;
one that is killed outright just then leaves a name, and the next draft in that folder
takes it away. Where there are no files without a name, the draft has such a name all
the time. Its process holds a lock on it: that ends with the process, where the number
of a process comes again.
"""

from __future__ import annotations

import os
import re
import signal
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

_NAME = re.compile(r"\.lrmigrate-(?P<host>\w+)-(?P<process>\d+)-\w+\.tmp")
_LONG = 24 * 60 * 60
"""For how many seconds a draft of another machine stays, which may share the folder."""
_OPEN_FILES = Path("/proc/self/fd")


@dataclass(slots=True)
class Draft:
    """The new bytes of a file, beside it until they are all there.

    Attributes:
        target: the file itself, and no link to it.
        file: writes them.
        before: what the file is now; None where there is none.
        path: what they are called until then; None as long as they have no name.
    """

    target: Path
    file: IO[bytes]
    before: os.stat_result | None
    path: Path | None

    def save(self, data: bytes) -> None:
        """Give the file these bytes.

        Raises:
            OSError: it cannot be done, and the file is as it was.
        """
        self.write(data)
        self.take_place()

    def write(self, data: bytes) -> None:
        """Write all of them to the disk; the file is not touched yet."""
        self.file.write(data)
        if self.before is not None:
            _give(self.file.fileno(), self.before)
        # After the owner: changing that clears the set-user-id bit.
        os.chmod(self.path or self.file.fileno(), self._mode())  # noqa: PTH101
        self.file.flush()
        os.fsync(self.file.fileno())

    def _mode(self) -> int:
        if self.before is None:
            return 0o666 & ~_umask()
        return stat.S_IMODE(self.before.st_mode)

    def take_place(self) -> None:
        """Put what was written in the place of the file."""
        with _signals_held():
            self._name()
            assert self.path is not None
            self.file.close()
            self.path.replace(self.target)

    def _name(self) -> None:
        if self.path is not None:
            return
        name = f"{_prefix()}{os.urandom(8).hex()}.tmp"
        folder = os.open(self.target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            # With a folder given, the link to the open file is followed.
            number = self.file.fileno()
            os.link(_OPEN_FILES / str(number), name, dst_dir_fd=folder)
        finally:
            os.close(folder)
        self.path = self.target.parent / name

    def discard(self) -> None:
        """Leave nothing beside the file; what took its place stays."""
        with suppress(OSError):  # of what was not written; Python 3.14 tells it again
            self.file.close()
        if self.path is not None:
            with suppress(OSError):
                self.path.unlink()


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
    _take_away_what_was_left(target.parent)
    file, name = _opened(target.parent)
    draft = Draft(target, file, before, name)
    try:
        yield draft
    finally:
        draft.discard()


def _opened(folder: Path) -> tuple[IO[bytes], Path | None]:
    """A file in a folder to write to, without a name where there are such."""
    flags = getattr(os, "O_TMPFILE", 0)
    if flags and _OPEN_FILES.is_dir():
        with suppress(OSError):
            descriptor = os.open(folder, flags | os.O_RDWR, 0o600)
            _lock(descriptor)
            return os.fdopen(descriptor, "wb"), None
    from tempfile import mkstemp

    while True:
        descriptor, name = mkstemp(prefix=_prefix(), suffix=".tmp", dir=folder)
        _lock(descriptor)
        if Path(name).exists():  # nobody took it away before it was locked
            return os.fdopen(descriptor, "wb"), Path(name)
        os.close(descriptor)


def _lock(descriptor: int) -> bool | None:
    """Hold an open file until it is closed; False if another does, None unknown."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock

        flock(descriptor, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True


@contextmanager
def _signals_held() -> Iterator[None]:
    """Wait with the signals that end a process until this is done."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ending = {signal.SIGHUP, signal.SIGINT, signal.SIGTERM}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prefix() -> str:
    """How the names of this process's drafts begin: whose they are, and where."""
    return f".lrmigrate-{_host()}-{os.getpid()}-"


def _host() -> str:
    if not hasattr(os, "uname"):
        return "here"
    letters = (one if one.isalnum() else "_" for one in os.uname().nodename)
    return "".join(letters)[:64]


@cache
def _take_away_what_was_left(folder: Path) -> None:
    """Remove the drafts of processes that are no more, once a run."""
    if os.name != "posix":
        return
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = _NAME.fullmatch(entry.name)
            if name is not None and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    _take_away(Path(entry), name["host"], int(name["process"]))


def _take_away(path: Path, host: str, process: int) -> None:
    mine = host == _host()
    if not mine and time.time() - path.stat().st_mtime < _LONG:
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        locked = _lock(descriptor)
        if locked or (locked is None and mine and not _is_running(process)):
            path.unlink()
    finally:
        os.close(descriptor)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


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
