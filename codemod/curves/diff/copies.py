"""Copies of what the tool reads of a state, in a private folder, without links.

A copy is made of git's objects, or of the files of the working tree that git does not
ignore. What no checkout would have by its name is left out.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ...files.kinds import NOTEBOOK, suffixes
from ...files.read import read_file
from ...files.search.unread import TEXTS
from .objects import LARGEST, absent, contents, listed, not_checked_out
from .repository import Repository, State

_LARGEST = 2**22  # of what is no notebook with its outputs
# Beside the files that hold code: what may name a function, or set a value.
_BESIDE = TEXTS | {
    *("", ".bat", ".cmd", ".env", ".jsonl", ".lock", ".mk", ".ps1", ".txt")
}


@dataclass(frozen=True, slots=True)
class Copy:
    """What the tool reads of a state.

    Attributes:
        state: which.
        top: the folder that stands for the repository's.
        absent: files whose objects are not in this clone.
        left_out: why others are not there, in a clause each.
    """

    state: State
    top: Path
    absent: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Copies:
    """Makes copies of states; files that two of them share are there once.

    Attributes:
        repository: whose states they are.
        folder: a private one, in which they are made.
    """

    repository: Repository
    folder: Path
    _written: dict[str, Path] = field(default_factory=dict)

    def make(self, state: State, name: str) -> Copy:
        """Copy a state.

        Raises:
            GitError: git cannot list it.
        """
        # The folder's own name counts where it is a package.
        own = self.repository.top.name.removesuffix(".git") or "repository"
        copy = Copy(state, self.folder / name / own)
        (copy.top / ".git").mkdir(parents=True)  # where a project ends
        (copy.top / self.repository.prefix).mkdir(parents=True, exist_ok=True)
        git, commit = self.repository.git, state.commit
        if commit:
            self._of_objects(copy, listed(git, commit), absent(git, commit))
        else:
            self._of_files(copy)
            if sparse := [*not_checked_out(git)]:
                self._of_objects(copy, sparse, absent(git, "HEAD"))
        return copy

    def _of_objects(
        self, copy: Copy, files: Iterable[tuple[str, str]], missing: Container[str]
    ) -> None:
        wanted: dict[str, list[str]] = {}
        for path, blob in files:
            if not _is_read(path):
                continue
            target = _place(copy.top, path)
            if target is None:
                copy.left_out.append(f"{path!r} is no name that a file can have here")
            elif blob in missing:
                copy.absent.append(path)
            elif blob in self._written:
                _link(self._written[blob], target, copy)
            else:
                wanted.setdefault(blob, []).append(path)
        for blob, data in contents(self.repository.git, wanted):
            first, *others = [copy.top / path for path in wanted[blob]]
            if _write(first, data, copy):
                self._written[blob] = first
                for target in others:
                    _link(first, target, copy)

    def _of_files(self, copy: Copy) -> None:
        names = self.repository.git.prints(
            *("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        ).split(b"\0")
        for path in dict.fromkeys(map(os.fsdecode, names)):
            target = _place(copy.top, path) if _is_read(path) else None
            if target is not None:
                data = _plain_file(self.repository.top / path)
                if data is not None:
                    _write(target, data, copy)


def _write(target: Path, data: bytes, copy: Copy) -> bool:
    if len(data) > _limit(target.name):
        return False  # whoever reads such a file takes it for data
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(data)
    except (OSError, ValueError) as error:
        path = str(target.relative_to(copy.top))
        reason = getattr(error, "strerror", None) or error
        copy.left_out.append(f"{path!r} cannot be written to a folder: {reason}")
        return False
    return True


def _link(written: Path, target: Path, copy: Copy) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(written, target)
    except OSError:
        _write(target, written.read_bytes(), copy)


def _is_read(path: str) -> bool:
    if PurePosixPath(path).name == ".gitattributes":
        return False  # git itself would read it
    suffix = PurePosixPath(path).suffix.lower()
    return suffix in _BESIDE or suffix in suffixes()


def _limit(name: str) -> int:
    return LARGEST if name.endswith(NOTEBOOK) else _LARGEST


def _place(top: Path, path: str) -> Path | None:
    """Return where a file of a state is copied to, if a checkout may have it."""
    parts = path.split("/")
    # Git itself refuses these, however they are spelled.
    if any(part.casefold() in ("", ".", "..", ".git") for part in parts):
        return None
    if os.sep != "/" and (os.sep in path or ":" in path):
        return None
    return top.joinpath(*parts)


def _plain_file(path: Path) -> bytes | None:
    """Return what a file holds that is one, and lies where its name says."""
    with suppress(OSError, ValueError):
        about = path.lstat()
        if stat.S_ISREG(about.st_mode) and about.st_size <= _limit(path.name):
            return read_file(path) if Path(os.path.realpath(path)) == path else None
    return None
