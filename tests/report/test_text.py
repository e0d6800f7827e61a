"""What a run says: refusals, what was left and why, then what was done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lrmigrate.codemod.model import (
    Counterexample,
    FileChange,
    Finding,
    Fix,
    Newer,
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
from lrmigrate.codemod.report.formats.text import text_report
from lrmigrate.codemod.report.mode import Mode, exit_code
from lrmigrate.codemod.report.outcome import problem_text
from lrmigrate.codemod.report.styled import printable, render

EDIT = TextEdit(Position(3, 40), Position(3, 51), "transition_steps")
FOUND = Finding(
    path="train.py",
    code="LRS001",
    message="`decay_steps` is called `transition_steps` everywhere else",
    severity=Severity.WARNING,
    start=Position(3, 40),
    end=Position(3, 51),
    fix=Fix("rename `decay_steps` to `transition_steps`", (EDIT,)),
)
INFO = replace(FOUND, code="LRS004", severity=Severity.INFO, fix=None)
SAMPLED = Verdict(VerdictKind.EQUIVALENT_SAMPLED, "", bindings=64, points=131072)
EXACT = Verdict(VerdictKind.EQUIVALENT_EXACT, "", bindings=1, points=2002)
COUNTEREXAMPLE = Counterexample((("n", "7"),), 3, "0.1", "0.2", "float32")
DIVERGENT = Verdict(
    VerdictKind.DIVERGENT, "the curves differ", 2, 90, 4.0, COUNTEREXAMPLE
)
UNVERIFIABLE = Verdict(VerdictKind.UNVERIFIABLE, "Optax is not installed")
FIXED = replace(FOUND, written=True, verdict=SAMPLED)
CHANGE = FileChange("train.py", "import optax\n", "from lrmigrate import lrsched\n")
NOTHING = RunResult((), (), (), 1, 0, TargetChoice("lrsched", "Optax is too old"))


def run(*findings, **facts):
    return replace(NOTHING, findings=findings, **facts)


def report(result, mode=Mode.FIX, quiet=False, colour=False):
    return render(text_report(Content(result, mode, quiet)), colour=colour).splitlines()


# -- refused and left ---------------------------------------------------------


@pytest.mark.parametrize("mode", list(Mode))
def test_a_problem_outranks_everything(mode):
    problem = Problem("not UTF-8", "bad.py", code="LRS900")
    assert exit_code(run(FIXED, problems=(problem,)), mode) == 2


def test_a_problem_is_one_line_with_its_place_and_code():
    problem = Problem("it is not\nPython", "b\x1bad.py", Position(3, 1), "LRS900")
    assert problem_text(problem) == "b\\x1bad.py:3: LRS900 it is not\\nPython"
    assert problem_text(Problem("nothing to do")) == "nothing to do"


def test_a_divergent_rewrite_shows_its_counterexample():
    lines = report(run(replace(FOUND, verdict=DIVERGENT)))
    assert lines[1] == (
        "    left, divergent: 2 bindings, 90 points, at most 4 ulp apart; the curves "
        "differ; at step 3 with n=7 (float32): before 0.1, after 0.2"
    )
    assert "  1  divergent: the rewrite would change the curve" in lines
    assert "[*]" not in lines[0]


def test_an_unverifiable_rewrite_says_why_and_how_it_would_be_written():
    left = "it is written with --unsafe-fixes only"
    lines = report(run(replace(FOUND, verdict=UNVERIFIABLE, left=left)))
    assert lines[1] == f"    left, unverifiable: Optax is not installed; {left}"
    assert lines[3] == "  1  unverifiable: Optax is not installed"


def test_reasons_are_counted_most_frequent_first():
    held = replace(FOUND, left="its import is also used in a way nobody can follow")
    lines = report(run(held, INFO, held))
    assert lines[-4:] == [
        "Left, and why:",
        "  2  its import is also used in a way nobody can follow",
        "  1  there is no rewrite for it",
        "1 file scanned: 3 findings (2 warnings, 1 info), 0 fixed, 3 left.",
    ]


def test_a_rewrite_held_back_has_no_star_and_says_why_in_check():
    lines = report(run(replace(FOUND, left="**kwargs hides it")), Mode.CHECK)
    assert "[*]" not in lines[0]
    assert lines[1] == "    no rewrite: **kwargs hides it"
    assert "[*]" not in lines[-1]


def test_what_takes_unsafe_fixes_says_so_in_check():
    repaired = replace(
        FOUND, unsafe=True, verdict=UNVERIFIABLE, left="the fix repairs a bug"
    )
    held = replace(
        FOUND, unsafe=True, verdict=EXACT, left="held by line 7: the fix repairs a bug"
    )
    lines = report(run(repaired, held, FOUND), Mode.CHECK)
    assert lines[1] == "    only with --unsafe-fixes: the fix repairs a bug"
    assert (
        lines[3]
        == "    only with --unsafe-fixes: held by line 7: the fix repairs a bug"
    )
    assert lines[-1] == (
        "1 file scanned: 3 findings (3 warnings), 1 [*] with a rewrite for "
        "`lrmigrate fix` to verify, 2 with `lrmigrate fix --unsafe-fixes` only."
    )


def test_what_unsafe_fixes_would_write_is_counted_where_it_is_left():
    left = replace(FOUND, unsafe=True, verdict=UNVERIFIABLE)
    done = replace(left, written=True)
    assert report(run(left, done, INFO))[-1].endswith(
        " 1 fixed, 2 left, 1 with `lrmigrate fix --unsafe-fixes` only."
    )


@pytest.mark.parametrize(
    "text", ["[int]", "[/red]", ":smile:", "[bold]x[/]", "\\[dim]", "{0} %s"]
)
@pytest.mark.parametrize("colour", [True, False], ids=["terminal", "pipe"])
def test_code_of_users_is_printed_as_it_is(text, colour):
    finding = replace(FOUND, message=f"see {text}", path=f"{text}.py")
    lines = report(run(finding), colour=colour)
    assert f"{text}.py:3:40:" in lines[0]
    assert f"see {text}" in lines[0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\r\nb", "a\\r\\nb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\udc80b", "a\\udc80b"),
        ("naïve 学習", "naïve 学習"),
    ],
    ids=["colour", "line end", "right to left", "undecodable", "letters stay"],
)
def test_nothing_from_users_drives_the_terminal(text, shown):
    assert printable(text) == shown
    [line, *_] = report(run(replace(FOUND, message=text)))
    assert line.endswith(shown)


# -- clean, found, done -------------------------------------------------------


def test_a_clean_run_says_how_much_was_looked_at():
    assert report(NOTHING) == ["1 file scanned: 0 findings."]
    assert report(NOTHING, quiet=True) == []
    assert exit_code(NOTHING, Mode.CHECK) == 0


def test_a_run_that_versions_hide_something_of_is_not_clean():
    locked = Newer("flax", "0.11", "uv.lock locks flax==0.10.7", 2)
    others = Newer("flax", "0.12", "pyproject.toml requires flax<0.12", 3)
    optax = Newer("optax", "0.1.9", "uv.lock locks optax==0.1.8", 1)
    assert report(run(hidden=(locked,))) == [
        "1 file scanned: 0 findings, 2 not shown, for flax 0.11 or newer "
        "(see with `--flax-version 0.11`)."
    ]
    assert report(run(hidden=(locked, others, optax))) == [
        "1 file scanned: 0 findings, 6 not shown, for flax 0.12 and optax 0.1.9 or "
        "newer (see with `--flax-version 0.12 --optax-version 0.1.9`)."
    ]
    assert exit_code(run(hidden=(locked,)), Mode.CHECK) == 0


def test_information_never_changes_the_exit_code():
    assert exit_code(run(INFO), Mode.CHECK) == 0
    assert exit_code(run(INFO), Mode.FIX) == 0


def test_check_is_one_line_a_finding_and_one_of_counts():
    assert report(run(FOUND, INFO, suppressed=2), Mode.CHECK) == [
        "train.py:3:40: LRS001 [*] `decay_steps` is called `transition_steps` "
        "everywhere else",
        "train.py:3:40: LRS004 `decay_steps` is called `transition_steps` "
        "everywhere else",
        "1 file scanned: 2 findings (1 warning, 1 info), 1 [*] with a rewrite for "
        "`lrmigrate fix` to verify, 2 suppressed by noqa.",
    ]
    assert exit_code(run(FOUND), Mode.CHECK) == 1


def test_fix_says_what_the_verdict_rests_on_and_what_is_new():
    lines = report(run(FIXED, changes=(CHANGE,)))
    assert lines[1:] == [
        "    fixed, equivalent (sampled): 64 bindings, 131072 points",
        "1 file now imports lrmigrate.lrsched: add lrmigrate and jax to the project's "
        "dependencies, or have a copy imported, for which jax is enough (lrmigrate vendor).",
        "1 file scanned: 1 finding (1 warning), 1 fixed in 1 file, 0 left.",
    ]
    assert exit_code(run(FIXED), Mode.FIX) == 0


@pytest.mark.parametrize(
    ("verdict", "line"),
    [
        (EXACT, "fixed, equivalent (exact): 2002 points"),
        (
            replace(EXACT, max_ulp=3.0, reason="lrsched stands in for Optax"),
            "fixed, equivalent (exact): 2002 points, at most 3 ulp apart; lrsched "
            "stands in for Optax",
        ),
        (Verdict(VerdictKind.PRESERVING), "fixed, preserving"),
        (
            UNVERIFIABLE,
            "fixed because of --unsafe-fixes, unverifiable: Optax is not installed",
        ),
    ],
    ids=["exact", "within the bound", "no curve concerned", "asked for twice"],
)
def test_each_verdict_in_words(verdict, line):
    lines = report(run(replace(FIXED, verdict=verdict), changes=(CHANGE,)))
    assert lines[1] == f"    {line}"


def test_diff_would_and_does_not():
    lines = report(run(FIXED, changes=(CHANGE,)), Mode.DIFF)
    assert lines[1].startswith("    would be fixed, ")
    assert lines[2].startswith("1 file would import lrmigrate.lrsched")
    assert lines[3].endswith("1 would be fixed in 1 file, 0 left.")
    assert exit_code(run(FIXED, changes=(CHANGE,)), Mode.DIFF) == 1
    assert exit_code(run(FOUND), Mode.DIFF) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"target": TargetChoice("optax", "it takes the new names")},
        {"changes": (replace(CHANGE, before="import lrmigrate\n"),)},
        {"changes": (replace(CHANGE, after="import flax\n"),)},
    ],
    ids=["optax is the target", "depended on it before", "needs no schedule"],
)
def test_no_dependency_is_announced_where_none_is_new(facts):
    lines = report(run(FIXED, **{"changes": (CHANGE,), **facts}))
    assert "pip install" not in "\n".join(lines)


def test_colour_changes_nothing_but_colour():
    result = run(FIXED, INFO, changes=(CHANGE,))
    coloured = "\n".join(report(result, colour=True))
    assert "\x1b[" in coloured
    import click

    assert click.unstyle(coloured) == "\n".join(report(result))
