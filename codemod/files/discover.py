"""Which files to look at: found, sorted, and passed over by a byte search.

A file that is named is taken, whatever its suffix and whatever leaves it out; with
``force_exclude``, unless an ``exclude`` pattern does. In a folder that is named,
``.py`` and ``.pyw`` files are taken, save those that a ``.gitignore``,
``.git/info/exclude`` or an ``exclude`` pattern leaves out; a list of patterns that
leaves out the named folder itself does not count.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import FileIO
from pathlib import Path

from ..model import UNREADABLE, Problem
from .patterns import (
    IGNORE_FILE,
    Patterns,
    compiled,
    outer_patterns,
    read_patterns,
    slashed,
)

SUFFIXES = (".py", ".pyw")
SKIPPED_FOLDERS = frozenset(
    [
        ".bzr",
        ".direnv",
        ".eggs",
        ".git",
        ".hg",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".pytype",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
        "__pycache__",
        "__pypackages__",
        "node_modules",
        "site-packages",
    ]
)
CONFIG_FILE = "pyproject.toml"
_VENV_MARK = "pyvenv.cfg"

OnProblem = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that holds one of the words: its printed path and its bytes."""

    path: str
    data: bytes


@dataclass(slots=True)
class Discovery:
    """The files below ``paths`` that hold one of ``words``, in sorted order.

    Attributes:
        paths: files and folders, relative to the working directory or absolute;
            files are printed the same way.
        words: what a file must hold one of.
        exclude: from a folder to the patterns that hold in it, as in
            ``.gitignore``, and the folder that they are relative to; asked for
            the named folders, and for those below with a ``pyproject.toml``.
        force_exclude: whether that goes for named files, too.
        on_problem: called with each path that cannot be read; the rest goes on.
        files_scanned: how many files were read, those without a word included.
    """

    paths: Sequence[str]
    words: frozenset[bytes]
    exclude: Callable[[str], tuple[Path, Sequence[str]]]
    on_problem: OnProblem
    force_exclude: bool = False
    files_scanned: int = field(default=0, init=False)
    _compiled: dict[tuple[Path, tuple[str, ...]], Patterns | None] = field(
        default_factory=dict, init=False
    )

    def __iter__(self) -> Iterator[Candidate]:
        """Read the files one after the other."""
        self.files_scanned = 0
        for path in sorted(self._find()):
            try:
                with FileIO(path) as file:
                    data = file.readall()
            except OSError as error:
                reason = f"cannot be read: {error.strerror}"
                self.on_problem(Problem(reason, path, code=UNREADABLE))
                continue
            self.files_scanned += 1
            if any(word in data for word in self.words):
                yield Candidate(path, data)

    def _find(self) -> Iterable[str]:
        """Return the printed paths of all files, each file once."""
        files: dict[str, str] = {}
        links: dict[str, str] = {}
        for given in dict.fromkeys(self.paths):
            printed = str(Path(given))
            try:
                mode = os.stat(given).st_mode  # noqa: PTH116 (Path("") is ".")
            except (FileNotFoundError, NotADirectoryError):
                self.on_problem(Problem("no such file or directory", given))
            except OSError as error:
                self.on_problem(Problem(f"cannot be read: {error.strerror}", printed))
            else:
                self._take(given, mode, files, links)
        return (links | files).values()

    def _take(
        self, given: str, mode: int, files: dict[str, str], links: dict[str, str]
    ) -> None:
        """Fill in the printed paths, by real path, of what was named."""
        printed, real = str(Path(given)), os.path.realpath(given)
        if stat.S_ISDIR(mode):
            shown = "" if printed == "." else slashed(printed)
            walk = _Walk(slashed(real), self._excluded, self.on_problem, files, links)
            walk.run(shown)
        elif not stat.S_ISREG(mode):
            reason = "is neither a file nor a directory"
            self.on_problem(Problem(reason, printed))
        elif not self.force_exclude or not self._leaves_out(real):
            files.setdefault(real, printed)

    def _leaves_out(self, real: str) -> bool:
        excluded = self._excluded(str(Path(real).parent))
        return excluded is not None and excluded.leave_out(real)

    def _excluded(self, folder: str) -> Patterns | None:
        def refuse(pattern: str) -> None:
            self.on_problem(Problem(f"exclude: {pattern!r} is not a pattern"))

        root, patterns = self.exclude(folder)
        known = root, tuple(patterns)
        if known not in self._compiled:
            real = os.path.realpath(root)
            self._compiled[known] = compiled(real, patterns, refuse)
        return self._compiled[known]


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder on the way: its real path, how it is printed, what holds in it."""

    real: str
    shown: str
    ignored: Sequence[Patterns]
    excluded: Patterns | None

    def below(self, name: str) -> _Folder:
        """A folder in it, where the same holds until that says more."""
        real, shown = f"{self.real}{name}/", f"{self.shown}{name}/"
        return replace(self, real=real, shown=shown)


@dataclass(slots=True)
class _Walk:
    """A walk through one folder, which fills in printed paths by real path."""

    top: str
    excluded_in: Callable[[str], Patterns | None]
    on_problem: OnProblem
    files: dict[str, str]
    links: dict[str, str]

    def run(self, printed: str) -> None:
        folders = [self._start(printed)]
        while folders:
            folder = folders.pop()
            entries = self._entries(folder)
            if _VENV_MARK not in entries or folder.real == self.top:
                folders += self._enter(self._with_its_own(folder, entries), entries)

    def _start(self, printed: str) -> _Folder:
        excluded = self.excluded_in(self.top)
        if excluded and excluded.ignores(self.top, self.top):
            excluded = None
        above = outer_patterns(self.top)
        outer = [each for each in above if not each.ignores(self.top)]
        return _Folder(self.top, printed, outer, excluded)

    def _entries(self, folder: _Folder) -> Mapping[str, os.DirEntry[str]]:
        try:
            with os.scandir(folder.real) as listing:
                return {entry.name: entry for entry in listing}
        except OSError as error:
            reason = f"the folder cannot be read: {error.strerror}"
            self.on_problem(Problem(reason, folder.shown or "."))
            return {}

    def _with_its_own(self, folder: _Folder, entries: Container[str]) -> _Folder:
        """The folder with the patterns that are written in it."""
        if CONFIG_FILE in entries and folder.real != self.top:
            folder = replace(folder, excluded=self.excluded_in(folder.real))
        if IGNORE_FILE in entries:
            own = read_patterns(folder.real)
            folder = replace(folder, ignored=[*own, *folder.ignored])
        return folder

    def _enter(
        self, folder: _Folder, entries: Mapping[str, os.DirEntry[str]]
    ) -> Iterator[_Folder]:
        """Take the files of a folder; yield the folders in it that are walked, too."""
        for name, entry in entries.items():
            path = folder.real + name
            if entry.is_dir(follow_symlinks=False):
                if name not in SKIPPED_FOLDERS and self._wants(f"{path}/", folder):
                    yield folder.below(name)
            elif name.endswith(SUFFIXES) and self._wants(path, folder):
                self._take(entry, path, folder.shown + name)

    def _wants(self, path: str, folder: _Folder) -> bool:
        if folder.excluded and folder.excluded.ignores(path, self.top):
            return False
        verdicts = (patterns.ignores(path) for patterns in folder.ignored)
        return not next((each for each in verdicts if each is not None), False)

    def _take(self, entry: os.DirEntry[str], path: str, printed: str) -> None:
        if entry.is_file(follow_symlinks=False):
            self.files.setdefault(path, printed)
        elif entry.is_symlink():
            target = os.path.realpath(path)
            if target.startswith(self.top) and Path(target).is_file():
                self.links[target] = min(printed, self.links.get(target, printed))
