"""The JSON report, field by field."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lrmigrate.codemod.address import PROJECT
from lrmigrate.codemod.model import (
    Counterexample,
    Finding,
    Fix,
    Position,
    Problem,
    RunResult,
    Severity,
    TargetChoice,
    TextEdit,
    Verdict,
    VerdictKind,
)
from lrmigrate.codemod.report.format import Content
from lrmigrate.codemod.report.formats.json import json_report
from lrmigrate.codemod.report.mode import Mode

FOUND = Finding(
    path="train.py",
    code="LRS001",
    message="old name",
    severity=Severity.WARNING,
    start=Position(3, 40),
    end=Position(3, 51),
    fix=Fix("rename", (TextEdit(Position(3, 40), Position(3, 51), "new"),)),
)
NOTHING = RunResult((), (), (), 0, 0, TargetChoice("lrsched", ""))


def report(result):
    return json_report(Content(result, Mode.CHECK))


def entries(*findings, problems=()):
    return json.loads(report(replace(NOTHING, findings=findings, problems=problems)))


def test_an_unreadable_file_takes_its_place_in_the_order():
    broken = Problem("cannot be parsed", "a.py", Position(7, 2), "LRS900")
    first, second = entries(FOUND, problems=(broken,))
    assert (first["code"], first["filename"]) == ("LRS900", "a.py")
    assert first["location"] == first["end_location"] == {"row": 7, "column": 2}
    assert (first["severity"], first["fix"]) == ("error", None)
    assert first["url"] == f"{PROJECT}/blob/main/docs/rules/LRS900.md"
    assert second["code"] == "LRS001"


def test_an_unreadable_file_without_a_position_is_told_at_its_start():
    [entry] = entries(problems=(Problem("binary", "a.py", code="LRS900"),))
    assert entry["location"] == {"row": 1, "column": 1}


def test_a_problem_of_no_rule_has_no_code_and_perhaps_no_file():
    nowhere = Problem("JAX cannot be imported")
    gone = Problem("no such file", "gone.py")
    first, second = entries(problems=(gone, nowhere))
    assert first["message"] == "JAX cannot be imported"
    assert first["code"] is first["filename"] is first["location"] is None
    assert (second["code"], second["filename"]) == (None, "gone.py")
    assert second["url"] is None


def test_a_difference_without_bound_is_still_json():
    verdict = Verdict(VerdictKind.DIVERGENT, max_ulp=float("inf"))
    [entry] = entries(replace(FOUND, verdict=verdict))
    assert entry["verdict"]["max_ulp"] is None


def test_an_undecodable_file_name_is_still_json():
    [entry] = entries(replace(FOUND, path="\udc80.py"))
    assert entry["filename"] == "\ufffd.py"


def test_nothing_found_is_an_empty_list():
    assert report(NOTHING) == "[]\n"


def test_the_fields_of_a_finding():
    assert entries(FOUND) == [
        {
            "code": "LRS001",
            "message": "old name",
            "filename": "train.py",
            "cell": None,
            "location": {"row": 3, "column": 40},
            "end_location": {"row": 3, "column": 51},
            "fix": {
                "applicability": "unsafe",
                "message": "rename",
                "edits": [
                    {
                        "content": "new",
                        "location": {"row": 3, "column": 40},
                        "end_location": {"row": 3, "column": 51},
                    }
                ],
            },
            "url": f"{PROJECT}/blob/main/docs/rules/LRS001.md",
            "severity": "warning",
            "verdict": None,
            "written": False,
            "left": "",
        }
    ]


def test_the_fields_of_a_verdict():
    example = Counterexample((("n", "7"),), 3, "0.1", "0.2", "float32")
    verdict = Verdict(VerdictKind.DIVERGENT, "they differ", 2, 90, 4.0, example)
    [entry] = entries(replace(FOUND, verdict=verdict, left="divergent"))
    assert entry["verdict"] == {
        "kind": "divergent",
        "reason": "they differ",
        "bindings": 2,
        "points": 90,
        "max_ulp": 4.0,
        "counterexample": {
            "binding": {"n": "7"},
            "step": 3,
            "before": "0.1",
            "after": "0.2",
            "precision": "float32",
        },
    }
    assert entry["left"] == "divergent"


@pytest.mark.parametrize(
    ("kind", "left", "applicability"),
    [
        (VerdictKind.DIVERGENT, "", "display"),
        (VerdictKind.UNVERIFIABLE, "", "unsafe"),
        (None, "another use holds it back", "display"),
        (None, "", "unsafe"),
        (None, "held by line 3", "display"),
        (VerdictKind.EQUIVALENT_IDENTICAL, "", "safe"),
        (VerdictKind.EQUIVALENT_EXACT, "", "safe"),
        (VerdictKind.EQUIVALENT_SAMPLED, "", "safe"),
        (VerdictKind.PRESERVING, "", "safe"),
    ],
)
def test_applicability_follows_the_verdict(kind, left, applicability):
    verdict = None if kind is None else Verdict(kind)
    [entry] = entries(replace(FOUND, verdict=verdict, left=left))
    assert entry["fix"]["applicability"] == applicability


@pytest.mark.parametrize("kind", [None, VerdictKind.PRESERVING], ids=str)
def test_what_unsafe_fixes_write_is_unsafe_whatever_holds_it(kind):
    held = replace(
        FOUND,
        verdict=Verdict(kind) if kind else None,
        left="held by line 3: the fix repairs a bug",
        unsafe=True,
    )
    [entry] = entries(held)
    assert entry["fix"]["applicability"] == "unsafe"
