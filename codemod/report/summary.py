"""The end of the text report: what was left and why, and the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..model import FileChange, Finding, RunResult, Severity, TargetChoice
from .mode import Mode
from .newer import hidden_part, needed_notes
from .outcome import fixable, plural, why_left
from .styled import Line, Piece, Role, printable
from .unread import unread_parts

_TARGET_PACKAGE = "lrmigrate"


def summary(result: RunResult, mode: Mode) -> Iterator[Line]:
    """What is left, grouped by reason; what is needed now; one line of counts."""
    if mode is not Mode.CHECK:
        yield from _left(result)
        if note := dependency_note(result, mode):
            yield (Piece(note),)
        for note in needed_notes(result, mode):
            yield (Piece(note),)
    yield counts(result, mode)


def left_and_why(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    """The reasons why findings are left, the most frequent first, with how often."""
    reasons = Counter(why_left(one) for one in findings if not one.written)
    return sorted(reasons.items(), key=lambda item: (-item[1], item[0]))


def _left(result: RunResult) -> Iterator[Line]:
    reasons = left_and_why(result.findings)
    if not reasons:
        return
    yield (Piece("Left, and why:", Role.HEADING),)
    width = len(str(reasons[0][1]))
    for reason, count in reasons:
        yield (Piece(f"  {count:{width}}  {printable(reason)}"),)


def targets_told(result: RunResult) -> tuple[TargetChoice, ...]:
    """The targets that a person should know: none where nothing has a rewrite."""
    if not any(finding.fix for finding in result.findings):
        return ()
    return (result.target, *result.other_targets)


def dependency_note(result: RunResult, mode: Mode) -> str:
    """What the rewritten project now has to install; empty where nothing new."""
    count = sum(map(_newly_depends, result.changes))
    targets = {target.name for target in (result.target, *result.other_targets)}
    if "lrsched" not in targets or not count:
        return ""
    verb = (
        ("imports" if count == 1 else "import") if mode is Mode.FIX else "would import"
    )
    now = "now " if mode is Mode.FIX else ""
    return (
        f"{plural(count, 'file')} {now}{verb} lrmigrate.lrsched: add lrmigrate "
        "and jax to the project's dependencies, or have a copy imported, for which jax "
        "is enough (lrmigrate vendor)."
    )


def _newly_depends(change: FileChange) -> bool:
    return _TARGET_PACKAGE in change.after and _TARGET_PACKAGE not in change.before


def counts(result: RunResult, mode: Mode) -> Line:
    """How much was looked at, found and done, in one line."""
    findings = result.findings
    parts = [f"{plural(len(findings), 'finding')}{_by_severity(result)}"]
    if mode is Mode.CHECK:
        if stars := sum(map(fixable, findings)):
            parts.append(f"{stars} [*] with a rewrite for `lrmigrate fix` to verify")
    elif findings:
        written = sum(finding.written for finding in findings)
        where = f" in {plural(len(result.changes), 'file')}" if result.changes else ""
        parts += [f"{written} {mode.done}{where}", f"{len(findings) - written} left"]
    if unsafe := sum(one.unsafe and not one.written for one in findings):
        parts.append(f"{unsafe} with `lrmigrate fix --unsafe-fixes` only")
    if result.suppressed:
        parts.append(f"{result.suppressed} suppressed by noqa")
    if result.baselined:
        parts.append(f"{result.baselined} known from the baseline")
    if result.hidden:
        parts.append(hidden_part(result))
    parts += unread_parts(result)
    if result.problems:
        parts.append(plural(len(result.problems), "problem"))
    scanned = plural(result.files_scanned, "file")
    missed = result.problems or result.hidden or result.unread
    good = not findings and not missed
    return (
        Piece(f"{scanned} scanned: "),
        Piece(f"{', '.join(parts)}.", Role.GOOD if good else Role.PLAIN),
    )


def _by_severity(result: RunResult) -> str:
    tally = Counter(finding.severity for finding in result.findings)
    named = [
        f"{tally[severity]} {severity}"
        if severity is Severity.INFO
        else plural(tally[severity], severity)
        for severity in Severity
        if tally[severity]
    ]
    return f" ({', '.join(named)})" if named else ""
