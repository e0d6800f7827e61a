"""All that a run found and did, put together: what the reports are made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import FileChange, RunResult, TargetChoice
from .newer import hidden, needed
from .request import Request
from .survey import Survey

NOTHING = TargetChoice("auto", "there is nothing to rewrite")
"""The target of a run whose rewrites go nowhere, as there are none."""


def result_of(
    request: Request, seen: Survey, changes: Sequence[FileChange] = ()
) -> RunResult:
    """Return all that a run found and did, in order."""
    looked = [file.looked for file in seen.files]
    findings = [finding for one in looked for finding in one.findings]
    chosen, *others = _targets(seen)
    return RunResult(
        findings=tuple(sorted(findings, key=lambda finding: finding.sort_key)),
        problems=tuple(sorted(seen.all_problems, key=lambda one: one.sort_key)),
        changes=tuple(changes),
        files_scanned=seen.scanned,
        suppressed=sum(one.suppressed for one in looked),
        target=chosen,
        warnings=seen.planner.warnings,
        notes=(
            *(("versions", note) for note in seen.planner.notes),
            *(_examples(seen) if request.verbose else ()),
            *(_unread(seen) if request.verbose else ()),
        ),
        other_targets=tuple(others),
        baselined=sum(one.baselined for one in looked),
        hidden=hidden(seen.files),
        needed=needed(seen.planner, seen.files) if changes else (),
        unread=tuple(seen.unread),
    )


def _examples(seen: Survey) -> Iterator[tuple[str, str]]:
    """Yield what there is to tell of examples that cannot be read."""
    for path, part in seen.notes:
        yield (
            "docs",
            f"{path}:{part.place.row}: an example {part.why}; it is left alone",
        )


def _unread(seen: Survey) -> Iterator[tuple[str, str]]:
    """Yield what there is to tell of files that were not read."""
    for one in seen.unread:
        yield ("unread", f"{one.path}:{one.line}: {one.message}")


def _targets(seen: Survey) -> list[TargetChoice]:
    """Return the targets of the files with a rewrite; one at least."""
    targets = [
        file.plan.target
        for file in seen.files
        if any(finding.fix for finding in file.looked.findings)
    ]
    chosen = (TargetChoice(one.name, one.reason) for one in targets)
    return [*dict.fromkeys(chosen)] or [NOTHING]
