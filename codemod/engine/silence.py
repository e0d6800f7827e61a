"""``check --add-noqa``: silence the findings of today by comments, and show it done."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from tokenize import TokenError

from ..files.noqa import noqa_edits
from ..files.source import Source
from ..model import UNUSED, Finding, RunResult
from .baselines import Baselines
from .look import look
from .looked import bug
from .plan import Plan
from .request import OnProgress, Request
from .result import result_of
from .survey import SeenFile, survey
from .write_back import NOT_WRITTEN, write_all

_UNUSED = "`lrmigrate fix` takes the comment out"
_NO_PLACE = "no comment can stand where it would silence this"


def add_noqa(request: Request, on_progress: OnProgress) -> RunResult:
    """Write a ``# noqa`` with the code of every finding that one can silence.

    A finding counts as written where a comment silences it from now on. Every
    file is looked at again before it is written: the rest of it is the same to
    Python, and the findings are gone.
    """
    seen = survey(request, on_progress)
    Baselines(request, seen).hide()
    sources = {
        file: _silence(file)
        for file in seen.files
        if file.looked.findings and file.is_writable
    }
    return result_of(request, seen, write_all(request, seen, sources))


def _silence(file: SeenFile) -> Source:
    """Return the file's new source, and keep what became of its findings."""
    findings = file.looked.findings
    try:
        source, outcome = silenced(file.source, file.plan, findings)
    except Exception as error:  # a bug of ours must not cost the other files
        outcome = [_told(finding, False, NOT_WRITTEN) for finding in findings]
        file.keep(outcome, bug(file.source.path, error))
        return file.source
    file.keep(outcome, file.looked.problem)
    return source


def silenced(
    source: Source, plan: Plan, findings: Sequence[Finding]
) -> tuple[Source, list[Finding]]:
    """Return a source in which comments silence findings, and what became of these."""
    codes: defaultdict[int, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.code != UNUSED:
            line, _ = source.rows(finding.start, finding.end)
            codes[line].add(finding.code)
    try:
        edits = list(noqa_edits(source, codes))
    except (TokenError, SyntaxError):
        edits = []
    again = source if source.refused(edits) else source.edited(edits)
    if ast.dump(again.tree) != ast.dump(source.tree):
        again = source
    remaining = {_place(finding) for finding in look(again, plan).findings}
    return again, [_outcome(finding, remaining) for finding in findings]


def _place(finding: Finding) -> tuple[object, ...]:
    # Comments go to the ends of lines: no place that a finding has ever moves.
    return finding.code, finding.start, finding.message


def _outcome(finding: Finding, remaining: set[tuple[object, ...]]) -> Finding:
    written = _place(finding) not in remaining
    left = "" if written else _UNUSED if finding.code == UNUSED else _NO_PLACE
    return _told(finding, written, left)


def _told(finding: Finding, written: bool, left: str) -> Finding:
    return replace(finding, fix=None, verdict=None, left=left, written=written)
