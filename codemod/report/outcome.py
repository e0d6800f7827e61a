"""What became of one finding, in words: fixed or left, why, and its verdict."""

from __future__ import annotations

from ..model import Finding, Problem, Severity, Verdict, VerdictKind
from .mode import Mode
from .styled import Line, Piece, Role, printable

NO_REWRITE = "there is no rewrite for it"

ROLES = {
    Severity.ERROR: Role.ERROR,
    Severity.WARNING: Role.WARNING,
    Severity.INFO: Role.INFO,
}

VERDICT_NAMES = {
    VerdictKind.EQUIVALENT_IDENTICAL: "equivalent (identical)",
    VerdictKind.EQUIVALENT_EXACT: "equivalent (exact)",
    VerdictKind.EQUIVALENT_SAMPLED: "equivalent (sampled)",
    VerdictKind.PRESERVING: "preserving",
    VerdictKind.DIVERGENT: "divergent",
    VerdictKind.UNVERIFIABLE: "unverifiable",
}


def fixable(finding: Finding) -> bool:
    """Whether ``fix`` has a rewrite of the finding that it may write."""
    refused = finding.verdict is not None and not finding.verdict.kind.safe
    return finding.fix is not None and not finding.left and not refused


def verdict_text(verdict: Verdict) -> str:
    """A verdict with what it rests on: reason, counts, counterexample."""
    evidence = [verdict.reason] if verdict.reason else []
    if verdict.points:
        evidence.insert(0, _compared(verdict))
    if verdict.counterexample is not None:
        evidence.append(str(verdict.counterexample))
    name = VERDICT_NAMES[verdict.kind]
    return f"{name}: {'; '.join(evidence)}" if evidence else name


def _compared(verdict: Verdict) -> str:
    parts = [plural(verdict.points, "point")]
    if verdict.kind is not VerdictKind.EQUIVALENT_EXACT:
        parts.insert(0, plural(verdict.bindings, "binding"))
    if verdict.max_ulp:
        parts.append(f"at most {verdict.max_ulp:g} ulp apart")
    return ", ".join(parts)


def why_left(finding: Finding) -> str:
    """Why a finding was not rewritten, short enough to group by."""
    verdict = finding.verdict
    if verdict is None or verdict.kind.safe:
        return finding.left or NO_REWRITE
    if verdict.kind is VerdictKind.DIVERGENT:
        return "divergent: the rewrite would change the curve"
    reason = verdict.reason or finding.left
    name = VERDICT_NAMES[verdict.kind]
    return f"{name}: {reason}" if reason else name


def outcome(finding: Finding, mode: Mode) -> Line | None:
    """The line under a finding; None where there is nothing to add to it."""
    if finding.written:
        return _written(finding.verdict, mode)
    if mode is Mode.CHECK:
        if not finding.left:
            return None
        if finding.unsafe:
            why = f"only with --unsafe-fixes: {printable(finding.left)}"
            return (Piece(why, Role.FAINT),)
        return (Piece(f"no rewrite: {printable(finding.left)}", Role.FAINT),)
    return _left(finding)


def _written(verdict: Verdict | None, mode: Mode) -> Line:
    done = mode.done
    if verdict is None:
        return (Piece(done, Role.GOOD),)
    if not verdict.kind.safe:
        done += " because of --unsafe-fixes"
    role = Role.GOOD if verdict.kind.safe else Role.BAD
    return (Piece(done, role), Piece(f", {printable(verdict_text(verdict))}"))


def _left(finding: Finding) -> Line:
    verdict = finding.verdict
    if verdict is None or verdict.kind.safe:
        return (
            Piece("left", Role.BAD),
            Piece(f": {printable(finding.left or NO_REWRITE)}"),
        )
    text = verdict_text(verdict)
    if finding.left and finding.left not in text:
        text += f"; {finding.left}"
    return (Piece("left", Role.BAD), Piece(f", {printable(text)}"))


def plural(count: int, name: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{count} {noun(count, name)}"


def noun(count: int, name: str) -> str:
    """``file`` for one, ``files`` for any other number."""
    return name if count == 1 else f"{name}s"


def problem_text(problem: Problem) -> str:
    """A problem on one line: place if it has one, code if it has one, message."""
    place = printable(problem.path)
    if problem.position is not None:
        place += f":{problem.position.row}"
    code = f"{problem.code} " if problem.code else ""
    return f"{f'{place}: ' if place else ''}{code}{printable(problem.message)}"
