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
from .search import Said, Search
from .sought import Sought

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

    Where all modules are searched, no word counts unless one file says what leads to
    it. What a configuration says is told in any case.

    Attributes:
        paths: files and folders, relative to the working directory or absolute;
            files are printed the same way.
        sought: what a file must say; ``exclude`` may add to it.
        exclude: from a folder to the patterns that hold in it, as in
            ``.gitignore``, and the folder that they are relative to; asked for
            the named folders, and for those below with a ``pyproject.toml``.
        whole: whether the paths hold all modules of their projects.
        on_problem: called with each path that cannot be read; the rest goes on.
        map_over: yields what the search of each file gives, in their order.
        files_scanned: how many files were read, those without a word included.
        passed_over: files of the folders that are not taken, in sorted order.
    """

    paths: Sequence[str]
    sought: Sought
    exclude: Callable[[str], tuple[Path, Sequence[str]]]
    on_problem: OnProblem
    whole: bool = False
    map_over: Callable[[Search, Sequence[str]], Iterable[Said | None]] = map
    files_scanned: int = field(default=0, init=False)
    passed_over: Sequence[PassedOver] = field(default=(), init=False)
    _compiled: dict[tuple[Path, tuple[str, ...]], Patterns | None] = field(
        default_factory=dict, init=False
    )
    _told: set[Problem] = field(default_factory=set, init=False)
    _configs: tuple[str, ...] = field(default_factory=config_suffixes, init=False)

    def __iter__(self) -> Iterator[Candidate]:
        """Read the files one after the other."""
        self.files_scanned = 0
        paths = self.found()
        search = Search(self.sought, self._configs, led=not self.whole)
        found = [*self.map_over(search, paths)]
        led = not self.whole or any(said is not None and said.leads for said in found)
        for path, said in zip(paths, found, strict=True):
            if said is None:
                self._read(path)  # which tells why
                continue
            self.files_scanned += 1
            if led if said.concerns is None else said.concerns:
                data = self._read(path)
                if data is not None and (said.concerns or self._concerns(data, path)):
                    yield Candidate(path, data)

    def found(self) -> list[str]:
        """Return all files, none of them read."""
        return sorted(self._find())

    def _read(self, path: str) -> bytes | None:
        """Return what a file holds; None, told, where its words are not to be seen."""
        try:
            data = read_file(path)
        except OSError as error:
            reason = f"cannot be read: {error.strerror}"
            self.on_problem(Problem(reason, path, code=UNREADABLE))
            return None
        if reason := packed(data):
            self.on_problem(Problem(reason, path, code=UNREADABLE))
            return None
        return data

    def _concerns(self, data: bytes, path: str) -> bool:
        return self.sought.concerns(searched(data, path))

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
                *(slashed(real), self._excluded, self._tell_once),
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

    def _tell_once(self, problem: Problem) -> None:
        """Tell what is wrong, of all folders as well: each of them comes to it."""
        if problem not in self._told:
            self._told.add(problem)
            self.on_problem(problem)

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
