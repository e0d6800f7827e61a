"""A walk through a folder: which files in it are taken, and how they are printed."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ...model import Problem
from ..kinds import suffixes
from .checkout import MARK, ignored_in_all, is_checkout, is_marked
from .patterns import IGNORE_FILE, Patterns, read_patterns, slashed
from .project_root import from_here
from .skipped import CHECKPOINTS, SKIPPED_FOLDERS
from .unread import UNREAD

_CONFIG_FILE = "pyproject.toml"
_VENV_MARK = "pyvenv.cfg"
_LONGEST_SHEBANG = 256
_ANOTHER_CHECKOUT = "in another checkout"
_CHECKPOINT = "a checkpoint of Jupyter"

OnProblem = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file of a folder that is not taken: how it is printed, and why not.

    The reason is empty where no file of its kind is read.
    """

    path: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder on the way: its real path, how it is printed, what holds in it.

    It lies in a checkout of git or not; its files may not be taken for a reason.
    """

    real: str
    shown: str
    ignored: Sequence[Patterns]
    excluded: Patterns | None
    checkout: bool = False
    why: str = ""

    def below(self, name: str) -> _Folder:
        """A folder in it, where the same holds until that says more."""
        real, shown = f"{self.real}{name}/", f"{self.shown}{name}/"
        return replace(self, real=real, shown=shown)


@dataclass(slots=True)
class Walk:
    """A walk through one folder, which fills in what it finds by real path.

    Attributes:
        files: the printed paths of those that are taken.
        links: those of links to files of the folder.
        passed_over: files that may hold what is looked for, and are not taken.
    """

    top: str
    excluded_in: Callable[[str], Patterns | None]
    on_problem: OnProblem
    files: dict[str, str]
    links: dict[str, str]
    passed_over: dict[str, PassedOver]
    suffixes: tuple[str, ...] = field(default_factory=suffixes)

    def run(self, printed: str) -> None:
        """Walk through it; it is printed like this, with a slash at its end."""
        folders = [self._start(printed)]
        while folders:
            folder = folders.pop()
            entries = self._entries(folder)
            if _VENV_MARK not in entries or folder.real == self.top:
                folders += self._enter(self._with_its_own(folder, entries), entries)

    def _start(self, printed: str) -> _Folder:
        excluded = self.excluded_in(self.top)
        folders = [self.top, *(slashed(str(one)) for one in Path(self.top).parents)]
        depth = next((i for i, at in enumerate(folders) if is_marked(at)), -1)
        above = [
            one
            for at in folders[1 : depth + 1]
            for one in read_patterns(at, self._tell)
        ]
        if depth >= 0:
            above += ignored_in_all(folders[depth], self._tell)
        return _Folder(
            *(self.top, printed),
            [patterns.within(self.top) for patterns in above],
            excluded and excluded.within(self.top),
            # What a checkout ignores is no part of it: one in it is in no other one.
            depth >= 0 and not any(patterns.ignores(self.top) for patterns in above),
        )

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
        below = folder.real != self.top
        if below and MARK in entries and is_checkout(folder.real):
            folder = self._in_checkout(folder)
        if below and _CONFIG_FILE in entries and not folder.why:
            folder = replace(folder, excluded=self.excluded_in(folder.real))
        if IGNORE_FILE in entries:
            shown = f"{folder.shown}{IGNORE_FILE}"
            own = read_patterns(folder.real, partial(self._tell, shown=shown))
            folder = replace(folder, ignored=[*own, *folder.ignored])
        return folder

    def _in_checkout(self, folder: _Folder) -> _Folder:
        """The top of a checkout: one in another is no part of that, as git has it."""
        if folder.checkout:
            return replace(folder, why=_ANOTHER_CHECKOUT)
        ignored = ignored_in_all(folder.real, self._tell)
        return replace(folder, ignored=ignored, checkout=True)

    def _tell(self, file: Path, error: OSError, shown: str = "") -> None:
        reason = f"cannot be read: {error.strerror}; what git ignores is not known"
        self.on_problem(Problem(reason, shown or str(from_here(file))))

    def _enter(
        self, folder: _Folder, entries: Mapping[str, os.DirEntry[str]]
    ) -> Iterator[_Folder]:
        """Take the files of a folder; yield the folders in it that are walked, too."""
        for name, entry in entries.items():
            path = folder.real + name
            if entry.is_dir(follow_symlinks=False):
                if not self._left_out(f"{path}/", folder):
                    yield from _below(folder, name)
            elif self._is_of_a_kind(entry, path):
                why = self._left_out(path, folder) or folder.why
                if not why:
                    self._take(entry, path, folder.shown + name)
                else:
                    self._pass_over(entry, path, folder.shown + name, why)
            elif self._is_unread(name, path, folder):
                self._pass_over(entry, path, folder.shown + name)

    def _is_unread(self, name: str, path: str, folder: _Folder) -> bool:
        """Whether a file is text of a kind that is not read, and no tool's own."""
        is_text = name.endswith(UNREAD) and not name.startswith(".")
        return is_text and not folder.why and not self._left_out(path, folder)

    def _is_of_a_kind(self, entry: os.DirEntry[str], path: str) -> bool:
        if entry.name.endswith(self.suffixes):
            return True
        # A script; what is no file, like a pipe, may never answer.
        return "." not in entry.name and _is_file(entry) and _is_script(path)

    def _left_out(self, path: str, folder: _Folder) -> str:
        """Return what leaves a path out, or nothing."""
        if folder.excluded and folder.excluded.ignores(path, self.top):
            return "excluded"
        verdicts = (patterns.ignores(path) for patterns in folder.ignored)
        ignored = next((each for each in verdicts if each is not None), False)
        return "ignored by git" if ignored else ""

    def _take(self, entry: os.DirEntry[str], path: str, printed: str) -> None:
        if entry.is_file(follow_symlinks=False):
            self.files.setdefault(path, printed)
        elif entry.is_symlink():
            target = os.path.realpath(path)
            if target.startswith(self.top) and Path(target).is_file():
                self.links[target] = min(printed, self.links.get(target, printed))

    def _pass_over(
        self, entry: os.DirEntry[str], path: str, printed: str, why: str = ""
    ) -> None:
        if entry.is_file(follow_symlinks=False):
            self.passed_over[path] = PassedOver(printed, why)


def _below(folder: _Folder, name: str) -> Iterator[_Folder]:
    """Yield a folder in another one, unless it is a tool's."""
    if name == CHECKPOINTS:
        yield replace(folder.below(name), why=_CHECKPOINT)
    elif name not in SKIPPED_FOLDERS:
        yield folder.below(name)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # such as of a link that leads to itself
        return False


def _is_script(path: str) -> bool:
    """Whether a file without a suffix says that Python runs it."""
    try:
        with Path(path).open("rb") as file:
            head = file.readline(_LONGEST_SHEBANG)
    except OSError:
        return False
    return head.startswith(b"#!") and b"python" in head
