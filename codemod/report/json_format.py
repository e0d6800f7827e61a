"""The JSON report: ruff's shape, with the verdict and the outcome added.

A list of objects, one for each finding and one for each file that could not be
read (LRS900), by path, line, column and code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any, TypeAlias

from ..model import Finding, Position, Problem, RunResult, Severity, TextEdit, Verdict
from ..model import VerdictKind as Kind

Object: TypeAlias = dict[str, Any]

# Relative to the project's repository, which holds the pages.
RULE_PAGES = "docs/rules/"

_START = Position(1, 1)


def json_report(result: RunResult) -> str:
    """The whole report as a JSON document that ends in a newline."""
    unreadable = (_as_finding(problem) for problem in result.problems if problem.code)
    everything = sorted((*result.findings, *unreadable), key=lambda f: f.sort_key)
    return json.dumps([_finding(finding) for finding in everything], indent=2) + "\n"


def _as_finding(problem: Problem) -> Finding:
    place = problem.position or _START
    return Finding(
        path=problem.path,
        code=problem.code,
        message=problem.message,
        severity=Severity.ERROR,
        start=place,
        end=place,
    )


def _finding(finding: Finding) -> Object:
    return {
        "code": finding.code,
        "message": finding.message,
        "filename": finding.path,
        "location": _location(finding.start),
        "end_location": _location(finding.end),
        "fix": _fix(finding),
        "url": f"{RULE_PAGES}{finding.code}.md",
        "severity": finding.severity.value,
        "verdict": None if finding.verdict is None else _verdict(finding.verdict),
        "written": finding.written,
        "left": finding.left,
    }


def _fix(finding: Finding) -> Object | None:
    if finding.fix is None:
        return None
    return {
        "applicability": _applicability(finding),
        "message": finding.fix.message,
        "edits": [_edit(edit) for edit in finding.fix.edits],
    }


def _applicability(finding: Finding) -> str:
    verdict = finding.verdict
    if verdict is not None and not verdict.kind.safe:
        return "display" if verdict.kind is Kind.DIVERGENT else "unsafe"
    return "display" if finding.left else "safe"


def _edit(edit: TextEdit) -> Object:
    return {
        "content": edit.content,
        "location": _location(edit.start),
        "end_location": _location(edit.end),
    }


def _verdict(verdict: Verdict) -> Object:
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
