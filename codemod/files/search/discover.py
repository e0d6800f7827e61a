"""Which files to look at: found, sorted, and passed over by a byte search.

A file that is named is taken if it is of a kind that is read, whatever leaves it out.
In a folder that is named, files of all kinds and Python scripts are taken, save those
that git ignores, that lie in another checkout, or that an ``exclude`` pattern leaves
out; a pattern that leaves out the named folder itself does not count.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ...model import UNREADABLE, Problem
from ..decode import packed
from ..kinds import config_suffixes, kind_of, searched, suffixes
from ..read import read_file
from .sought import Leading, Sought

if TYPE_CHECKING:
    from .patterns import Patterns
    from .walk import OnProblem, PassedOver


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that holds one of the words: its printed path and its bytes."""

    path: str
    data: bytes


@dataclass(slots=True)
class Discovery:
    """The files below ``paths`` that say what is sought, in sorted order.

    Where all modules are searched, no word counts until one file says what leads to it;
    those before it are then read again. What a configuration says is told in any case.

    Attributes:
        paths: files and folders, relative to the working directory or absolute;
            files are printed the same way.
        sought: what a file must say; ``exclude`` may add to it.
        exclude: from a folder to the patterns that hold in it, as in
            ``.gitignore``, and the folder that they are relative to; asked for
            the named folders, and for those below with a ``pyproject.toml``.
        whole: whether the paths hold all modules of their projects.
        on_problem: called with each path that cannot be read; the rest goes on.
        files_scanned: how many files were read, those without a word included.
        passed_over: files of the folders that are not taken, in sorted order.
    """

    paths: Sequence[str]
    sought: Sought
    exclude: Callable[[str], tuple[Path, Sequence[str]]]
    on_problem: OnProblem
    whole: bool = False
    files_scanned: int = field(default=0, init=False)
    passed_over: Sequence[PassedOver] = field(default=(), init=False)
    _compiled: dict[tuple[Path, tuple[str, ...]], Patterns | None] = field(
        default_factory=dict, init=False
    )
    _configs: tuple[str, ...] = field(default_factory=config_suffixes, init=False)

    def __iter__(self) -> Iterator[Candidate]:
        """Read the files one after the other."""
        self.files_scanned = 0
        waiting: list[str | Candidate] = []
        led = not self.whole
        paths = self.found()
        leading = Leading(self.sought.leading)
        for path in paths:
            data = self._read(path, self.on_problem)
            if data is None:
                continue
            self.files_scanned += 1
            code = searched(data, path)
            if not led and leading.is_said(code):
                led = True
                yield from self._again(waiting)
            if not led and not path.endswith(self._configs):
                waiting.append(path)
            elif self.sought.concerns(code):
                found = Candidate(path, data)
                if led:
                    yield found
                else:
                    waiting.append(found)
        if not led:
            yield from (one for one in waiting if isinstance(one, Candidate))

    def found(self) -> list[str]:
        """Return all files, none of them read."""
        return sorted(self._find())

    def _read(self, path: str, on_problem: OnProblem) -> bytes | None:
        """Return what a file holds; None, told, where its words are not to be seen."""
        try:
            data = read_file(path)
        except OSError as error:
            reason = f"cannot be read: {error.strerror}"
            on_problem(Problem(reason, path, code=UNREADABLE))
            return None
        if reason := packed(data):
            on_problem(Problem(reason, path, code=UNREADABLE))
            return None
        return data

    def _again(self, waiting: Iterable[str | Candidate]) -> Iterator[Candidate]:
        """Search files for all words that were searched for what leads to them."""
        for one in waiting:
            if isinstance(one, Candidate):
                yield one
                continue
            data = self._read(one, lambda problem: None)
            if data is not None and self.sought.concerns(searched(data, one)):
                yield Candidate(one, data)

    def _find(self) -> Iterable[str]:
        """Return the printed paths of all files, each file once."""
        files: dict[str, str] = {}
        links: dict[str, str] = {}
        passed_over: dict[str, PassedOver] = {}
        for given in dict.fromkeys(self.paths):
            printed = str(Path(given))
            try:
                mode = os.stat(given).st_mode  # noqa: PTH116 (Path("") is ".")
            except (FileNotFoundError, NotADirectoryError):
                self.on_problem(Problem("no such file or directory", given))
            except OSError as error:
                self.on_problem(Problem(f"cannot be read: {error.strerror}", printed))
            else:
                self._take(given, mode, files, links, passed_over)
        taken = links | files
        left = [each for real, each in passed_over.items() if real not in taken]
        self.passed_over = sorted(left, key=lambda each: each.path)
        return _once(taken)

    def _take(
        self,
        given: str,
        mode: int,
        files: dict[str, str],
        links: dict[str, str],
        passed_over: dict[str, PassedOver],
    ) -> None:
        """Fill in the printed paths, by real path, of what was named."""
        printed, real = str(Path(given)), os.path.realpath(given)
        if stat.S_ISDIR(mode):
            from .patterns import slashed
            from .walk import Walk

            shown = "" if printed == "." else slashed(printed)
            Walk(
                *(slashed(real), self._excluded, self.on_problem),
                *(files, links, passed_over),
            ).run(shown)
        elif not stat.S_ISREG(mode):
            reason = "is neither a file nor a directory"
            self.on_problem(Problem(reason, printed))
        elif kind_of(given) is None:
            known = ", ".join(suffixes())
            reason = f"is none of the files that lrmigrate reads: {known}"
            self.on_problem(Problem(reason, printed))
        else:
            files.setdefault(real, printed)

    def _excluded(self, folder: str) -> Patterns | None:
        from .patterns import compiled

        def refuse(pattern: str) -> None:
            self.on_problem(Problem(f"exclude: {pattern!r} is not a pattern"))

        root, patterns = self.exclude(folder)
        known = root, tuple(patterns)
        if known not in self._compiled:
            real = os.path.realpath(root)
            self._compiled[known] = compiled(real, patterns, refuse)
        return self._compiled[known]


def _once(files: Mapping[str, str]) -> Sequence[str]:
    """Return how files are printed, each once where case makes no other file."""
    first: dict[str, str] = {}
    for real in files:
        first.setdefault(real.casefold(), real)
    return [
        printed
        for real, printed in files.items()
        if first[real.casefold()] == real or not _is_one(first[real.casefold()], real)
    ]


def _is_one(path: str, other: str) -> bool:
    """Whether two paths lead to a file with one name."""
    try:
        return Path(path).samefile(other) and Path(other).stat().st_nlink == 1
    except OSError:
        return False
