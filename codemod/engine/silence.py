"""``check --add-noqa``: silence the findings of today by comments, and show it done."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tokenize import TokenError

from ..files.edits import apply_edits
from ..files.noqa import noqa_edits
from ..files.source import Source, SourceError
from ..files.write import WriteError, replace_file
from ..model import UNUSED, FileChange, Finding, Problem, RunResult
from .baselines import Baselines
from .plan import Plan
from .run import result_of
from .survey import Looked, OnProgress, Request, bug, look, survey

_UNUSED = "`lrmigrate fix` takes the comment out"
_NO_PLACE = "no comment can stand where it would silence this"
_NOT_WRITTEN = "the file was not written"


def add_noqa(request: Request, on_progress: OnProgress) -> RunResult:
    """Write a ``# noqa`` with the code of every finding that one can silence.

    A finding counts as written where a comment silences it from now on. Every
    file is looked at again before it is written: the rest of it is the same to
    Python, and the findings are gone.
    """
    seen = survey(request, on_progress)
    Baselines(request, seen).hide()
    changes: list[FileChange] = []
    for at, looked in enumerate(seen.looked):
        if not looked.findings:
            continue
        source = seen.sources[at]
        try:
            text, findings = _silenced(source, seen.plans[at], looked.findings)
            if text != source.text:
                changes.append(_write(request, source, text))
            seen.looked[at] = replace(looked, findings=tuple(findings))
        except (SourceError, WriteError) as error:
            seen.looked[at] = _left(looked, Problem(str(error), source.path))
        except Exception as error:  # a bug of ours must not cost the other files
            seen.looked[at] = _left(looked, bug(source.path, error))
    return result_of(request, seen, changes)


def _silenced(
    source: Source, plan: Plan, findings: Sequence[Finding]
) -> tuple[str, list[Finding]]:
    """Return the file's new text, and what became of its findings."""
    codes: defaultdict[int, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.code != UNUSED:
            codes[finding.start.line].add(finding.code)
    try:
        edits = list(noqa_edits(source, codes))
    except (TokenError, SyntaxError):
        edits = []
    text = apply_edits(source.text, edits)
    again = source.with_text(text)
    if ast.dump(again.tree) != ast.dump(source.tree):
        text, again = source.text, source
    remaining = {_place(finding) for finding in look(again, plan).findings}
    return text, [_outcome(finding, remaining) for finding in findings]


def _place(finding: Finding) -> tuple[object, ...]:
    # Comments go to the ends of lines: no place that a finding has ever moves.
    return finding.code, finding.start, finding.message


def _outcome(finding: Finding, remaining: set[tuple[object, ...]]) -> Finding:
    written = _place(finding) not in remaining
    left = "" if written else _UNUSED if finding.code == UNUSED else _NO_PLACE
    return replace(finding, fix=None, verdict=None, left=left, written=written)


def _write(request: Request, source: Source, text: str) -> FileChange:
    data = source.encode(text)
    if request.stdin is None:
        replace_file(Path(source.path), data, expected=source.data)
    mark = "\ufeff" if source.bom else ""
    return FileChange(source.path, mark + source.text, mark + text)


def _left(looked: Looked, problem: Problem) -> Looked:
    findings = tuple(
        replace(finding, fix=None, verdict=None, left=_NOT_WRITTEN)
        for finding in looked.findings
    )
    return replace(looked, findings=findings, problem=problem)
