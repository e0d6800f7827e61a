"""A run over files: what ``check`` and ``fix`` do, and all that they found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ..files.source import SourceError
from ..model import FileChange, Problem, RunResult, TargetChoice
from .survey import Looked, OnProgress, Request, Survey, bug, survey


def check(request: Request, on_progress: OnProgress) -> RunResult:
    """Find what there is to find; write nothing, save baselines that shrink."""
    from .baselines import Baselines

    seen = survey(request, on_progress)
    baselines = Baselines(request, seen)
    baselines.hide()
    if request.shrinks_baseline and not seen.all_problems:
        baselines.shrink()
    return result_of(request, seen)


def fix(request: Request, on_progress: OnProgress) -> RunResult:
    """Write every rewrite whose curve was shown to be unchanged.

    Files that hold nothing to rewrite are only looked at. Without JAX and
    Optax nothing is written, and the result says what to install.
    """
    from ..verify.requirements import obstacle

    if why := obstacle(request.settings(request.base).root):
        return _without_verifier(request, on_progress, why.reason, why.cure)
    return _fix_all(request, on_progress)


def _fix_all(request: Request, on_progress: OnProgress) -> RunResult:
    from ...rules import catalogue
    from ..files.write import WriteError, replace_file
    from ..verify.verifier import Verifier
    from .baselines import Baselines
    from .fix_file import Fixer

    seen = survey(request, on_progress)
    baselines = Baselines(request, seen)
    looked = seen.looked
    known = catalogue(request.settings(request.base).root)
    verifier = Verifier(known.facts)
    changes: list[FileChange] = []
    to_fix = [at for at, one in enumerate(looked) if any(f.fix for f in one.findings)]
    for done, at in enumerate(to_fix):
        on_progress("verifying", done, len(to_fix))
        source, plan = seen.sources[at], seen.plans[at]
        fixer = Fixer(
            known,
            plan.codes,
            plan.target,
            verifier,
            request.unsafe_fixes,
            plan.project,
        )
        try:
            fixed = fixer.fix(source)
        except Exception as error:  # a bug of ours must not cost the other files
            looked[at] = replace(looked[at], problem=bug(source.path, error))
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
    baselines.hide()
    return result_of(request, seen, changes)


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


def result_of(
    request: Request, seen: Survey, changes: Sequence[FileChange] = ()
) -> RunResult:
    """Return all that a run found and did, in order."""
    findings = [finding for one in seen.looked for finding in one.findings]
    chosen, *others = _targets(request, seen)
    return RunResult(
        findings=tuple(sorted(findings, key=lambda finding: finding.sort_key)),
        problems=tuple(sorted(seen.all_problems, key=_problem_key)),
        changes=tuple(changes),
        files_scanned=seen.scanned,
        suppressed=sum(one.suppressed for one in seen.looked),
        target=chosen,
        warnings=seen.planner.warnings,
        notes=tuple(("versions", note) for note in _notes(seen)),
        other_targets=tuple(others),
        baselined=sum(one.baselined for one in seen.looked),
    )


def _notes(seen: Survey) -> Iterator[str]:
    yield from seen.planner.notes
    for why, count in sorted(seen.silenced.items()):
        findings = "1 finding is" if count == 1 else f"{count} findings are"
        yield f"{findings} for newer versions, and not shown: {why}"


def _targets(request: Request, seen: Survey) -> list[TargetChoice]:
    """Return the targets of the files with a rewrite; else the run's own."""
    targets = [
        plan.target
        for plan, one in zip(seen.plans, seen.looked, strict=True)
        if any(finding.fix for finding in one.findings)
    ]
    if not targets:
        settings = request.settings(request.base)
        targets = [seen.planner.target(settings, settings.codes)]
    return [*dict.fromkeys(TargetChoice(one.name, one.reason) for one in targets)]


def _problem_key(problem: Problem) -> tuple[str, int, str]:
    line = problem.position.line if problem.position else 0
    return (problem.path, line, problem.message)
