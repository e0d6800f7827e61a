"""From paths to the files that may hold something: a byte search decides."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .model import Problem

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".pyw")
SKIPPED_FOLDERS = frozenset(
    {
        *(".git", ".hg", ".svn", ".venv", ".tox", ".nox", ".eggs"),
        *("__pycache__", "node_modules", "site-packages", "__pypackages__"),
        *(".mypy_cache", ".ruff_cache", ".pytest_cache", ".ipynb_checkpoints"),
    }
)
_UNREADABLE = "LRS900"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that holds one of the words, as it was read."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns of one ignore file, which hold below its folder."""

    folder: Path
    spec: GitIgnoreSpec

    def verdict(self, path: Path, is_folder: bool) -> bool | None:
        name = path.relative_to(self.folder).as_posix() + ("/" if is_folder else "")
        return self.spec.check_file(name).include


class Discovery:
    """Yields the candidates below ``paths``, sorted, each file once.

    Folders are walked; what ``.gitignore`` or ``exclude`` names is left out, and
    no link is followed out of the folder given. A file that is named itself is
    always taken.

    Attributes:
        files_scanned: how many Python files were read, known after the walk.
    """

    def __init__(
        self,
        paths: Sequence[str],
        *,
        words: frozenset[bytes],
        on_problem: Callable[[Problem], None],
        exclude: Sequence[str] = (),
        root: Path | None = None,
    ) -> None:
        self.paths = paths
        self.words = words
        self.on_problem = on_problem
        self.files_scanned = 0
        self._root = (root or Path()).resolve()
        self._exclude = _compile(self._root, exclude)

    def __iter__(self) -> Iterator[Candidate]:
        """Read the files in the order of their paths, and yield the candidates."""
        for path in sorted(set(self._files())):
            try:
                data = Path(path).read_bytes()
            except OSError as error:
                self._report(path, f"cannot be read: {error.strerror}", _UNREADABLE)
                continue
            self.files_scanned += 1
            if any(word in data for word in self.words):
                yield Candidate(path, data)

    def _files(self) -> Iterator[str]:
        for given in self.paths:
            path = os.path.normpath(given)
            try:
                mode = Path(path).stat().st_mode
            except OSError as error:
                self._report(path, error.strerror or "cannot be read")
                continue
            if stat.S_ISDIR(mode):
                folder = Path(path).resolve()
                yield from self._walk(path, folder, folder, self._outer(folder))
            elif stat.S_ISREG(mode):
                yield path
            else:
                self._report(path, "is neither a file nor a folder")

    def _walk(
        self, printed: str, folder: Path, top: Path, patterns: list[_Patterns]
    ) -> Iterator[str]:
        patterns = [*patterns, *_ignore_file(folder)]
        try:
            with os.scandir(folder) as scan:
                entries = list(scan)
        except OSError as error:
            self._report(printed, f"cannot be read: {error.strerror}")
            return
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if not is_folder and not entry.name.endswith(SUFFIXES):
                continue
            path = folder / entry.name
            if self._left_out(path, is_folder, patterns):
                continue
            name = entry.name if printed == "." else f"{printed}{os.sep}{entry.name}"
            if is_folder:
                yield from self._walk(name, path, top, patterns)
            elif entry.is_file() and _stays_below(entry, top):
                yield name

    def _left_out(self, path: Path, is_folder: bool, patterns: list[_Patterns]) -> bool:
        if is_folder and path.name in SKIPPED_FOLDERS:
            return True
        if is_folder and (path / "pyvenv.cfg").exists():
            return True
        for pattern in [*self._exclude, *reversed(patterns)]:
            if path.is_relative_to(pattern.folder):
                verdict = pattern.verdict(path, is_folder)
                if verdict is not None:
                    return verdict
        return False

    def _outer(self, folder: Path) -> list[_Patterns]:
        """Return the ignore files above ``folder``, up to its repository's root."""
        above = [folder, *folder.parents]
        for index, parent in enumerate(above):
            if (parent / ".git").exists():
                found = [
                    _ignore_file(outer) for outer in reversed(above[1 : index + 1])
                ]
                return [patterns for one in found for patterns in one]
        return []

    def _report(self, path: str, message: str, code: str = "") -> None:
        self.on_problem(Problem(message, path, code=code))


def _stays_below(entry: os.DirEntry[str], top: Path) -> bool:
    return not entry.is_symlink() or Path(entry.path).resolve().is_relative_to(top)


def _ignore_file(folder: Path) -> list[_Patterns]:
    try:
        text = (folder / ".gitignore").read_text(errors="replace")
    except OSError:
        return []
    return _compile(folder, text.splitlines())


def _compile(folder: Path, lines: Sequence[str]) -> list[_Patterns]:
    if not lines:
        return []
    from pathspec import GitIgnoreSpec

    return [_Patterns(folder, GitIgnoreSpec.from_lines(lines))]
