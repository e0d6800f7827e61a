"""The baselines of a run: what they hide, and how they are written and shrink."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..config.pyproject import ConfigError
from ..files.read import read_file
from ..files.search.sought import Sought
from ..model import Finding, Problem
from .baseline_file import (
    BaselineError,
    Entry,
    baseline_bytes,
    check_place,
    entry_of,
    may_be_replaced,
    path_below,
    read_baseline,
)
from .baseline_moves import moved
from .request import Request
from .survey import SeenFile, Survey


@dataclass(eq=False, slots=True)
class Baseline:
    """The baseline of one project, beside what was found in it now.

    Attributes:
        file: where it is.
        root: the folder that its paths are relative to.
        known: its entries; None where there is no such file, or it is in trouble. Those
            of a file that was renamed since are known by its new name.
        stored: the entries as they were read.
        trouble: why it is not read, if there is a reason.
        replaceable: whether it may be written all the same.
        found: the findings of this run.
        codes: the rules that were active in each file that was looked at.
    """

    file: Path
    root: Path
    known: Counter[Entry] | None
    trouble: str = ""
    replaceable: bool = True
    found: Counter[Entry] = field(default_factory=Counter)
    codes: dict[str, frozenset[str]] = field(default_factory=dict)
    stored: Counter[Entry] | None = field(init=False)

    def __post_init__(self) -> None:
        """Keep what was read, to be compared with what is written."""
        self.stored = self.known

    def follow(self) -> None:
        """Know files by the names that they have now."""
        if self.known:
            self.known = moved(self.known, self.found, self.codes, self.root)

    def untold(self, request: Request, sought: Sought) -> Counter[Entry]:
        """Return the entries that this run cannot tell of."""
        known = self.known or Counter()
        return Counter(
            {
                entry: count
                for entry, count in known.items()
                if not self._is_told(entry, request, sought)
            }
        )

    def rest(self, request: Request, sought: Sought) -> Counter[Entry]:
        """Return the entries that still occur, or that this run cannot tell of."""
        known = self.known or Counter()
        return Counter(
            {
                entry: min(count, self.found[entry])
                if self._is_told(entry, request, sought)
                else count
                for entry, count in known.items()
            }
        )

    def _is_told(self, entry: Entry, request: Request, sought: Sought) -> bool:
        if entry.path in self.codes:
            return entry.code in self.codes[entry.path]
        file = self.root / entry.path
        if not _is_below(file, request.paths):
            return False
        try:
            data = read_file(file)
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            return False
        return not sought.concerns(data)


class Baselines:
    """The baselines of all projects of a run, each read once.

    Args:
        request: what is to be done.
        seen: the files looked at, with all of their findings.
    """

    def __init__(self, request: Request, seen: Survey) -> None:
        self._request = request
        self._seen = seen
        self._all: dict[Path, Baseline] = {}
        self._baseline(request.base)
        for file in seen.files:
            self._count(file)
        for baseline in self._all.values():
            baseline.follow()

    def _baseline(self, path: str) -> Baseline | None:
        settings = self._request.settings(path)
        file = settings.baseline
        if file is None:
            return None
        if file not in self._all:
            self._all[file] = self._read(file, settings.root)
        return self._all[file]

    def _read(self, file: Path, root: Path) -> Baseline:
        try:
            check_place(file, root)
            self._check_project(file, root)
        except BaselineError as error:
            return Baseline(file, root, None, str(error), replaceable=False)
        try:
            return Baseline(file, root, read_baseline(file, root))
        except BaselineError as error:
            return Baseline(file, root, None, str(error), may_be_replaced(file))

    def _check_project(self, file: Path, root: Path) -> None:
        """Refuse a file that lies in another project, below this one."""
        try:
            owner = self._request.settings(os.path.realpath(file.parent)).root
        except ConfigError:
            owner = file.parent
        if os.path.realpath(owner) != os.path.realpath(root):
            raise BaselineError(f"{file}: it is of another project, {owner}")

    def troubles(self, *, replaceable: bool | None = None) -> list[str]:
        """Why baselines are not read: all of them, or those that may be replaced."""
        return [
            each.trouble
            for each in self._all.values()
            if each.trouble and replaceable in (None, each.replaceable)
        ]

    def _count(self, file: SeenFile) -> None:
        baseline = self._baseline(file.source.path)
        if baseline is None:
            return
        if file.looked.problem is None:
            path = path_below(baseline.root, file.source.path)
            baseline.codes[path] = file.plan.codes
        for finding in file.looked.findings:
            baseline.found[entry_of(finding, file.source, baseline.root)] += 1

    def hide(self) -> None:
        """Take the known findings out of the survey, save those that were fixed.

        Of several that are the same to a baseline, the first are the known ones.
        A baseline that cannot be read is a problem of the survey.
        """
        self._seen.problems += map(Problem, self.troubles())
        rest = {
            baseline: (baseline.known or Counter()).copy()
            for baseline in self._all.values()
        }
        for file in self._seen.files:
            baseline = self._baseline(file.source.path)
            if baseline is not None:
                _hide(file, baseline.root, rest[baseline])

    def shrink(self) -> list[str]:
        """Write each baseline without the entries that no longer occur.

        Returns:
            Why one stays as it is that cannot be written: what is in it hides the same
            finding where that comes back.
        """
        told = []
        for baseline in self._all.values():
            rest = baseline.rest(self._request, self._seen.sought)
            if baseline.known is not None and +rest != baseline.stored:
                from ..files.write import WriteError, write_file

                try:
                    write_file(baseline.file, baseline_bytes(rest))
                except WriteError as error:
                    told.append(
                        f"{baseline.file}: keeps findings that are gone, as it {error}"
                    )
        return told

    def write(self) -> Iterator[tuple[Path, Counter[Entry]]]:
        """Write the baselines of today, and yield each file with its entries.

        Entries for files outside of the run's paths, for files that could not be
        read, and of rules that did not run, stay.

        Raises:
            WriteError: one cannot be written, cannot be read to be kept, or is no
                baseline.
        """
        from ..files.write import WriteError, write_file

        paths = self._request.paths
        for baseline in self._all.values():
            if not baseline.replaceable:
                raise WriteError(baseline.trouble)
            whole = _is_below(baseline.root, paths)
            if baseline.known is None and baseline.file.exists() and not whole:
                raise WriteError(
                    f"{baseline.file}: cannot be read, so what it says of other files "
                    "would be lost; mend it, or name its whole project"
                )
            entries = baseline.untold(self._request, self._seen.sought) | baseline.found
            try:
                write_file(baseline.file, baseline_bytes(entries))
            except WriteError as error:
                raise WriteError(f"{baseline.file}: {error}") from error
            yield baseline.file, entries


def _is_below(file: Path, paths: tuple[str, ...]) -> bool:
    real = Path(os.path.realpath(file))
    return any(real.is_relative_to(os.path.realpath(path)) for path in paths)


def _hide(file: SeenFile, root: Path, rest: Counter[Entry]) -> None:
    """Take out of a file the findings that are among ``rest``, and these of it."""
    looked = file.looked
    new: list[Finding] = []
    for finding in looked.findings:
        entry = entry_of(finding, file.source, root)
        if rest[entry] > 0 and not finding.written:
            rest[entry] -= 1
        else:
            new.append(finding)
    baselined = len(looked.findings) - len(new)
    file.looked = replace(looked, findings=tuple(new), baselined=baselined)
