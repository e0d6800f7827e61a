"""All files of a run looked at: what ``check`` and ``fix`` both start from."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..config.pyproject import ConfigError
from ..config.settings import Settings
from ..files.discover import Discovery
from ..files.source import Source, SourceError
from ..files.suppressions import WORD, names_a_rule
from ..model import UNREADABLE, Finding, Problem
from .analyze import analyze
from .plan import Plan, Planner

OnProgress = Callable[[str, int, int], None]
FILES_PER_JOB = 16


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be done.

    Attributes:
        paths: files or directories.
        settings: what holds for a file or a folder; raises ConfigError.
        unsafe_fixes: write what could not be verified, too.
        dry_run: write nothing.
        jobs: how many processes look at files.
        stdin: the content, where the source comes from standard input.
        stdin_filename: what to call it.
        verbose: tell which versions the projects run with.
        shrinks_baseline: take out of the baselines what no longer occurs.
        force_exclude: exclude also files that are named in ``paths``.
    """

    paths: tuple[str, ...]
    settings: Callable[[str], Settings]
    unsafe_fixes: bool = False
    dry_run: bool = False
    jobs: int = 1
    stdin: bytes | None = None
    stdin_filename: str = "-"
    verbose: bool = False
    shrinks_baseline: bool = False
    force_exclude: bool = False

    @property
    def base(self) -> str:
        """A path whose configuration is that of the run itself."""
        if self.stdin is not None:
            return self.stdin_filename
        return (
            self.paths[0]
            if len(self.paths) == 1
            else os.path.commonpath([os.path.realpath(path) for path in self.paths])
        )


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at one file gave: plain values that can cross a process."""

    findings: tuple[Finding, ...] = ()
    suppressed: int = 0
    problem: Problem | None = None
    baselined: int = 0


@dataclass(slots=True)
class Survey:
    """All files looked at, each with its plan and what was seen, at the same index."""

    planner: Planner
    sources: list[Source]
    plans: list[Plan]
    looked: list[Looked]
    problems: list[Problem]
    scanned: int
    words: frozenset[bytes]
    silenced: Counter[str] = field(default_factory=Counter)

    @property
    def all_problems(self) -> list[Problem]:
        """What could not be done, for the run and for its files."""
        found = [one.problem for one in self.looked if one.problem is not None]
        return [*self.problems, *found]


def survey(request: Request, on_progress: OnProgress) -> Survey:
    """Look at all files of a request."""
    from ...rules import catalogue

    planner = Planner(catalogue, request.settings, request.verbose)
    problems: dict[Problem, None] = {}
    sources: list[Source] = []
    plans: list[Plan] = []
    root = request.settings(request.base).root
    words = catalogue(root).words | {WORD}
    read, scanned = _read(request, words, problems)
    for source in read:
        try:
            plans.append(planner.plan(source.path))
            sources.append(source)
        except ConfigError as error:
            problems[misconfigured(error)] = None
    looked = list(_look_at_all(sources, plans, request.jobs, on_progress))
    silenced = _silenced(sources, plans)
    return Survey(
        planner, sources, plans, looked, [*problems], scanned, words, silenced
    )


def _silenced(sources: Sequence[Source], plans: Sequence[Plan]) -> Counter[str]:
    """Count what rules would find that versions rule out, by who says so."""
    found: Counter[str] = Counter()
    for source, plan in zip(sources, plans, strict=True):
        codes, why = plan.silent
        if codes:
            silent = look(source, replace(plan, codes=codes), rewrites=False)
            found[why] += len(silent.findings)
    return +found


def survey_one(planner: Planner, source: Source, noqa: bool) -> Survey:
    """Look at one file for its findings only, ``# noqa`` left to count or not.

    Raises:
        ConfigError: its configuration cannot be used.
    """
    from ...rules import catalogue

    plan = planner.plan(source.path)
    looked = look(source, plan, rewrites=False, noqa=noqa)
    words = catalogue(plan.project.root).words | {WORD}
    return Survey(planner, [source], [plan], [looked], [], 1, words)


def look(
    source: Source, plan: Plan, *, rewrites: bool = True, noqa: bool = True
) -> Looked:
    """Look at one file; whatever is wrong with it is a value, not an error."""
    from ...rules import catalogue

    try:
        # A copy, so that the parsed tree is not kept when this is done.
        copy = source.with_text(source.text)
        known = catalogue(plan.project.root)
        spoken_of = known.may_occur(source.text) or names_a_rule(source.text)
        if copy.tree and not spoken_of:
            return Looked()
        analysis = analyze(
            copy,
            known,
            plan.codes,
            plan.target,
            plan.project,
            rewrites=rewrites,
            noqa=noqa,
        )
    except SourceError as error:
        return Looked(problem=unreadable(source.path, error))
    except Exception as error:  # a bug of ours must not cost the other files
        return Looked(problem=bug(source.path, error))
    findings = analysis.findings((), unsafe=False)
    return Looked(tuple(findings), analysis.suppressed)


def bug(path: str, error: Exception) -> Problem:
    """The problem that an error of lrmigrate's own is."""
    what = f"{type(error).__name__}: {error}"
    return Problem(f"{what}; left alone. This is a bug, please report it", path)


def unreadable(path: str, error: SourceError) -> Problem:
    """The problem that a file is which cannot be read."""
    return Problem(str(error), path, error.position, UNREADABLE)


def misconfigured(error: ConfigError) -> Problem:
    """The problem that a configuration is which cannot be used."""
    return Problem(f"{error}; the files that it is for were not looked at")


def _read(
    request: Request, words: frozenset[bytes], problems: dict[Problem, None]
) -> tuple[list[Source], int]:
    """Return the files that hold a word of the rules, and how many were read."""

    def tell(problem: Problem) -> None:
        problems[problem] = None

    def exclude(folder: str) -> tuple[Path, Sequence[str]]:
        try:
            settings = request.settings(folder)
        except ConfigError as error:
            tell(misconfigured(error))
            return Path(folder), ("*",)
        return settings.root, settings.exclude

    if request.stdin is not None:
        candidates = iter([(request.stdin_filename, request.stdin)])
        discovery = None
    else:
        discovery = Discovery(
            request.paths, words, exclude, tell, request.force_exclude
        )
        candidates = ((found.path, found.data) for found in discovery)
    sources: list[Source] = []
    for path, data in candidates:
        try:
            sources.append(Source.from_bytes(data, path))
        except SourceError as error:
            tell(unreadable(path, error))
    return sources, discovery.files_scanned if discovery else 1


def _look_at_all(
    sources: list[Source], plans: list[Plan], jobs: int, on_progress: OnProgress
) -> Iterator[Looked]:
    jobs = min(jobs, len(sources) // FILES_PER_JOB)
    if jobs < 2:
        yield from _counted(map(look, sources, plans), len(sources), on_progress)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:
        outcomes = pool.map(look, sources, plans, chunksize=FILES_PER_JOB)
        yield from _counted(outcomes, len(sources), on_progress)


def _counted(
    outcomes: Iterator[Looked], total: int, on_progress: OnProgress
) -> Iterator[Looked]:
    for done, outcome in enumerate(outcomes):
        on_progress("checking", done, total)
        yield outcome
    on_progress("checking", total, total)
