"""A run over real files, from their bytes to the result: failures first."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import analyze, fix_file, look, mapping, run
from lrmigrate.codemod.engine.request import Request
from lrmigrate.codemod.engine.survey import FILES_PER_JOB, PAYS
from lrmigrate.codemod.model import Severity
from lrmigrate.codemod.report.mode import Mode, exit_code
from lrmigrate.codemod.verify import requirements

COMMAND = (sys.executable, "-c", "from lrmigrate.codemod.cli.app import main; main()")
CODES = frozenset({"LRS001", "LRS002", "LRS003", "LRS004", "LRS900"})
OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
NEW = (
    "from lrmigrate import lrsched\n\n"
    "lr = lrsched.cosine_decay_schedule(0.1, transition_steps=9)\n"
)
HELD = "import optax\n\ntake(optax.sgdr_schedule)\n"
EXPONENTIAL = "import optax\n\nlr = optax.warmup_exponential_decay_schedule(0.0, 0.1, 1, 9, 0.5)\n"
TREE = {
    "a.py": f"{OLD}tx = optax.sgd(optax.linear_onecycle_schedule(100, 0.1, 0.29))\n",
    "b/c.py": HELD,
    "b/d.py": "x = 1\n",
    "b.py": OLD,
    "e.py": EXPONENTIAL,
    "f.py": OLD.replace("9)", "9)  # noqa: LRS001"),
    "notes.txt": OLD,
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(files):
    for path, text in files.items():
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).write_text(text)


def texts(files):
    return {path: Path(path).read_text() for path in files}


def request(paths=(".",), **options):
    settings = Settings(CODES, target="lrsched")
    return Request(paths, lambda path: settings, **options)


def silent(stage, done, total):
    pass


def check(**options):
    return run.check(request(**options), silent)


def fix(on_progress=silent, **options):
    return run.fix(request(**options), on_progress)


# -- what is not written ------------------------------------------------------


def test_a_file_that_changes_while_curves_are_compared_is_left_alone():
    make({"a.py": OLD, "b.py": OLD})

    def edit_meanwhile(stage, done, total):
        if (stage, done) == ("verifying", 0):
            Path("a.py").write_text(f"{OLD}# mine\n")

    result = fix(edit_meanwhile)
    assert texts(["a.py", "b.py"]) == {"a.py": f"{OLD}# mine\n", "b.py": NEW}
    (problem,) = result.problems
    assert (problem.path, problem.code) == ("a.py", "")
    assert "has changed since it was read" in problem.message
    assert [finding.written for finding in result.findings] == [False, True]
    assert result.findings[0].left == "the file was not written"
    assert [change.path for change in result.changes] == ["b.py"]
    assert exit_code(result, Mode.FIX) == 2


def test_a_file_that_vanishes_meanwhile_does_not_come_back():
    make({"a.py": OLD})
    result = fix(lambda stage, *_: stage == "verifying" and Path("a.py").unlink(True))
    assert not Path("a.py").exists()
    assert "is no longer there" in result.problems[0].message
    assert result.changes == ()


def test_a_read_only_file_is_named_and_the_rest_is_done(monkeypatch):
    make({"a.py": OLD, "b.py": OLD})
    locked = str(Path("a.py").resolve())
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != locked)
    result = fix()
    assert texts(["a.py", "b.py"]) == {"a.py": OLD, "b.py": NEW}
    (problem,) = result.problems
    assert (problem.path, problem.message[:12]) == ("a.py", "is read-only")
    assert [finding.written for finding in result.findings] == [False, True]


def test_without_the_libraries_that_curves_need_nothing_is_written(monkeypatch):
    monkeypatch.setattr(requirements, "missing_requirements", lambda: ("jax", "optax"))
    make(TREE)
    result = fix()
    assert texts(TREE) == TREE
    (problem,) = result.problems
    assert "jax and optax cannot be imported" in problem.message
    assert "pip install" in problem.message
    assert [f.left for f in result.findings if f.fix and f.path == "b.py"] == [
        "not verified: jax and optax cannot be imported"
    ]
    assert not any(finding.written for finding in result.findings)


MOVED = "import optax\n\ntx = optax.inject_stateful_hyperparams(optax.adam)(0.1)\n"


def test_without_the_libraries_what_needs_no_curve_is_written(monkeypatch):
    monkeypatch.setattr(requirements, "missing_requirements", lambda: ("jax", "optax"))
    monkeypatch.setattr(sys.modules[__name__], "CODES", CODES | {"LRS301"})
    make({"a.py": MOVED})
    result = fix(unsafe_fixes=True)
    assert result.problems == ()
    assert [finding.written for finding in result.findings] == [True]
    assert "inject_hyperparams" in Path("a.py").read_text()
    make({"b.py": OLD, "c.py": MOVED + OLD})
    result = fix(unsafe_fixes=True)
    assert Path("b.py").read_text() == OLD
    assert "inject_hyperparams" in Path("c.py").read_text()
    assert "decay_steps" in Path("c.py").read_text()
    assert "jax and optax cannot be imported" in result.problems[0].message


def test_without_the_libraries_a_clean_tree_is_clean(monkeypatch):
    monkeypatch.setattr(requirements, "missing_requirements", lambda: ("jax",))
    make({"a.py": NEW, "b.py": EXPONENTIAL})
    assert exit_code(fix(), Mode.FIX) == 0


def test_a_dry_run_tells_what_it_would_write():
    make(TREE)
    result = fix(dry_run=True)
    assert texts(TREE) == TREE
    assert [change.path for change in result.changes] == ["a.py", "b.py"]
    assert result.changes[1].after == NEW
    assert [f.written for f in result.findings if f.path == "b.py"] == [True]


def test_standard_input_is_no_file():
    make({"a.py": "x = 1\n"})
    result = fix(stdin=OLD.encode(), stdin_filename="a.py")
    assert texts(["a.py"]) == {"a.py": "x = 1\n"}
    (change,) = result.changes
    assert (change.path, change.before, change.after) == ("a.py", OLD, NEW)
    assert result.files_scanned == 1


# -- the result ---------------------------------------------------------------

BROKEN = {
    "y.py": b"import optax\n'\xe9'\n",
    "z.py": b"import optax\noptax.sgdr_schedule(\n",
}


def test_problems_are_in_order_with_their_places():
    make(TREE)
    for path, data in BROKEN.items():
        Path(path).write_bytes(data)
    for result in (check(paths=(".", "gone.py")), fix(paths=(".", "gone.py"))):
        found = [(each.path, each.code) for each in result.problems]
        assert found == [("gone.py", ""), ("y.py", "LRS900"), ("z.py", "LRS900")]
        assert [each.position.line for each in result.problems[1:]] == [2, 2]
        assert result.files_scanned == 8
        assert exit_code(result, Mode.CHECK) == 2


def test_findings_are_in_order_and_counted():
    make(TREE)
    result = check()
    places = [
        (each.path, each.start.line, each.start.column, each.code)
        for each in result.findings
    ]
    assert places == [
        ("a.py", 3, 39, "LRS001"),
        ("a.py", 4, 57, "LRS002"),
        ("b.py", 3, 39, "LRS001"),
        ("b/c.py", 3, 6, "LRS003"),
        ("e.py", 3, 59, "LRS004"),
    ]
    assert result.findings[-1].severity is Severity.INFO
    assert (result.files_scanned, result.suppressed) == (6, 1)
    assert result.changes == ()
    assert texts(TREE) == TREE


@pytest.mark.parametrize("work", [check, fix], ids=["check", "fix"])
def test_edits_are_given_where_they_are_asked_for(work):
    make(TREE)
    asked, unasked = (work(dry_run=True, edits=edits) for edits in (True, False))
    fixes = [found.fix for found in asked.findings if found.fix is not None]
    assert fixes
    assert all(fix.edits for fix in fixes)
    without = tuple(
        replace(found, fix=found.fix and replace(found.fix, edits=()))
        for found in asked.findings
    )
    assert replace(asked, findings=without) == unasked


def test_fix_finds_the_same_at_the_places_before_the_change():
    make(TREE)
    before = [(f.path, f.code, f.start, f.end, f.message) for f in check().findings]
    result = fix()
    assert before == [
        (f.path, f.code, f.start, f.end, f.message) for f in result.findings
    ]
    assert [f.written for f in result.findings] == [True, True, True, False, False]
    assert (result.files_scanned, result.suppressed) == (6, 1)


def test_what_is_told_is_what_is_on_the_disk():
    make(TREE)
    changed = {change.path: change for change in fix().changes}
    assert set(changed) == {"a.py", "b.py"}
    for path, before in TREE.items():
        after = changed[path].after if path in changed else before
        assert Path(path).read_text() == after
        assert path not in changed or changed[path].before == before


def test_a_second_run_has_nothing_to_do():
    make(TREE)
    fix()
    written = texts(TREE)
    again = fix()
    assert again.changes == ()
    assert [finding.path for finding in again.findings] == ["b/c.py", "e.py"]
    assert not any(finding.written for finding in again.findings)
    assert texts(TREE) == written


@pytest.mark.parametrize("work", [check, fix], ids=["check", "fix"])
def test_a_result_is_plain_data(work):
    make(TREE)
    Path("y.py").write_bytes(BROKEN["y.py"])
    result = work()
    assert pickle.loads(pickle.dumps(result)) == result
    assert json.loads(json.dumps(asdict(result)))["files_scanned"] == 7


def test_progress_is_told_from_none_to_all():
    make(TREE)
    told = []
    fix(lambda *step: told.append(step))
    checked = [("checking", done, 5) for done in range(6)]
    verified = [("verifying", done, 3) for done in range(4)]
    assert told == checked + verified


@pytest.mark.parametrize("command", ["check", "fix"])
def test_two_processes_say_and_write_what_one_does(command, folder):
    if command == "fix":
        pytest.importorskip("jax")
    files = {
        f"{n % 5}/{n:02}.py": TREE["a.py"] * (n % 3) for n in range(6 * FILES_PER_JOB)
    }
    files |= {"bad.py": f"{HELD}(\n", "held.py": HELD}
    seen = []
    for jobs in ("1", "2"):
        make(files)
        options = ["--jobs", jobs, "--output-format", "json", "--target", "lrsched"]
        told = subprocess.run(
            [*COMMAND, command, *options], capture_output=True, text=True
        )
        assert told.returncode == 2, told.stderr
        seen.append((json.loads(told.stdout), told.stderr, texts(files)))
    assert seen[0] == seen[1]
    assert len(seen[0][0]) > 6 * FILES_PER_JOB


def test_a_file_is_looked_at_once_as_it_was_and_once_as_it_is(folder, monkeypatch):
    make({"a.py": OLD, "b.py": HELD})
    looked = []

    def noted(source, plan, **how):
        looked.append((source.path, source.text))
        return analyze.analyze(source, plan, **how)

    monkeypatch.setattr(fix_file, "analyze", noted)
    monkeypatch.setattr(look, "analyze_by_others", lambda *a, **k: (noted(*a, **k), []))
    run.fix(request(), lambda *_: None)
    assert looked == [("a.py", OLD), ("a.py", NEW), ("b.py", HELD)]


@pytest.mark.parametrize(
    ("asked", "files", "loaded", "used"),
    [
        pytest.param(0, 10, False, 1, id="a few files are one process's"),
        pytest.param(0, 10_000, True, 1, id="nothing forks beside JAX"),
        pytest.param(0, 10_000, False, 8, id="many files are on all cores"),
        pytest.param(1, 10_000, False, 1, id="one is one"),
        pytest.param(3, 10_000, False, 3, id="three are three"),
        pytest.param(3, 40, False, 2, id="a process has some files at least"),
    ],
)
def test_how_many_processes_there_are(asked, files, loaded, used, monkeypatch):
    monkeypatch.setattr(mapping, "_cores", lambda: 8)
    monkeypatch.setattr(mapping, "_may_fork", lambda: not loaded)
    assert max(mapping.processes(asked, files, FILES_PER_JOB, PAYS), 1) == used
