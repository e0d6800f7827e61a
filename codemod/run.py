"""A run over files: what ``check`` and ``fix`` do, and all that they found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from .analyze import analyze
from .catalogue import Catalogue
from .discover import Discovery
from .model import UNREADABLE, FileChange, Finding, Problem, RunResult, TargetChoice
from .project import Project
from .source import Source, SourceError
from .target import Target

OnProgress = Callable[[str, int, int], None]
FILES_PER_JOB = 16


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be done.

    Attributes:
        paths: files or directories.
        codes: the active rules.
        exclude: patterns of paths to leave out, as in ``.gitignore``.
        target: ``auto``, ``lrsched`` or ``optax``.
        unsafe_fixes: write what could not be verified, too.
        dry_run: write nothing.
        jobs: how many processes look at files.
        stdin: the content, where the source comes from standard input.
        stdin_filename: what to call it.
        root: the project's root.
        versions: the versions that the code runs with, where they are configured.
        verbose: tell which versions the projects run with.
    """

    paths: tuple[str, ...]
    codes: frozenset[str]
    exclude: tuple[str, ...] = ()
    target: str = "auto"
    unsafe_fixes: bool = False
    dry_run: bool = False
    jobs: int = 1
    stdin: bytes | None = None
    stdin_filename: str = "-"
    root: Path = field(default_factory=Path)
    versions: Mapping[str, str] = field(default_factory=dict)
    verbose: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at one file gave: plain values that can cross a process."""

    findings: tuple[Finding, ...] = ()
    suppressed: int = 0
    problem: Problem | None = None


@dataclass(slots=True)
class Survey:
    """All files looked at, each with what was seen in it, at the same index."""

    known: Catalogue
    target: Target
    project: Project
    sources: list[Source]
    codes: Sequence[frozenset[str]]
    looked: list[Looked]
    problems: list[Problem]
    scanned: int
    warnings: Sequence[str]
    notes: Sequence[str]


def check(request: Request, on_progress: OnProgress) -> RunResult:
    """Find what there is to find; write nothing."""
    return _result(_survey(request, on_progress))


def fix(request: Request, on_progress: OnProgress) -> RunResult:
    """Write every rewrite whose curve was shown to be unchanged.

    Files that hold nothing to rewrite are only looked at. Without JAX and
    Optax nothing is written, and the result says what to install.
    """
    from .verify.requirements import missing_requirements, own_code

    if missing := missing_requirements():
        names = " and ".join(missing)
        reason = f"{names} cannot be imported"
        cure = f"install what is missing: pip install {' '.join(missing)}"
        return _without_verifier(request, on_progress, reason, cure)
    if own := own_code(request.root):
        reason = f"`{own}` would be imported from the project itself"
        cure = "run lrmigrate without the project on Python's path (PYTHONPATH)"
        return _without_verifier(request, on_progress, reason, cure)
    return _fix_all(request, on_progress)


def look(
    source: Source, codes: frozenset[str], target: Target, project: Project
) -> Looked:
    """Look at one file; whatever is wrong with it is a value, not an error."""
    from ..rules import catalogue

    try:
        # A copy, so that the parsed tree is not kept when this is done.
        copy = source.with_text(source.text)
        known = catalogue(project.root)
        if copy.tree and not known.may_occur(source.text):
            return Looked()
        analysis = analyze(copy, known, codes, target, project)
    except SourceError as error:
        return Looked(problem=_unreadable(source.path, error))
    except Exception as error:  # a bug of ours must not cost the other files
        return Looked(problem=_bug(source.path, error))
    findings = analysis.findings((), unsafe=False)
    return Looked(tuple(findings), analysis.suppressed)


def _fix_all(request: Request, on_progress: OnProgress) -> RunResult:
    from .fixfile import Fixer
    from .verify.verifier import Verifier
    from .write import WriteError, replace_file

    survey = _survey(request, on_progress)
    looked, known = survey.looked, survey.known
    fixer = Fixer(
        known,
        request.codes,
        survey.target,
        Verifier(known.facts),
        request.unsafe_fixes,
        survey.project,
    )
    changes: list[FileChange] = []
    to_fix = [at for at, seen in enumerate(looked) if any(f.fix for f in seen.findings)]
    for done, at in enumerate(to_fix):
        on_progress("verifying", done, len(to_fix))
        source = survey.sources[at]
        try:
            fixed = replace(fixer, codes=survey.codes[at]).fix(source)
        except Exception as error:  # a bug of ours must not cost the other files
            looked[at] = replace(looked[at], problem=_bug(source.path, error))
            continue
        problem = fixed.problem
        findings = fixed.findings
        if fixed.text != source.text:
            try:
                data = source.encode(fixed.text)
                if not request.dry_run and request.stdin is None:
                    replace_file(Path(source.path), data, expected=source.data)
                mark = "\ufeff" if source.bom else ""
                change = FileChange(source.path, mark + source.text, mark + fixed.text)
                changes.append(change)
            except (SourceError, WriteError) as error:
                problem = Problem(str(error), source.path)
                findings = [
                    replace(finding, written=False, left="the file was not written")
                    for finding in findings
                ]
        looked[at] = Looked(tuple(findings), fixed.suppressed, problem)
    on_progress("verifying", len(to_fix), len(to_fix))
    return _result(survey, changes)


def _without_verifier(
    request: Request, on_progress: OnProgress, reason: str, cure: str
) -> RunResult:
    found = check(request, on_progress)
    if not any(finding.fix for finding in found.findings):
        return found
    message = f"{reason}, so no curve was compared and nothing was written; {cure}"
    findings = tuple(
        replace(finding, left=f"not verified: {reason}") if finding.fix else finding
        for finding in found.findings
    )
    problems = (Problem(message), *found.problems)
    return replace(found, findings=findings, problems=problems)


def _read(
    request: Request, known: Catalogue, problems: list[Problem]
) -> tuple[list[Source], int]:
    """Return the files that hold a word of the rules, and how many were read."""
    if request.stdin is not None:
        candidates = iter([(request.stdin_filename, request.stdin)])
        discovery = None
    else:
        discovery = Discovery(
            request.paths,
            words=known.words,
            exclude=request.exclude,
            root=request.root,
            on_problem=problems.append,
        )
        candidates = ((found.path, found.data) for found in discovery)
    sources: list[Source] = []
    for path, data in candidates:
        try:
            sources.append(Source.from_bytes(data, path))
        except SourceError as error:
            problems.append(_unreadable(path, error))
    return sources, discovery.files_scanned if discovery else 1


def _survey(request: Request, on_progress: OnProgress) -> Survey:
    from ..rules import catalogue

    known = catalogue(request.root)
    target = known.targets(request.target, request.codes)
    project = Project(known.vocabulary, request.root)
    problems: list[Problem] = []
    sources, scanned = _read(request, known, problems)
    codes, warnings, notes = _codes(request, known, sources)
    one = partial(look, target=target, project=project)
    looked = list(_look_at_all(sources, codes, request.jobs, one, on_progress))
    return Survey(
        known,
        target,
        project,
        sources,
        codes,
        looked,
        problems,
        scanned,
        warnings,
        notes,
    )


def _codes(
    request: Request, known: Catalogue, sources: Iterable[Source]
) -> tuple[list[frozenset[str]], Sequence[str], Sequence[str]]:
    """Return the rules that speak of each file, with warnings and notes."""
    rules = [rule for rule in known.rules if rule.code in request.codes]
    if not request.verbose and not any(rule.since for rule in rules):
        return [request.codes for _ in sources], (), ()
    from .versions.gate import VersionGate
    from .versions.project_versions import ProjectVersions

    gate = VersionGate(rules, ProjectVersions(request.versions))
    codes = [gate.open(source.path, request.codes) for source in sources]
    notes = tuple(gate.notes(request.codes)) if request.verbose else ()
    return codes, tuple(gate.versions.warnings), notes


def _look_at_all(
    sources: list[Source],
    codes: Sequence[frozenset[str]],
    jobs: int,
    one: Callable[[Source, frozenset[str]], Looked],
    on_progress: OnProgress,
) -> Iterator[Looked]:
    jobs = min(jobs, len(sources) // FILES_PER_JOB)
    if jobs < 2:
        yield from _counted(map(one, sources, codes), len(sources), on_progress)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:
        outcomes = pool.map(one, sources, codes, chunksize=FILES_PER_JOB)
        yield from _counted(outcomes, len(sources), on_progress)


def _counted(
    outcomes: Iterator[Looked], total: int, on_progress: OnProgress
) -> Iterator[Looked]:
    for done, outcome in enumerate(outcomes):
        on_progress("checking", done, total)
        yield outcome
    on_progress("checking", total, total)


def _bug(path: str, error: Exception) -> Problem:
    what = f"{type(error).__name__}: {error}"
    return Problem(f"{what}; left alone. This is a bug, please report it", path)


def _unreadable(path: str, error: SourceError) -> Problem:
    return Problem(str(error), path, error.position, UNREADABLE)


def _result(survey: Survey, changes: Sequence[FileChange] = ()) -> RunResult:
    looked, target = survey.looked, survey.target
    findings = [finding for seen in looked for finding in seen.findings]
    found = [seen.problem for seen in looked if seen.problem is not None]
    problems = [*survey.problems, *found]
    return RunResult(
        findings=tuple(sorted(findings, key=lambda finding: finding.sort_key)),
        problems=tuple(sorted(problems, key=_problem_key)),
        changes=tuple(changes),
        files_scanned=survey.scanned,
        suppressed=sum(seen.suppressed for seen in looked),
        target=TargetChoice(target.name, target.reason),
        warnings=tuple(survey.warnings),
        notes=tuple(survey.notes),
    )


def _problem_key(problem: Problem) -> tuple[str, int, str]:
    line = problem.position.line if problem.position else 0
    return (problem.path, line, problem.message)
