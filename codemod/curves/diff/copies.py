"""Copies of what the tool reads of a state, in a private folder, without links.

A copy is made of git's objects, or of the files of the working tree that git does not
ignore. What no checkout would have by its name is left out.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from ...files.kinds import NOTEBOOK, suffixes
from .git import Git, GitError
from .repository import Repository, State

_LARGEST = 2**22
_LARGEST_NOTEBOOK = 2**26  # with its outputs
_PIECE = 2**20
_FILES = frozenset({"100644", "100755", "100664"})
# Beside the files that hold code: what may name a function, or set a value.
_BESIDE = frozenset(
    {
        *("", ".bash", ".bat", ".cfg", ".cmd", ".env", ".ini", ".j2", ".jinja"),
        *(".json", ".json5", ".jsonl", ".jsonnet", ".lock", ".mk", ".ps1", ".sbatch"),
        *(".sh", ".slurm", ".tmpl", ".toml", ".txt", ".zsh"),
    }
)


@dataclass(slots=True)
class Copies:
    """Makes copies of states; files that two of them share are there once.

    Attributes:
        repository: whose states they are.
        folder: a private one, in which they are made.
        left_out: what cannot be told of, in a clause each.
    """

    repository: Repository
    folder: Path
    left_out: list[str] = field(default_factory=list)
    _written: dict[str, Path] = field(default_factory=dict)

    def make(self, state: State, name: str) -> Path:
        """Copy a state, and return the folder that stands for the repository's.

        Raises:
            GitError: the objects cannot be read.
        """
        # The folder's own name counts where it is a package.
        own = self.repository.top.name.removesuffix(".git") or "repository"
        top = self.folder / name / own
        (top / ".git").mkdir(parents=True)  # where a project ends
        (top / self.repository.prefix).mkdir(parents=True, exist_ok=True)
        if state.commit:
            self._of_objects(state, top)
        else:
            self._of_files(top)
        return top

    def _of_objects(self, state: State, top: Path) -> None:
        missing: dict[str, list[Path]] = {}
        for path, blob in _listed(self.repository.git, state.commit):
            target = _place(top, path)
            if target is None:
                self.left_out.append(f"{path!r} of {state.name} is no name of a file")
            elif blob in self._written:
                self._link(self._written[blob], target)
            else:
                missing.setdefault(blob, []).append(target)
        for blob, data in _contents(self.repository.git, [*missing]):
            first, *others = missing[blob]
            if len(data) <= _limit(first.name) and self._write(first, data):
                self._written[blob] = first
                for target in others:
                    self._link(first, target)

    def _of_files(self, top: Path) -> None:
        listed = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        names = self.repository.git.prints(*listed).split(b"\0")
        for path in dict.fromkeys(map(os.fsdecode, names)):
            target = _place(top, path) if _is_read(path) else None
            if target is not None:
                data = _plain_file(self.repository.top / path)
                if data is not None:
                    self._write(target, data)

    def _write(self, target: Path, data: bytes) -> bool:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(data)
        except (OSError, ValueError) as error:
            self.left_out.append(f"{target.name!r} cannot be written: {error}")
            return False
        return True

    def _link(self, written: Path, target: Path) -> None:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(written, target)
        except OSError:
            self._write(target, written.read_bytes())


def _listed(git: Git, commit: str) -> Iterator[tuple[str, str]]:
    """Yield the files of a commit that may be read, each with its object."""
    for line in git.prints("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        about, _, name = line.partition(b"\t")
        path = os.fsdecode(name)
        mode, _, blob = about.decode("ascii").partition(" blob ")
        if blob and mode in _FILES and _is_read(path):
            yield path, blob


def _contents(git: Git, blobs: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield what objects hold.

    Raises:
        GitError: one is not there.
    """
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{blob}\n" for blob in blobs).encode())
        asked.seek(0)
        with git.stream("cat-file", "--batch", given=asked) as answers:
            for blob in blobs:
                yield blob, _content(answers, blob)


def _content(answers: IO[bytes], blob: str) -> bytes:
    """Return what an object holds; the start of it, where nobody reads as much."""
    parts = answers.readline().split()
    if len(parts) != 3:
        raise GitError(
            f"the object {blob[:12]} is not in this clone; where it is a partial one: "
            "git fetch --refetch --no-filter"
        )
    size = int(parts[2])
    data = answers.read(min(size, _LARGEST_NOTEBOOK + 1))
    left = size - len(data)
    while left > 0:
        left -= len(answers.read(min(left, _PIECE))) or left
    answers.read(1)
    return data


def _is_read(path: str) -> bool:
    if PurePosixPath(path).name == ".gitattributes":
        return False  # git itself would read it
    suffix = PurePosixPath(path).suffix.lower()
    return suffix in _BESIDE or suffix in suffixes()


def _limit(name: str) -> int:
    return _LARGEST_NOTEBOOK if name.endswith(NOTEBOOK) else _LARGEST


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
            return path.read_bytes() if Path(os.path.realpath(path)) == path else None
    return None
