"""All files of a run looked at: what ``check`` and ``fix`` both start from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..config.pyproject import ConfigError
from ..files.decode import packed
from ..files.document import Document, Unread
from ..files.kinds import is_config, read_document, searched
from ..files.search.discover import Discovery
from ..files.source import Source, SourceError
from ..model import UNREADABLE, Finding, Problem, UnreadFile
from .look import Looked, broken, look, misconfigured, unreadable
from .plan import Plan, Planner
from .request import OnProgress, Request
from .unread import SILENT, naming, passed_over

FILES_PER_JOB = 16


@dataclass(eq=False, slots=True)
class SeenFile:
    """A source of a run: what it is looked at with, and what that gave so far."""

    source: Source
    plan: Plan
    looked: Looked = field(default_factory=Looked)

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


@dataclass(slots=True)
class Survey:
    """All files of a run.

    Attributes:
        planner: what made their plans.
        files: the sources in those that hold a word of the rules, in order.
        problems: what could not be done; that of a file is with the file.
        scanned: how many files were read.
        words: what a file must hold one of.
        documents: the files that hold a word of the rules, by their paths.
        notes: examples for people that cannot be read, with their files.
        unread: files that name a schedule and were not read.
    """

    planner: Planner
    files: list[SeenFile]
    words: frozenset[bytes]
    problems: list[Problem] = field(default_factory=list)
    scanned: int = 1
    documents: Mapping[str, Document] = field(default_factory=dict)
    notes: Sequence[tuple[str, Unread]] = ()
    unread: Sequence[UnreadFile] = ()

    @property
    def all_problems(self) -> list[Problem]:
        """What could not be done, for the run and for its files."""
        of_files = (one for file in self.files for one in file.looked.problems)
        return [*self.problems, *of_files]


def survey(request: Request, on_progress: OnProgress) -> Survey:
    """Look at all files of a request."""
    from ...rules import catalogue, packs

    planner = Planner(catalogue, request.settings, request.verbose)
    reader = _Reader(request, planner)
    files = [*reader.planned()]
    outcomes = _look_at_all(files, request.jobs, on_progress)
    for file, looked in zip(files, outcomes, strict=True):
        file.take(looked)
        if not file.is_writable:
            file.keep(map(_kept, looked.findings), looked.problem)
    return Survey(
        planner,
        files,
        frozenset(reader.words),
        [*broken(packs()), *reader.problems],
        reader.scanned,
        reader.documents,
        reader.notes,
        sorted(reader.unread),
    )


def _kept(finding: Finding) -> Finding:
    """A finding of an example for people, where these are not to be rewritten."""
    if finding.fix is None or finding.left:
        return finding
    return replace(finding, left="`fix --docs` rewrites it")


def survey_one(planner: Planner, document: Document, noqa: bool) -> Survey:
    """Look at one file for its findings only, ``# noqa`` left to count or not.

    Raises:
        ConfigError: its configuration cannot be used.
    """
    plan = planner.plan(document.path)
    files = [SeenFile(source, plan) for source in document.sources]
    for file in files:
        file.take(look(file.source, plan, rewrites=False, noqa=noqa))
    return Survey(planner, files, plan.words, broken(plan.catalogue.packs))


class _Reader:
    """Reads the files of a request that hold a word of the rules.

    Attributes:
        problems: what cannot be read, each once.
        scanned: how many files were read.
        words: those of all projects that were met, first of all their folders.
        documents: the files, by their paths.
        notes: examples for people that cannot be read, with their files.
        unread: files that name a schedule and were not read.
    """

    def __init__(self, request: Request, planner: Planner) -> None:
        self.problems: dict[Problem, None] = {}
        self.scanned = 0
        self.words: set[bytes] = set()
        self.documents: dict[str, Document] = {}
        self.notes: list[tuple[str, Unread]] = []
        self.unread: list[UnreadFile] = []
        self._schedules: set[bytes] = set()
        self._request = request
        self._planner = planner

    def planned(self) -> Iterator[SeenFile]:
        """Yield each file with its plan."""
        for path, data in self._candidates():
            try:
                plan = self._planner.plan(path)
                # The words of another project are no reason to look at it.
                code = searched(data, path)
                if self._request.stdin is not None or plan.may_concern(code):
                    document = read_document(data, path)
                    self.documents[path] = document
                    self._tell_unread(document, plan)
                    if is_config(path) and not document.sources:
                        self.unread += naming(path, data, self._schedules, SILENT)
                    for source in document.sources:
                        yield SeenFile(source, plan)
            except SourceError as error:
                self._tell(unreadable(path, error))
            except ConfigError as error:
                self._tell(misconfigured(error))

    def _candidates(self) -> Iterator[tuple[str, bytes]]:
        request = self._request
        for path in (request.base, *request.named):
            self._exclude(path)
        if request.stdin is not None:
            self.scanned = 1
            if reason := packed(request.stdin):
                self._tell(unreadable(request.stdin_filename, SourceError(reason)))
            else:
                yield request.stdin_filename, request.stdin
            return
        discovery = Discovery(
            request.paths, self.words, self._exclude, self._tell, request.force_exclude
        )
        for found in discovery:
            self.scanned = discovery.files_scanned
            yield found.path, found.data
        self.scanned = discovery.files_scanned
        self.unread += passed_over(discovery.passed_over, self._schedules)

    def _exclude(self, path: str) -> tuple[Path, Sequence[str]]:
        """Return what is left out of a folder, whose words count from now on."""
        try:
            settings = self._request.settings(path)
            self.words |= self._planner.words(path)
            self._schedules |= self._planner.schedules(path)
        except ConfigError as error:
            self._tell(misconfigured(error))
            return Path(path), ("*",)
        return settings.root, settings.exclude

    def _tell_unread(self, document: Document, plan: Plan) -> None:
        """Tell of the parts that cannot be read and may concern a rule."""
        for part in document.unread:
            if not plan.may_concern(part.text.encode("utf-8", "surrogatepass")):
                continue
            if part.prose:
                self.notes.append((document.path, part))
            else:
                self._tell(Problem(part.why, document.path, part.place, UNREADABLE))

    def _tell(self, problem: Problem) -> None:
        self.problems[problem] = None


def _look_at_all(
    files: Sequence[SeenFile], jobs: int, on_progress: OnProgress
) -> Iterator[Looked]:
    sources = [file.source for file in files]
    plans = [file.plan for file in files]
    jobs = min(jobs, len(files) // FILES_PER_JOB)
    if jobs < 2:
        yield from _counted(map(look, sources, plans), len(files), on_progress)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:
        outcomes = pool.map(look, sources, plans, chunksize=FILES_PER_JOB)
        yield from _counted(outcomes, len(files), on_progress)


def _counted(
    outcomes: Iterator[Looked], total: int, on_progress: OnProgress
) -> Iterator[Looked]:
    for done, outcome in enumerate(outcomes):
        on_progress("checking", done, total)
        yield outcome
    on_progress("checking", total, total)
