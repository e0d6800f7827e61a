"""SARIF 2.1.0, which code scanning and editors read.

Findings are results. Problems are notifications of a run that did not succeed, and so
are, as notes, files that name a schedule and were not read. The fix that many findings
share stands with the first of them; the property ``fixedWithResult`` of the others is
the place of that in ``results``.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, TypeAlias

from ...address import PROJECT, rule_page
from ...model import Finding, Fix, Position, Problem, RunResult, Severity, UnreadFile
from ...rule.rule import Rule
from ..entries import fingerprints, level, uri
from ..format import Content, Format
from ..json_object import verdict_object
from ..json_text import dumps
from ..outcome import fixable, verdict_text
from ..shared import Shared

Object: TypeAlias = dict[str, Any]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def sarif_report(content: Content) -> str:
    """One run of one tool, with all of its rules."""
    from ....rules import all_rules

    rules = all_rules()
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [_run(content.result, rules)],
    }
    return dumps(log, indent=2) + "\n"


def _run(result: RunResult, rules: tuple[Rule, ...]) -> Object:
    index = {rule.code: place for place, rule in enumerate(rules)}
    prints = fingerprints(result.findings)
    shared = Shared([one for one in result.findings if _is_offered(one)])
    place = {id(one): number for number, one in enumerate(result.findings)}
    return {
        "tool": {
            "driver": {
                "name": "lrmigrate",
                "version": version("lrmigrate"),
                "informationUri": PROJECT,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "invocations": [
            {
                "executionSuccessful": not result.problems,
                "toolExecutionNotifications": [
                    *(_notification(problem, index) for problem in result.problems),
                    *map(_unread, result.unread),
                ],
            }
        ],
        "results": [
            _result(finding, index, name, place.get(id(shared.first(finding))))
            for finding, name in zip(result.findings, prints, strict=True)
        ],
    }


def _rule(rule: Rule) -> Object:
    page = inspect.cleandoc(rule.doc)
    page_url = rule_page(rule.code)
    return {
        "id": rule.code,
        "name": rule.slug,
        "shortDescription": {"text": rule.summary},
        **({"helpUri": page_url} if page_url else {}),
        "help": {"text": f"See `lrmigrate rule {rule.code}`.", "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _notification(problem: Problem, index: Mapping[str, int]) -> Object:
    notification: Object = {
        "level": _LEVELS[level(problem)],
        "message": {"text": problem.message},
    }
    if problem.path:
        position = problem.position
        region = {} if position is None else {"region": _region(position, position)}
        notification["locations"] = [_location(problem.path, region, position)]
    if problem.code:
        notification["associatedRule"] = {
            "id": problem.code,
            "index": index[problem.code],
        }
    return notification


def _unread(file: UnreadFile) -> Object:
    region = {"region": {"startLine": file.line}}
    return {
        "level": _LEVELS[Severity.INFO],
        "message": {"text": file.message},
        "locations": [_location(file.path, region, None)],
    }


def _result(
    finding: Finding, index: Mapping[str, int], fingerprint: str, first: int | None
) -> Object:
    region = _region(finding.start, finding.end)
    result: Object = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[level(finding)],
        "message": {"text": finding.message},
        "locations": [_location(finding.path, {"region": region}, finding.start)],
        "partialFingerprints": {"lrmigrate/v1": fingerprint},
        "properties": {
            "verdict": verdict_object(finding.verdict),
            "written": finding.written,
            "left": finding.left,
        },
    }
    if finding.fix is None or not _is_offered(finding):
        return result
    if first is None:
        result["fixes"] = [_fix(finding, finding.fix)]
    else:
        result["properties"]["fixedWithResult"] = first
    return result


def _is_offered(finding: Finding) -> bool:
    """Whether a viewer may apply a rewrite: what was refused is not in the report."""
    return finding.fix is not None and fixable(finding) and not finding.written


def _fix(finding: Finding, fix: Fix) -> Object:
    verdict = finding.verdict
    shown = verdict_text(verdict) if verdict else "not verified by `lrmigrate fix` yet"
    return {
        "description": {"text": f"{fix.message} ({shown})"},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": uri(finding.path)},
                "replacements": [
                    {
                        "deletedRegion": _region(edit.start, edit.end),
                        "insertedContent": {"text": edit.content},
                    }
                    for edit in fix.edits
                ],
            }
        ],
    }


def _location(path: str, region: Object, start: Position | None) -> Object:
    """A place; the region of one in a notebook is that in its cell."""
    cell = start.cell if start is not None else 0
    return {
        "physicalLocation": {"artifactLocation": {"uri": uri(path)}, **region},
        **({"logicalLocations": [{"name": f"cell {cell}"}]} if cell else {}),
    }


def _region(start: Position, end: Position) -> Object:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


FORMAT = Format(sarif_report, edits=True)
