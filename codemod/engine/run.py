"""A run over files: what ``check`` and ``fix`` do, and all that they found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ..model import FileChange, Finding, Problem, RunResult
from .baselines import Baselines
from .request import OnProgress, Request
from .result import result_of
from .survey import SeenFile, Survey, survey

if TYPE_CHECKING:
    from ..verify.requirements import Obstacle
    from .together import Ahead


def check(request: Request, on_progress: OnProgress) -> RunResult:
    """Find what there is to find; write nothing, save baselines that shrink."""
    seen = survey(request, on_progress)
    baselines = Baselines(request, seen)
    baselines.hide()
    shrinks = request.shrinks_baseline and not seen.all_problems
    told = baselines.shrink() if shrinks else []
    result = result_of(request, seen)
    return replace(result, warnings=(*result.warnings, *told))


def fix(request: Request, on_progress: OnProgress) -> RunResult:
    """Write every rewrite whose curve was shown to be unchanged.

    Files that hold nothing to rewrite are only looked at. Without JAX and Optax
    what needs a curve is not written, and the result says what to install.
    """
    result = _fix_all(request, on_progress)
    if not any(map(_waits, result.findings)):
        return result
    from ..verify import requirements

    why = requirements.obstacle()
    return _unverified(result, why) if why else result


def _fix_all(request: Request, on_progress: OnProgress) -> RunResult:
    @cache
    def ahead() -> Ahead:
        from .fix_file import Fixers
        from .together import Ahead

        return Ahead(Fixers(request.unsafe_fixes))

    seen = survey(request, on_progress, lambda file, found: ahead().fix(file, found))
    baselines = Baselines(request, seen)
    to_fix = [file for file in seen.files if file.looked.has_fixes and file.is_writable]
    changes = _rewrite(request, seen, to_fix, ahead(), on_progress) if to_fix else ()
    baselines.hide()
    return result_of(request, seen, changes)


def _rewrite(
    request: Request,
    seen: Survey,
    to_fix: Sequence[SeenFile],
    ahead: Ahead,
    on_progress: OnProgress,
) -> Sequence[FileChange]:
    from .together import fixed_together
    from .write_back import write_all

    fixed = fixed_together(
        to_fix,
        ahead,
        lambda done: on_progress("verifying", done, len(to_fix)),
    )
    for file, one in zip(to_fix, fixed, strict=True):
        file.keep(one.findings, one.problem)
    sources = {file: one.source for file, one in zip(to_fix, fixed, strict=True)}
    return write_all(request, seen, sources)


def _unverified(found: RunResult, why: Obstacle) -> RunResult:
    """Say of what was not compared that it was not, and what it takes."""
    message = (
        f"{why.reason}, so no curve was compared and nothing was written that "
        f"changes one; {why.cure}"
    )
    findings = tuple(
        replace(finding, left=f"not verified: {why.reason}")
        if _waits(finding)
        else finding
        for finding in found.findings
    )
    problems = (Problem(message), *found.problems)
    return replace(found, findings=findings, problems=problems)


def _waits(finding: Finding) -> bool:
    """Whether a rewrite could be written but for its curve."""
    unseen = finding.verdict is None and not finding.written
    return finding.fix is not None and unseen and not finding.left
