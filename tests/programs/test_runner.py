import json

import pytest
from outcomes import Kind, judged
from runner import Setting, run

pytest.importorskip("jax")

REWRITTEN = """
import optax

schedule = optax.cosine_decay_schedule(0.1, decay_steps=10)
print([float(schedule(step)) for step in (0, 5)])
"""
PROGRAMS = {
    "rewritten": REWRITTEN,
    "silent": "print('nothing here')",
    "raises": "raise ValueError('by itself')",
    "left": """
from optax import cosine_decay_schedule
import optax

optax.cosine_decay_schedule = cosine_decay_schedule
print(optax.cosine_decay_schedule(0.1, decay_steps=10) is None)
""",
}


def write(folder, text):
    program = folder / "programs" / "one"
    program.mkdir(parents=True)
    (program / "main.py").write_text(text, encoding="utf-8")
    return program.parent


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("programs")
    for name, text in PROGRAMS.items():
        (folder / name).mkdir()
        (folder / name / "main.py").write_text(text, encoding="utf-8")
    ran = run(folder, tmp_path_factory.mktemp("work"), Setting())
    return {outcome.name: outcome for outcome in ran}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("rewritten", Kind.SAME),
        ("silent", Kind.SILENT),
        ("left", Kind.LEFT),
        ("raises", Kind.BROKEN),
    ],
)
def test_what_came_of_a_program(outcomes, name, kind):
    assert outcomes[name].kind is kind, outcomes[name]


def test_what_is_left_has_a_place_and_a_reason(outcomes):
    reasons = outcomes["left"].left
    assert {reason.place for reason in reasons} == {"main.py:5", "main.py:6"}
    assert all(reason.text for reason in reasons)


def test_how_a_program_fails_by_itself_is_told(outcomes):
    assert outcomes["raises"].detail == "ValueError: by itself\n"


def test_a_program_that_does_not_end_is_ended(tmp_path):
    folder = write(tmp_path, "while True:\n    pass")
    (outcome,) = run(folder, tmp_path / "work", Setting(seconds=4))
    assert outcome.kind is Kind.BROKEN


def ran(stdout="", error=None, warnings=(), ended=""):
    return {"stdout": stdout, "error": error, "warnings": warnings, "ended": ended}


def fixed(*findings, ended=""):
    return {"stdout": json.dumps(findings), "stderr": "", "ended": ended}


def finding(written=True, severity="warning", code="LRS001"):
    return {
        "code": code,
        "message": "a message",
        "filename": "main.py",
        "location": {"row": 3},
        "severity": severity,
        "written": written,
        "left": "" if written else "for a reason",
    }


ERROR = {"type": "TypeError", "message": "no", "place": "main.py:1"}
WARNING = {"category": "DeprecationWarning", "message": "old name"}


@pytest.mark.parametrize(
    ("fix", "changed", "before", "after", "kind"),
    [
        pytest.param(
            *(fixed(finding()), True, ran("1"), ran("2"), Kind.DIFFERS),
            id="other output",
        ),
        pytest.param(
            *(fixed(finding()), True, ran("1"), ran("1", ERROR), Kind.RAISES),
            id="an error that was not there",
        ),
        pytest.param(
            *(fixed(finding()), True, ran(), ran(ended="by signal 11"), Kind.RAISES),
            id="an end that was not so",
        ),
        pytest.param(
            *(fixed(finding()), True, ran(), ran(warnings=[WARNING]), Kind.WARNS),
            id="a warning that was not there",
        ),
        pytest.param(
            fixed(finding()),
            *(True, ran(warnings=[WARNING]), ran(warnings=[WARNING]), Kind.SAME),
            id="a warning that was there",
        ),
        pytest.param(
            fixed(finding()),
            *(True, ran(warnings=[WARNING]), ran(warnings=[WARNING] * 2), Kind.WARNS),
            id="a warning once more",
        ),
        pytest.param(
            fixed(finding(), finding(written=False)),
            *(True, ran("1"), ran("2"), Kind.PARTLY),
            id="one rewrite of two",
        ),
        pytest.param(
            fixed(finding(), finding(written=False, severity="info")),
            *(True, ran("1"), ran("2"), Kind.DIFFERS),
            id="an information excuses nothing",
        ),
        pytest.param(
            *(fixed(), True, ran("1"), ran("1"), Kind.SAME),
            id="changed without a finding",
        ),
        pytest.param(
            *(fixed(finding(code=None)), False, ran(), ran(), Kind.CRASHES),
            id="a problem of the tool",
        ),
        pytest.param(
            *(fixed(ended="out of time"), False, ran(), ran(), Kind.CRASHES),
            id="a tool that does not end",
        ),
    ],
)
def test_runs_are_judged(fix, changed, before, after, kind):
    assert judged("program", before, fix, changed, after).kind is kind


def test_the_first_difference_is_told():
    outcome = judged(
        "program", ran("1\n2\n"), fixed(finding()), changed=True, after=ran("1\n3\n")
    )
    assert outcome.detail == "before: 2\nafter:  3"


def test_a_program_says_how_the_tool_is_called(tmp_path):
    folder = write(tmp_path, REWRITTEN)
    (folder / "one" / ".lrmigrate-arguments").write_text(
        "fix --isolated --select LRS002 --output-format json .", encoding="utf-8"
    )
    (outcome,) = run(folder, tmp_path / "work", Setting())
    assert outcome.kind is Kind.SILENT
