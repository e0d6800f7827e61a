"""Which files to look at: found, sorted, and passed over by a byte search.

A file that is named is taken, whatever its suffix and whatever leaves it out.
In a folder that is named, ``.py`` and ``.pyw`` files are taken, save those that
a ``.gitignore``, ``.git/info/exclude`` or an ``exclude`` pattern leaves out; a
list of patterns that leaves out the named folder itself does not count.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from .model import UNREADABLE, Problem

if TYPE_CHECKING:
    from pathspec.pattern import Pattern

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
_IGNORE_FILE = ".gitignore"
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
        on_problem: called with each path that cannot be read; the rest goes on.
        files_scanned: how many files were read, those without a word included.
    """

    paths: Sequence[str]
    words: frozenset[bytes]
    exclude: Callable[[str], tuple[Path, Sequence[str]]]
    on_problem: OnProblem
    files_scanned: int = field(default=0, init=False)

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
                real = os.path.realpath(given)
                if stat.S_ISDIR(mode):
                    shown = "" if printed == "." else _slashed(printed)
                    top = _slashed(real)
                    walk = _Walk(top, self._excluded, self.on_problem, files, links)
                    walk.run(shown)
                elif stat.S_ISREG(mode):
                    files.setdefault(real, printed)
                else:
                    reason = "is neither a file nor a directory"
                    self.on_problem(Problem(reason, printed))
        return (links | files).values()

    def _excluded(self, folder: str) -> _Patterns | None:
        def refuse(pattern: str) -> None:
            self.on_problem(Problem(f"exclude: {pattern!r} is not a pattern"))

        root, patterns = self.exclude(folder)
        return _patterns(os.path.realpath(root), patterns, refuse)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns for what lies below a folder, the last line first."""

    folder: str
    patterns: Sequence[Pattern]

    def ignores(self, path: str, otherwise: str = "") -> bool | None:
        """Whether they leave out a real path; None if they do not speak of it.

        A path outside of the folder is taken relative to ``otherwise``. The last
        pattern that matches decides, as in git; GitIgnoreSpec's own answer would
        give ``!*/`` no effect after ``*``.
        """
        within = self.folder if path.startswith(self.folder) else otherwise
        if not path.startswith(within) or path == within:
            return None
        relative = path[len(within) :]
        matching = (each for each in self.patterns if each.match_file(relative))
        last = next(matching, None)
        return None if last is None else last.include


@dataclass(slots=True)
class _Walk:
    """A walk through one folder, which fills in printed paths by real path."""

    top: str
    excluded_in: Callable[[str], _Patterns | None]
    on_problem: OnProblem
    files: dict[str, str]
    links: dict[str, str]

    def run(self, printed: str) -> None:
        excluded = self.excluded_in(self.top)
        if excluded and excluded.ignores(self.top, self.top):
            excluded = None
        outer = [each for each in _outer(self.top) if not each.ignores(self.top)]
        folders = [(self.top, printed, outer, excluded)]
        while folders:
            folder, shown, ignored, excluded = folders.pop()
            try:
                with os.scandir(folder) as listing:
                    entries = {entry.name: entry for entry in listing}
            except OSError as error:
                reason = f"the folder cannot be read: {error.strerror}"
                self.on_problem(Problem(reason, shown or "."))
                continue
            if _VENV_MARK in entries and folder != self.top:
                continue
            if CONFIG_FILE in entries and folder != self.top:
                excluded = self.excluded_in(folder)
            if _IGNORE_FILE in entries:
                ignored = [*_read_patterns(folder), *ignored]
            for name, entry in entries.items():
                path = folder + name
                if entry.is_dir(follow_symlinks=False):
                    inner = f"{path}/"
                    if name not in SKIPPED_FOLDERS and self._takes(
                        inner, ignored, excluded
                    ):
                        folders.append((inner, f"{shown}{name}/", ignored, excluded))
                elif name.endswith(SUFFIXES) and self._takes(path, ignored, excluded):
                    if entry.is_file(follow_symlinks=False):
                        self.files.setdefault(path, shown + name)
                    elif entry.is_symlink():
                        self._take_link(path, shown + name)

    def _takes(
        self, path: str, ignored: Iterable[_Patterns], excluded: _Patterns | None
    ) -> bool:
        if excluded and excluded.ignores(path, self.top):
            return False
        verdicts = (patterns.ignores(path) for patterns in ignored)
        return not next((each for each in verdicts if each is not None), False)

    def _take_link(self, path: str, printed: str) -> None:
        target = os.path.realpath(path)
        if target.startswith(self.top) and Path(target).is_file():
            self.links[target] = min(printed, self.links.get(target, printed))


def _outer(top: str) -> list[_Patterns]:
    """Return the patterns of a folder's repository that lie above it, inner first."""
    folders = [top, *(_slashed(str(folder)) for folder in Path(top).parents)]
    depth = next((i for i, at in enumerate(folders) if Path(at, ".git").exists()), 0)
    return [
        *(found for at in folders[1 : depth + 1] for found in _read_patterns(at)),
        *_read_patterns(folders[depth], ".git/info/exclude"),
    ]


def _read_patterns(folder: str, name: str = _IGNORE_FILE) -> list[_Patterns]:
    try:
        text = Path(folder, name).read_text("utf-8-sig", "surrogateescape")
    except OSError:
        return []
    found = _patterns(folder, text.split("\n"), lambda pattern: None)
    return [] if found is None else [found]


def _patterns(
    folder: str, lines: Iterable[str], refuse: Callable[[str], None]
) -> _Patterns | None:
    """Return the patterns of these lines; None if there is none in them."""
    lines = [line.removesuffix("\r") for line in lines]
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    if not lines:
        return None
    from pathspec import GitIgnoreSpec

    # To pathspec, but not to git, `a/**` is the folder `a` as well.
    exact = (f"{line}/*" if line.endswith("/**") else line for line in lines)
    try:
        patterns = list(GitIgnoreSpec.from_lines(exact).patterns)
    except (ValueError, re.error):
        if len(lines) == 1:
            refuse(lines[0])
            return None
        valid = [line for line in lines if _patterns(folder, [line], refuse)]
        return _patterns(folder, valid, refuse)
    return _Patterns(_slashed(folder), patterns[::-1])


def _slashed(folder: str) -> str:
    return folder.rstrip("/") + "/"
