"""Locks that cannot be read or written: what is said, and that nothing is lost."""

import subprocess
import sys

import pytest

CALL = "optax.constant_schedule(value=0.1)"
CURVE = f"""\
[[curve]]
file = "train.py"
in = "build"
order = 0
target = "main"
call = "{CALL}"
story = "0.1 at every step"
steps = "0-8, 1000"
values = {{ 0 = 0.1, 1 = 0.1 }}
mean = 0.1
sha256 = "00"
"""
HEAD = '# `lrmigrate curves --lock`\nversion = 1\noptax = "0.2.8"\njax = "0.10.2"\n\n'
GOOD = HEAD + CURVE

BROKEN = {
    "a merge left its markers": (
        GOOD.replace("order", "<<<<<<< HEAD\norder"),
        "lrmigrate.lock:9: a merge left its markers",
    ),
    "it is no TOML": (GOOD.replace('"build"', '"build'), "(at line 8, column"),
    "a key is twice in a curve": (
        GOOD.replace("order = 0", "order = 0\norder = 1"),
        "(at line 10",
    ),
    "a curve is there twice": (GOOD + CURVE, "lrmigrate.lock:17: the same curve"),
    "a curve has no call": (
        GOOD.replace("call =", "cal ="),
        "lrmigrate.lock:6: the curve has no 'call'",
    ),
    "a curve has no digest": (GOOD.replace("sha256", "sha"), "has no 'sha256'"),
    "no file can be called so": (
        GOOD.replace('"train.py"', r'"a\u0000.py"'),
        r"lrmigrate.lock:6: the curve cannot be read: its 'file' is 'a\x00.py', and no",
    ),
    "an order is a text": (GOOD.replace("order = 0", 'order = "0"'), "its 'order' is"),
    "an order is true": (GOOD.replace("order = 0", "order = true"), "its 'order' is"),
    "a curve is a number": (HEAD.replace("\n\n", "\ncurve = [1]\n"), "cannot be read"),
    "a value is a text": (GOOD.replace("0 = 0.1", '0 = "x"'), "could not convert"),
    "a value is of a step that is not computed": (
        GOOD.replace("1 = 0.1", "77 = 0.1"),
        "step 77 is not among its steps",
    ),
    "steps are no steps": (GOOD.replace("0-8, 1000", "a few"), "steps like"),
    "there are too many steps": (
        GOOD.replace("0-8, 1000", "0-2000000000"),
        "at most 2097152 steps",
    ),
    "steps lie beyond what is counted": (
        GOOD.replace("0-8, 1000", "9999999999"),
        "none beyond 2147483646",
    ),
    "a call is of something else": (
        GOOD.replace(CALL, "os.system(command='true')"),
        "`os.system` is no schedule",
    ),
    "an argument is a call of something else": (
        GOOD.replace("value=0.1", "value=os.getcwd()"),
        "`os.getcwd` is no schedule",
    ),
    "an argument is computed": (GOOD.replace("value=0.1", "value=9**9"), "is no value"),
    "an argument has no name": (GOOD.replace("value=0.1", "0.1"), "has no name"),
    "arguments are unpacked": (GOOD.replace("value=0.1", "**{}"), "has no name"),
    "a call is nested without end": (
        GOOD.replace("0.1)", "[" * 5000 + "]" * 5000 + ")"),
        "no call",
    ),
    "a call is no call": (GOOD.replace(CALL, "0.1"), "no call"),
    "it is of another version": (
        GOOD.replace("version = 1", "version = 2"),
        "of version 2",
    ),
    "it has no version": (GOOD.replace("version = 1", ""), "of version None"),
    "it does not say its Optax": (GOOD.replace("optax = ", "other = "), "does not say"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN)
def test_a_lock_that_is_broken_is_told_with_its_place_and_cure(project, text, said):
    project.lock.write_text(text, encoding="utf-8")
    code, output = project.run("--check")
    assert code == 2
    assert said in output
    assert "write it anew with `lrmigrate curves --lock`" in output
    assert output.startswith("lrmigrate: error: ")
    assert output.count("\n") == 1


def test_no_lock_is_told_with_its_cure(project):
    code, output = project.run("--check")
    assert code == 2
    assert "there is no lock; write it with `lrmigrate curves --lock`" in output


def test_bytes_that_are_no_text_are_told(project):
    project.lock.write_bytes(b"\xff\xfe\x00")
    code, output = project.run("--check")
    assert (code, "is not UTF-8" in output) == (2, True)


@pytest.mark.parametrize("option", ["--check", "--lock"])
def test_a_folder_is_no_lock(project, option):
    project.lock.mkdir()
    pytest.importorskip("jax")
    code, output = project.run(option)
    assert (code, "Is a directory" in output) == (2, True)


def test_what_is_no_lock_is_never_written_over(project):
    pytest.importorskip("jax")
    before = (project.folder / "train.py").read_text()
    code, output = project.run("--lock", "--lock-file", "train.py")
    assert code == 2
    assert "it is no lock, so it stays" in output
    assert (project.folder / "train.py").read_text() == before


def test_no_lock_is_put_into_git_s_folder(project):
    pytest.importorskip("jax")
    (project.folder / ".git").mkdir(exist_ok=True)
    code, output = project.run("--lock", "--lock-file", ".git/x")
    assert (code, (project.folder / ".git/x").exists()) == (2, False)
    assert "x: is git's own; name another file for the lock" in output


def test_a_broken_lock_is_written_anew_for_the_whole_project_alone(project):
    pytest.importorskip("jax")
    project.lock.write_text("<<<<<<< HEAD\n" + GOOD, encoding="utf-8")
    code, output = project.run("--lock", "train.py")
    assert code == 2
    assert "for the whole project: what it says of other files would be lost" in output
    project.locked()
    assert project.run("--check")[0] == 0


def test_a_lock_with_other_line_ends_is_the_same_lock(project):
    pytest.importorskip("jax")
    text = project.locked()
    project.lock.write_bytes(text.replace("\n", "\r\n").encode())
    assert project.run("--check")[0] == 0
    before = project.lock.stat().st_mtime_ns
    project.run("--lock")
    assert project.lock.stat().st_mtime_ns == before


def test_a_link_stays_a_link(project):
    pytest.importorskip("jax")
    project.write("elsewhere/real.lock", "")
    project.lock.symlink_to("elsewhere/real.lock")
    project.locked()
    assert project.lock.is_symlink()
    assert project.run("--check")[0] == 0


def test_a_folder_that_cannot_be_written_to_is_told(project):
    pytest.importorskip("jax")
    code, output = project.run("--lock", "--lock-file", "missing/lrmigrate.lock")
    assert (code, "cannot be written: No such file" in output) == (2, True), output


def test_two_runs_at_once_leave_a_whole_lock(project):
    pytest.importorskip("jax")
    text = project.locked()
    project.lock.unlink()
    command = "from lrmigrate.codemod.cli.app import main; main()"
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", command, "curves", "--lock"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [one.communicate()[1] for one in runs]
    assert 0 in [one.returncode for one in runs], said
    assert project.lock.read_text("utf-8") == text
    assert {path.name for path in project.folder.iterdir()} == {
        *("lrmigrate.lock", "pyproject.toml", "train.py")
    }


def test_a_lock_is_as_it_was_where_a_curve_cannot_be_computed(project):
    pytest.importorskip("jax")
    project.lock.write_text(GOOD, encoding="utf-8")
    program = project.folder / "python"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    code, _ = project.run("--lock", "--optax", program)
    assert (code, project.lock.read_text("utf-8")) == (2, GOOD)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--lock", "--check"], "name one"),
        (["--check", "--optax", "0.2.6", "--against", "0.2.8"], "name one"),
        (["--against", "0.2.8"], "--against needs --optax"),
        (["--optax", "0.2.6"], "--optax is for"),
        (["--lock-file", "x.lock"], "--lock-file is for"),
        (["--diff", "HEAD", "--check"], "--diff is one thing"),
        (["--check", "--html", "x.html"], "tells neither of a lock"),
        (["--lock", "--format", "json"], "--lock writes a lock"),
        (["--lock", "-"], "standard input is no project"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_options_that_do_not_go_together_are_told(project, options, said):
    code, output = project.run(*options)
    assert (code, said in output) == (2, True), output
