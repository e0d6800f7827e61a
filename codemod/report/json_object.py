"""A finding or a problem as a JSON object: ruff's shape, with the verdict added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any, TypeAlias

from ..address import rule_page
from ..model import Finding, Position, Problem, TextEdit, Verdict
from ..model import VerdictKind as Kind
from .entries import Entry, level, place
from .shared import Shared

Object: TypeAlias = dict[str, Any]


def entry_objects(listed: Sequence[Entry]) -> Iterator[Object]:
    """Findings, and problems with the same keys."""
    shared = Shared(listed)
    for entry in listed:
        if isinstance(entry, Problem):
            yield _problem(entry)
        else:
            yield _finding(entry, shared.first(entry))


def _problem(problem: Problem) -> Object:
    at = _location(place(problem)) if problem.path else None
    return {
        "code": problem.code or None,
        "message": problem.message,
        "filename": problem.path or None,
        "cell": (place(problem).cell if problem.path else 0) or None,
        "location": at,
        "end_location": at,
        "fix": None,
        "url": rule_page(problem.code),
        "severity": level(problem).value,
        "verdict": None,
        "written": False,
        "left": "",
    }


def _finding(finding: Finding, first: Finding | None) -> Object:
    return {
        "code": finding.code,
        "message": finding.message,
        "filename": finding.path,
        "cell": finding.start.cell or None,
        "location": _location(finding.start),
        "end_location": _location(finding.end),
        "fix": _fix(finding, first),
        "url": rule_page(finding.code),
        "severity": finding.severity.value,
        "verdict": verdict_object(finding.verdict),
        "written": finding.written,
        "left": finding.left,
    }


def _fix(finding: Finding, first: Finding | None) -> Object | None:
    """A rewrite; its edits stand with the first of many findings that share it."""
    if finding.fix is None:
        return None
    fix = {
        "applicability": _applicability(finding),
        "message": finding.fix.message,
    }
    if first is None:
        return {**fix, "edits": [_edit(edit) for edit in finding.fix.edits]}
    cell = {"cell": first.start.cell} if first.start.cell else {}
    same = {**cell, "code": first.code, "location": _location(first.start)}
    return {**fix, "edits": [], "same_edits_as": same}


def _applicability(finding: Finding) -> str:
    verdict = finding.verdict
    if finding.unsafe:
        return "unsafe"
    if verdict is None:  # not compared yet, so not known to be safe
        return "display" if finding.left else "unsafe"
    if not verdict.kind.safe:
        return "display" if verdict.kind is Kind.DIVERGENT else "unsafe"
    return "display" if finding.left else "safe"


def _edit(edit: TextEdit) -> Object:
    cell = {"cell": edit.start.cell} if edit.start.cell else {}
    return {
        **cell,
        "content": edit.content,
        "location": _location(edit.start),
        "end_location": _location(edit.end),
    }


def verdict_object(verdict: Verdict | None) -> Object | None:
    """A verdict with its counterexample, if there are any."""
    if verdict is None:
        return None
    example = verdict.counterexample
    return {
        "kind": verdict.kind.value,
        "reason": verdict.reason,
        "bindings": verdict.bindings,
        "points": verdict.points,
        "max_ulp": verdict.max_ulp if isfinite(verdict.max_ulp) else None,
        "counterexample": None
        if example is None
        else {
            "binding": dict(example.binding),
            "step": example.step,
            "before": example.before,
            "after": example.after,
            "precision": example.precision,
        },
    }


def _location(position: Position) -> Mapping[str, int]:
    return {"row": position.line, "column": position.column}
