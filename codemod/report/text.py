"""The text report: flake8's line for each finding, then honest counts."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding, Problem, RunResult, Severity
from .mode import Mode
from .outcome import fixable, outcome
from .styled import Line, Piece, Role, printable
from .summary import summary

_SEVERITIES = {
    Severity.ERROR: Role.ERROR,
    Severity.WARNING: Role.WARNING,
    Severity.INFO: Role.INFO,
}


def text_report(result: RunResult, mode: Mode, *, quiet: bool) -> Iterator[Line]:
    """The findings, each with what became of it, and the summary at the end."""
    for finding in result.findings:
        yield _head(finding)
        below = outcome(finding, mode)
        if below is not None:
            yield (Piece("    "), *below)
    if not quiet:
        yield from summary(result, mode)


def _head(finding: Finding) -> Line:
    place = f"{printable(finding.path)}:{finding.start.line}:{finding.start.column}:"
    star = (Piece("[*]", Role.FIXABLE), Piece(" ")) if fixable(finding) else ()
    return (
        Piece(place, Role.PLACE),
        Piece(" "),
        Piece(finding.code, _SEVERITIES[finding.severity]),
        Piece(" "),
        *star,
        Piece(printable(finding.message)),
    )


def problem_text(problem: Problem) -> str:
    """A problem on one line: place if it has one, code if it has one, message."""
    place = printable(problem.path)
    if problem.position is not None:
        place += f":{problem.position.line}"
    code = f"{problem.code} " if problem.code else ""
    return f"{f'{place}: ' if place else ''}{code}{printable(problem.message)}"
