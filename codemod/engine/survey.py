"""All files of a run looked at: what ``check`` and ``fix`` both start from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from ..files.search.sought import Sought
from ..model import Finding, Problem, UnreadFile
from .looked import Looked
from .mapping import map_over, processes
from .plan import Plan, Planner
from .reader import Reader
from .request import OnProgress, Request

if TYPE_CHECKING:
    from ..files.document import Document, Unread
    from ..files.source import Source
    from .analysis import Analysis

_LARGE = 2**16  # characters; what they take is used again by all that come behind
FILES_PER_JOB = 16
PAYS = 128
"""Files: to start a process, and to read the tree in it, takes as long."""


@dataclass(eq=False, slots=True)
class SeenFile:
    """A source of a run: what it is looked at with, and what that gave so far."""

    source: Source
    plan: Plan
    looked: Looked = field(default_factory=Looked)

    @property
    def path(self) -> str:
        """The file that it is in."""
        return self.source.path

    @property
    def is_writable(self) -> bool:
        """Whether it may be rewritten: examples for people are where that is wanted."""
        return self.plan.docs or not self.source.prose

    def take(self, looked: Looked) -> None:
        """Take what looking at it gave; a rule that failed is not asked again."""
        self.looked = looked
        codes = self.plan.codes - looked.faults.keys()
        self.plan = replace(self.plan, codes=codes)

    def keep(self, findings: Iterable[Finding], problem: Problem | None) -> None:
        """Take these findings, and what went wrong if anything did."""
        self.looked = replace(self.looked, findings=tuple(findings), problem=problem)


OnSeen = Callable[[SeenFile, "Analysis"], Sequence[Finding] | None]


@dataclass(slots=True)
class Survey:
    """All files of a run.

    Attributes:
        planner: what made their plans.
        files: the sources in those that hold a word of the rules, in order.
        problems: what could not be done; that of a file is with the file.
        scanned: how many files were read.
        sought: what a file must say to be looked at.
        said: what the bytes of the files come to that hold a word of the rules.
        notes: examples for people that cannot be read, with their files.
        unread: files that name a schedule and were not read.
    """

    planner: Planner
    files: list[SeenFile]
    sought: Sought
    problems: list[Problem] = field(default_factory=list)
    scanned: int = 1
    said: Mapping[str, int] = field(default_factory=dict)
    notes: Sequence[tuple[str, Unread]] = ()
    unread: Sequence[UnreadFile] = ()

    @property
    def all_problems(self) -> list[Problem]:
        """What could not be done, for the run and for its files."""
        of_files = (one for file in self.files for one in file.looked.problems)
        return [*self.problems, *of_files]


def survey(
    request: Request, on_progress: OnProgress, on_seen: OnSeen | None = None
) -> Survey:
    """Look at all files of a request.

    Args:
        request: it.
        on_progress: is told how far that is.
        on_seen: is given what each file with something to rewrite is told from, where
            that is in this process. It may tell what was found in its stead.
    """
    from ...rules import catalogue, index

    planner = Planner(
        catalogue,
        index(),
        request.settings,
        request.verbose,
        edits=request.edits,
    )
    reader = Reader(request, planner)
    files = [*_files(reader, request)]
    large_first = sorted(files, key=lambda file: len(file.source.text) < _LARGE)
    looks = _look_at_all(large_first, request, on_seen)
    outcomes = _counted(looks, len(files), on_progress)
    for file, looked in zip(large_first, outcomes, strict=True):
        file.take(looked)
        if not file.is_writable:
            file.keep(map(_kept, looked.findings), looked.problem)
    return Survey(
        planner,
        files,
        reader.sought,
        [*map(Problem, planner.index.faults), *reader.problems],
        reader.scanned,
        reader.said,
        reader.notes,
        sorted(reader.unread),
    )


def _files(reader: Reader, request: Request) -> Iterator[SeenFile]:
    # A notebook has images: it is read again where it is written.
    light = request.workers is None
    for source, plan in reader.planned():
        yield SeenFile(replace(source, data=b"") if light else source, plan)


def _kept(finding: Finding) -> Finding:
    """A finding of an example for people, where these are not to be rewritten."""
    if finding.fix is None or finding.left:
        return finding
    return replace(finding, left="`fix --docs` rewrites it")


def survey_one(
    planner: Planner,
    document: Document,
    plan: Plan,
    *,
    rewrites: bool = True,
    noqa: bool = True,
) -> Survey:
    """Look at one file by a plan, with or without working out its rewrites."""
    from .look import look

    files = [SeenFile(source, plan) for source in document.sources]
    for file in files:
        file.take(look(file.source, plan, rewrites=rewrites, noqa=noqa))
    faults = [*map(Problem, planner.index.faults)]
    return Survey(planner, files, plan.sought, faults)


def _look_at_all(
    files: Sequence[SeenFile], request: Request, on_seen: OnSeen | None
) -> Iterator[Looked]:
    if not files:
        return iter(())
    if request.workers is not None:
        from .many.files import look_there

        sources = [file.source for file in files]
        return look_there(sources, request.settings, request.workers, request.edits)
    if on_seen and processes(request.jobs, len(files), FILES_PER_JOB, PAYS) < 2:
        return (_look_here(file, on_seen) for file in files)
    from .look import look  # here, so that processes that are forked have it

    look_at = partial(_look_at, look)
    return map_over(look_at, files, request.jobs, FILES_PER_JOB, PAYS)


def _look_at(look: Callable[[Source, Plan], Looked], file: SeenFile) -> Looked:
    return look(file.source, file.plan)


def _look_here(file: SeenFile, on_seen: OnSeen) -> Looked:
    from .findings import findings_of
    from .look import look_into

    def told(analysis: Analysis) -> Sequence[Finding]:
        wanted = file.is_writable and analysis.has_fixes
        found = on_seen(file, analysis) if wanted else None
        return findings_of(analysis) if found is None else found

    return look_into(file.source, file.plan, told)


def _counted(
    outcomes: Iterator[Looked], total: int, on_progress: OnProgress
) -> Iterator[Looked]:
    for done, outcome in enumerate(outcomes):
        on_progress("checking", done, total)
        yield outcome
    on_progress("checking", total, total)
