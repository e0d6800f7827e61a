"""What moved since a lock was written: in the code, and in nothing but its text."""

import shutil
import tomllib
from pathlib import Path

import pytest
from paths import DEMO

pytest.importorskip("jax")

MOVED = {
    "a constant has another value": (
        *("LR = 0.1", "LR = 0.2"),
        {"main": ("moved", "code"), "warmup": ("moved", "code")},
        "MOVED in the code: train.py:7, init_value 0.1 to LR (0.2): 0.1 to 0.2 at step 0",
    ),
    "a length is another": (
        *("decay_steps=100", "decay_steps=60"),
        {"main": ("moved", "code"), "warmup": ("same", None)},
        "MOVED in the code: train.py:7, decay_steps 100 to 60: 0.099975",
    ),
    "an argument is new": (
        *("decay_steps=100", "decay_steps=100, alpha=0.5"),
        {"main": ("moved", "code"), "warmup": ("same", None)},
        "train.py:7, alpha=0.5 is new: 0.099975",
    ),
    "another schedule is made": (
        *("optax.linear_schedule(0.0, LR, 10)", "optax.constant_schedule(LR)"),
        {"main": ("same", None), "warmup": ("moved", "code")},
        "linear_schedule to constant_schedule",
    ),
    "a schedule is made that was not": (
        *("    return", "    more = optax.constant_schedule(1.0)\n    return"),
        {"main": ("same", None), "warmup": ("same", None), "more": ("new", None)},
        "new: it is not in the lock",
    ),
    "a schedule is not made any more": (
        *("    warmup = optax.linear_schedule(0.0, LR, 10)\n", "    warmup = 1\n"),
        {"main": ("same", None), "warmup": ("gone", None)},
        "gone: nothing like it is made any more",
    ),
    "a value comes from outside now": (
        *("decay_steps=100", "decay_steps=int(input())"),
        {"main": ("not known", None), "warmup": ("same", None)},
        "not known any more",
    ),
    "a call raises now": (
        *("decay_steps=100", "decay_steps=0"),
        {"main": ("moved", "code"), "warmup": ("same", None)},
        "a curve to raises ValueError",
    ),
}


@pytest.mark.parametrize(("old", "new", "statuses", "said"), MOVED.values(), ids=MOVED)
def test_what_moved_in_the_code_is_told_with_its_value(
    project, old, new, statuses, said, request
):
    project.locked()
    request.getfixturevalue("without_jax")
    project.edit("train.py", old, new)
    assert project.statuses() == statuses
    code, output = project.run("--check")
    assert code == 1
    assert said in output


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("decay_steps=100", "decay_steps=50 * 2"),
        ("LR, decay_steps", "init_value=LR, decay_steps"),
        ("import optax\n", "from lrmigrate import lrsched as optax\n"),
        (
            "optax.linear_schedule(0.0, LR, 10)",
            "optax.polynomial_schedule(0.0, LR, 1, 10)",
        ),
        ("def build():", "\n\ndef other():\n    return 1\n\n\ndef build():"),
        ("return main", "return build, main"),
    ],
    ids=[
        "a length is a product",
        "an argument has its name",
        "the call is migrated",
        "another function makes the same curve",
        "lines are put before it",
        "something else is changed",
    ],
)
def test_what_makes_the_same_curve_did_not_move(project, old, new):
    project.locked()
    project.edit("train.py", old, new)
    assert project.statuses() == {"main": ("same", None), "warmup": ("same", None)}


def test_what_is_renamed_moved_or_put_in_another_order_is_the_same(project, request):
    project.locked()
    request.getfixturevalue("without_jax")
    project.edit(
        "train.py", "    main =", "    first = optax.constant_schedule(3.0)\n    main ="
    )
    project.edit("train.py", "def build", "def make")
    (project.folder / "train.py").rename("other.py")
    assert project.statuses() == {
        "first": ("new", None),
        "main": ("same", None),
        "warmup": ("same", None),
    }


def test_a_number_that_an_optimizer_is_given_is_a_curve(project, request):
    project.edit("train.py", "    return", "    optax.sgd(0.1)\n    return")
    project.locked()
    assert [*project.statuses().values()] == [("same", None)] * 3
    request.getfixturevalue("without_jax")
    project.edit("train.py", "sgd(0.1)", "sgd(0.2)")
    code, output = project.run("--check")
    assert code == 1
    assert (
        "MOVED in the code: train.py:9, learning rate 0.1 to 0.2: 0.1 to 0.2" in output
    )


def test_without_jax_the_code_is_compared_and_that_is_said(project, without_jax):
    code, output = project.run("--lock")
    assert code == 2
    assert "name an environment that has them: --optax .venv" in output


def test_a_lock_is_checked_without_jax(project, request):
    project.locked()
    request.getfixturevalue("without_jax")
    code, output = project.run("--check")
    assert (code, "the bits were not compared" in output) == (0, True)
    project.edit("train.py", "decay_steps=100", "decay_steps=60")
    assert project.statuses()["main"] == ("moved", "code")


def test_files_outside_of_the_paths_are_neither_gone_nor_forgotten(project):
    other = "import optax\n\n\ndef f(x=0.5):\n    rate = optax.constant_schedule(x)\n"
    project.write("other.py", f"{other}    optax.constant_schedule(g())\n")
    whole = project.locked()
    assert 'choice = "' in whole
    assert "# Not locked: 1 " in whole
    assert project.statuses("train.py").keys() == {"main", "warmup"}
    project.write("other.py", "")
    assert project.run("--check", "train.py")[0] == 0
    code, _ = project.run("--lock", "train.py")
    assert (code, project.lock.read_text()) == (0, whole)
    assert project.statuses()["rate"] == ("gone", None)


def test_a_file_that_cannot_be_read_is_no_curve_that_is_gone(project):
    project.locked()
    project.write("train.py", "def build(:\n    optax.cosine_decay_schedule(\n")
    code, output = project.run("--check")
    assert code == 2
    assert "gone" not in output
    assert project.run("--lock")[0] == 2


def test_lock_fix_check_nothing_moved(project):
    shutil.copytree(DEMO, project.folder, dirs_exist_ok=True)
    (project.folder / "train.py").unlink()
    project.locked()
    before = {path: path.read_bytes() for path in Path("demo").glob("*.py")}
    from click.testing import CliRunner

    from lrmigrate.codemod.cli.app import cli

    done = CliRunner().invoke(cli, ["fix", "demo"])
    assert done.exit_code in (0, 1), done.output
    assert sum(before[path] != path.read_bytes() for path in before) == 3
    statuses = [*project.statuses().values()]
    assert statuses
    assert {*statuses} == {("same", None)}
    done = CliRunner().invoke(cli, ["fix", "--lock", "demo"])
    assert "curves locked in" in done.output
    tables = tomllib.loads(project.lock.read_text())["curve"]
    assert any("lrsched" in one["call"] for one in tables)
    assert project.run("--check")[0] == 0


@pytest.mark.parametrize("options", [["--diff"], ["-"]], ids=["a diff", "a stream"])
def test_fix_writes_no_lock_where_it_writes_no_file(project, options):
    from click.testing import CliRunner

    from lrmigrate.codemod.cli.app import cli

    done = CliRunner().invoke(cli, ["fix", "--lock", *options])
    assert done.exit_code == 2
    assert "--lock is for files that are written" in done.output
    assert not project.lock.exists()
