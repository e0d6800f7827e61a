"""``lrmigrate vendor``, and rewrites that import what it wrote."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli

MODULE = "pkg.schedules.lrsched"
CODE = """\
import optax

def make(n):
    return optax.cosine_decay_schedule(1e-3, decay_steps=n)
"""
FIXED = """\
import optax
from pkg.schedules import lrsched

def make(n):
    return lrsched.cosine_decay_schedule(1e-3, transition_steps=n)
"""
UNUSED = FIXED.replace("import optax\n", "")


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    """A project with a package, and with a copy that it does not name yet."""
    folder = tmp_path / "src" / "pkg" / "schedules"
    folder.mkdir(parents=True)
    for one in (folder, folder.parent):
        (one / "__init__.py").touch()
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(cli, arguments)


@pytest.fixture
def copy(project):
    assert run("vendor", "src/pkg/schedules/lrsched").exit_code == 0
    configure(project, f'vendored = "{MODULE}"')
    return project / "src" / "pkg" / "schedules" / "lrsched"


def configure(project: Path, *lines: str) -> None:
    text = "\n".join(["[tool.lrmigrate]", *lines, ""])
    (project / "pyproject.toml").write_text(text)


def file(project: Path, path: str, text: str) -> Path:
    there = project / path
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_text(textwrap.dedent(text))
    return there


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["vendor"], "say where: `lrmigrate vendor PATH`"),
        (["vendor", "--check"], "say where: `lrmigrate vendor PATH`"),
        (["vendor", "--check", "src/pkg"], "src/pkg: there is no copy of lrsched"),
        (["vendor", "src/pkg"], "src/pkg: holds something else"),
        (["vendor", "none/lrsched"], "make it first"),
        (["fix", "--target", "vendored"], "`lrmigrate vendor PATH` writes one"),
        (["check", "--target", "vendored"], "`lrmigrate vendor PATH` writes one"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_is_refused_in_one_line(project, arguments, words):
    file(project, "src/pkg/train.py", CODE)
    result = run(*arguments)
    assert result.exit_code == 2
    (line,) = [one for one in result.stderr.splitlines() if "error: " in one]
    assert words in line


@pytest.mark.parametrize("value", ["true", '"pkg/lrsched"', '"."', '"pkg..lrsched"'])
def test_what_is_no_module_is_refused(project, value):
    configure(project, f"vendored = {value}")
    result = run("check")
    assert result.exit_code == 2
    assert 'vendored must be a module, like "project.lrsched"' in result.stderr


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda copy: (copy / "join.py").unlink(), "lrsched/join.py is missing"),
        (lambda copy: (copy / "join.py").write_text(""), "join.py was changed here"),
        (lambda copy: (copy / "vendored.toml").unlink(), "there is no copy"),
    ],
    ids=["a file is missing", "a file was changed", "it has no stamp"],
)
def test_a_copy_that_is_not_as_it_was_written_is_not_imported(
    project, copy, wrong, words
):
    train = file(project, "src/pkg/train.py", CODE)
    wrong(copy)
    result = run("fix")
    assert result.exit_code == 2
    assert words in result.stderr
    assert train.read_text() == CODE


@pytest.mark.parametrize(
    ("path", "text", "packages", "reason"),
    [
        ("script.py", CODE, {}, "nothing here imports `pkg`"),
        (
            "src/pkg/train.py",
            f"{CODE}\nif __name__ == '__main__':\n    make(3)\n",
            {},
            "it may run as a program, which does not find `pkg` by itself",
        ),
        ("src/pkg/train.py", f"{CODE}\nmake(3)\n", {}, "it may run as a program"),
        (
            "src/pkg/train.py",
            CODE,
            {"src/pkg/schedules/__init__.py": "from pkg.train import make\n"},
            "`pkg/schedules/__init__.py`, which does more than define names, on line 1",
        ),
        (
            "src/pkg/train.py",
            CODE,
            {"src/pkg/schedules/__init__.py": "NAMES = []\nNAMES.append(print())\n"},
            "on line 2",
        ),
        (
            "src/pkg/train.py",
            CODE,
            {"pkg/schedules/lrsched.py": "", "pkg/schedules/__init__.py": ""},
            "does not certainly find the copy from here",
        ),
    ],
    ids=[
        "a script that imports nothing of the package",
        "a module that is a program, too",
        "a module that does something",
        "a package that would import the file again",
        "a package that does something",
        "a second module of the same name",
    ],
)
def test_a_file_that_may_not_find_the_copy_is_left(
    project, copy, path, text, packages, reason
):
    there = file(project, path, text)
    for other, content in packages.items():
        file(project, other, content)
    result = run("fix")
    assert reason in result.stdout
    assert there.read_text() == textwrap.dedent(text)


@pytest.mark.parametrize(
    ("path", "head", "packages"),
    [
        ("src/pkg/train.py", "", {}),
        ("src/pkg/schedules/train.py", "", {}),
        ("src/pkg/inner/train.py", "", {"src/pkg/inner/__init__.py": ""}),
        ("script.py", "import pkg\n", {}),
        ("src/script.py", "print()\n", {}),
        ("script.py", "from pkg.schedules import other\n", {}),
        (
            "src/pkg/train.py",
            "from .schedules import other\nprint(other)\n",
            {"src/pkg/schedules/__init__.py": "import os\nother = os\n"},
        ),
        (
            "src/pkg/train.py",
            "",
            {
                "src/pkg/schedules/__init__.py": '"""Text."""\n'
                "from __future__ import annotations\nfrom . import lrsched\n"
                '__all__ = ["lrsched"]\nVERSION: str = "1"\n'
            },
        ),
        (
            "src/pkg/train.py",
            "",
            {"src/pkg/__init__.py": "import os\nfrom pkg.train import make\n"},
        ),
    ],
    ids=[
        "in the package",
        "beside the copy",
        "in a package below",
        "a script that imports the package",
        "a script beside the package",
        "a script that imports a part of it",
        "a program that imports what would be run",
        "a package that imports nothing but the copy",
        "a package around the file may do anything",
    ],
)
def test_a_file_that_finds_the_copy_imports_it(project, copy, path, head, packages):
    for other, content in packages.items():
        file(project, other, content)
    there = file(project, path, head + CODE)
    result = run("fix")
    assert result.exit_code == 0, result.output
    assert there.read_text() == head + UNUSED
    assert "target: vendored (the project has a copy" in result.stderr
    assert "add lrmigrate" not in result.stdout
    assert run("fix", "--diff").exit_code == 0, "a second run changes nothing"


def test_a_from_import_moves_to_the_copy(project, copy):
    train = file(
        project,
        "src/pkg/train.py",
        """\
        from optax import sgdr_schedule, linear_onecycle_schedule as onecycle

        rate = onecycle(100, 0.1, pct_start=0.2)
        restarts = sgdr_schedule([dict(init_value=0.0, peak_value=0.1, warmup_steps=2,
                                       decay_steps=10)])
        """,
    )
    assert run("fix").exit_code == 0
    text = train.read_text()
    assert f"from {MODULE} import cosine_warm_restarts_schedule" in text
    assert f"from {MODULE} import linear_onecycle_schedule as onecycle" in text or (
        "linear_onecycle_schedule as onecycle" in text and "optax" not in text
    )


def test_what_is_asked_for_goes_before_the_copy(project, copy):
    train = file(project, "src/pkg/train.py", CODE)
    assert run("fix", "--target", "lrsched").exit_code == 0
    assert "from lrmigrate import lrsched" in train.read_text()


def test_calls_of_the_copy_are_known(project, copy):
    file(
        project,
        "src/pkg/train.py",
        """\
        from pkg.schedules import lrsched
        from pkg.schedules.lrsched import linear_schedule

        rate = lrsched.cosine_decay_schedule(0.1, 100, alpha=0.1)
        other = linear_schedule(0.1, 0.0, transition_steps=10)
        old = lrsched.cosine_decay_schedule(0.1, decay_steps=100)
        """,
    )
    found = run("curves").stdout
    assert "3 learning rates in 1 file: 3 known" in found
    checked = run("check").stdout
    assert "train.py:6:" in checked
    assert "LRS001" in checked


def test_the_copy_itself_is_not_looked_at(project, copy):
    result = run("check", "src")
    assert (result.exit_code, result.stdout.count("LRS")) == (0, 0)


def test_check_tells_drift_and_the_command_that_ends_it(project, copy):
    same = run("vendor", "--check")
    assert (same.exit_code, same.stderr) == (0, "")
    assert "as lrmigrate" in same.stdout
    (copy / "join.py").unlink()
    (copy / "cosine.py").write_text("")
    result = run("vendor", "--check")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:2] == [
        "src/pkg/schedules/lrsched/cosine.py was changed here; take it away to have it "
        "written again",
        "src/pkg/schedules/lrsched/join.py is missing",
    ]
    (copy / "cosine.py").unlink()
    assert run("vendor").exit_code == 0
    assert run("vendor", "--check").exit_code == 0


def test_what_to_configure_is_told_until_it_is(project):
    first = run("vendor", "src/pkg/schedules/lrsched").stdout
    assert first.endswith(f'[tool.lrmigrate]\nvendored = "{MODULE}"\n')
    configure(project, f'vendored = "{MODULE}"')
    assert "[tool.lrmigrate]" not in run("vendor").stdout


def test_the_settings_of_a_file_name_its_copy(project, copy):
    shown = run("check", "--show-settings", "src").stdout
    assert f'vendored = "{MODULE}"\n' in shown
