"""Findings as the protocol tells them: where, what, how bad, and what goes with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lsprotocol import types

from ..address import rule_page
from ..model import Finding, Position, Problem, Severity
from ..report.styled import printable
from .buffers import Opened

SOURCE = "lrmigrate"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
# How a message names another place of the file that it is about.
_PLACE = re.compile(r"\bline (\d+)\b(?: of cell (\d+))?(?! of )")
_TOP = types.Range(types.Position(0, 0), types.Position(0, 0))


def diagnostics(
    opened: Opened, findings: Sequence[Finding], problems: Sequence[Problem]
) -> dict[str, list[types.Diagnostic]]:
    """Return what there is to tell of each text of a file, by what that is called."""
    told: dict[str, list[types.Diagnostic]] = {one: [] for one in opened.versions}
    for finding in findings:
        at = opened.range(finding.start, finding.end)
        if at is not None:
            told[at[0].uri].append(diagnostic(opened, finding, at[1]))
    for problem in problems:
        first = next(iter(told), opened.uri)
        told.setdefault(first, []).append(_problem(problem))
    return told


def diagnostic(
    opened: Opened, finding: Finding, place: types.Range
) -> types.Diagnostic:
    """Return a finding at its place."""
    message = printable(finding.message)
    if finding.left:
        message += f"\nno rewrite: {printable(finding.left)}"
    url = rule_page(finding.code)
    return types.Diagnostic(
        range=place,
        message=message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(url) if url else None,
        source=SOURCE,
        tags=[types.DiagnosticTag.Deprecated] if is_rename(finding) else None,
        related_information=[*_related(opened, finding)] or None,
    )


def _problem(problem: Problem) -> types.Diagnostic:
    """Return what could not be done, which is a matter of no place in the file."""
    return types.Diagnostic(
        range=_TOP,
        message=printable(problem.message),
        severity=types.DiagnosticSeverity.Error,
        code=problem.code or None,
        source=SOURCE,
    )


def is_rename(finding: Finding) -> bool:
    """Whether the rewrite of a finding puts other names in its place, and no more."""
    edits = finding.fix.edits if finding.fix is not None else ()
    there = [
        one for one in edits if finding.start <= one.start and one.end <= finding.end
    ]
    return bool(there) and all(
        one.start < one.end and one.content.isidentifier() for one in there
    )


def _related(
    opened: Opened, finding: Finding
) -> Iterator[types.DiagnosticRelatedInformation]:
    """Yield the other lines of the file that a finding speaks of."""
    for said in (finding.message, finding.left):
        for match in _PLACE.finditer(said):
            line, cell = int(match[1]), int(match[2] or finding.start.cell)
            start = Position(line, 1, cell)
            at = opened.range(start, Position(line, 10_000, cell))
            if at is None or (line, cell) == (finding.start.line, finding.start.cell):
                continue
            location = types.Location(at[0].uri, at[1])
            yield types.DiagnosticRelatedInformation(location, printable(said))
