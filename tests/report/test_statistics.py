"""How often each rule found something."""

from __future__ import annotations

import json
from dataclasses import replace

from lrmigrate.codemod.model import (
    Finding,
    Fix,
    Position,
    Problem,
    RunResult,
    Severity,
    TargetChoice,
)
from lrmigrate.codemod.report.format import Content
from lrmigrate.codemod.report.formats.json import json_statistics
from lrmigrate.codemod.report.mode import Mode
from lrmigrate.codemod.report.statistics import statistics_table
from lrmigrate.codemod.report.styled import render

PLACE = Position(1, 1)
PLAIN = Finding("a.py", "LRS001", "old", Severity.WARNING, PLACE, PLACE)
FIXABLE = replace(PLAIN, fix=Fix("rename", ()))
HELD = replace(FIXABLE, left="another use holds it")
OTHER = replace(FIXABLE, code="LRS002")
ALONE = replace(PLAIN, code="LRS004", severity=Severity.INFO)
NOTHING = RunResult((), (), (), 1, 0, TargetChoice("lrsched", ""))
PROBLEMS = (Problem("no", "z.py", code="LRS900"), Problem("JAX is missing"))


def content(*findings, problems=(), quiet=True):
    result = replace(NOTHING, findings=findings, problems=problems)
    return Content(result, Mode.CHECK, quiet)


def table(*findings, **facts):
    return render(statistics_table(content(*findings, **facts)), colour=False)


def test_nothing_found():
    assert table() == ""
    assert json.loads(json_statistics(content())) == []


def test_the_most_frequent_stands_first_then_by_code():
    findings = (ALONE, OTHER, FIXABLE, HELD, PLAIN, *[OTHER] * 9)
    assert table(*findings).splitlines() == [
        "10  LRS002 [*] pct-start: the warmup of a onecycle schedule is given as a "
        "fraction, `pct_start`",
        " 3  LRS001 [-] decay-steps: `decay_steps` is given by name to a cosine schedule",
        " 1  LRS004 [ ] warmup-transition-steps: the length of "
        "`warmup_exponential_decay_schedule` excludes the warmup",
    ]


def test_problems_are_counted():
    first, second = table(problems=PROBLEMS).splitlines()
    assert first == "1         [ ] problem: something could not be done"
    assert second.startswith("1  LRS900 [ ] unreadable: ")


def test_the_counts_of_the_run_stand_below():
    assert table(PLAIN, quiet=False).splitlines()[-1] == (
        "1 file scanned: 1 finding (1 warning)."
    )


def test_the_fields_of_a_row():
    rows = json.loads(json_statistics(content(FIXABLE, HELD, problems=PROBLEMS)))
    assert rows[0] == {
        "code": "LRS001",
        "name": "decay-steps",
        "message": "`decay_steps` is given by name to a cosine schedule",
        "count": 2,
        "fixable": False,
        "fixable_count": 1,
    }
    assert [row["code"] for row in rows] == ["LRS001", None, "LRS900"]
