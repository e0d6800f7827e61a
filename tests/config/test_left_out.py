"""What is excluded even where it is named: the outer folder counts first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli

OLD = "import optax\ns = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
TREE = ["a.py", "gen/a.py", "src/a.py", "src/gen/b.py", "src/gen/c_pb2.py", "x/a.py"]
TEMPLATE = "{{ cookiecutter.name }}\n"
EXCLUDES = '[tool.lrmigrate]\nexclude = ["gen/"]\n'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    return project


def write(*paths, text=OLD):
    for path in map(Path, paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def lrmigrate(*arguments, stdin=None):
    return CliRunner().invoke(cli, arguments, input=stdin)


def found(*arguments):
    result = lrmigrate("check", "-q", *arguments)
    assert result.exit_code in (0, 1), result.stderr
    lines = [line for line in result.stdout.splitlines() if " LRS" in line]
    return [line.partition(":")[0] for line in lines]


def excluded(patterns):
    return [part for pattern in patterns for part in ("--exclude", pattern)]


# -- an outer configuration, before an inner one ----------------------------------


def flake8(name):
    command = [sys.executable, "-m", "flake8", "--select", "LRS", name]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("inner", ["gen", "gen/deep/er"])
def test_what_lies_in_an_excluded_folder_is_not_configured(inner):
    write(f"{inner}/x.py", "other.py")
    write(f"{inner}/pyproject.toml", text=TEMPLATE)
    write("pyproject.toml", text=EXCLUDES)
    name = f"{inner}/x.py"
    assert lrmigrate("check", name).exit_code == 2
    assert found("--force-exclude", name) == []
    assert found("--force-exclude", name, "other.py") == ["other.py"]
    assert found() == ["other.py"]
    assert flake8(name) == ""


@pytest.mark.parametrize("command", ["fix", "check", "curves", "report --html -"])
def test_nothing_is_done_where_all_is_left_out(folder, command):
    write("gen/x.py")
    write("gen/pyproject.toml", text=TEMPLATE)
    write("pyproject.toml", text=EXCLUDES)
    before = sorted(folder.rglob("*"))
    result = lrmigrate(*command.split(), "--force-exclude", "gen/x.py")
    assert (result.exit_code, "LRS001" in result.output) == (0, False)
    assert (folder / "gen/x.py").read_text() == OLD
    assert sorted(folder.rglob("*")) == before


def test_no_lock_is_written_elsewhere_where_all_is_left_out(folder, monkeypatch):
    pytest.importorskip("jax")
    write("gen/x.py")
    write("pyproject.toml", text=EXCLUDES)
    result = lrmigrate("curves", "--lock", "--force-exclude", "gen/x.py")
    assert result.exit_code == 0
    assert result.stdout.startswith("curves locked in lrmigrate.lock: 0, ")


def test_an_inner_configuration_lifts_nothing():
    write("gen/x.py")
    write("gen/pyproject.toml", text="[tool.lrmigrate]\nexclude = []\n")
    write("pyproject.toml", text=EXCLUDES)
    assert found("--force-exclude", "gen/x.py") == found() == []
    assert flake8("gen/x.py") == ""


def test_an_outer_one_that_cannot_be_read_counts_for_nothing():
    write("src/x.py", "src/gen/y.py")
    write("pyproject.toml", text=TEMPLATE)
    write("src/pyproject.toml", text=EXCLUDES)
    assert found("--force-exclude", "src/x.py", "src/gen/y.py") == ["src/x.py"]


def test_what_lies_above_the_checkout_counts_for_nothing():
    write("../pyproject.toml", text='[tool.lrmigrate]\nexclude = ["project/"]\n')
    write("x.py")
    assert found("--force-exclude", "x.py") == []
    write(".git/HEAD")
    write("pyproject.toml", text="[tool.lrmigrate]\n")
    assert found("--force-exclude", "x.py") == ["x.py"]


# -- standard input -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["gen/x.py", "gen/new/x.py", "x/../gen/x.py"])
@pytest.mark.parametrize("text", [OLD, "no Python\n\n("], ids=["code", "none"])
def test_standard_input_comes_back_as_it_was(name, text):
    write("gen/pyproject.toml", text=TEMPLATE)
    write("pyproject.toml", text=EXCLUDES)
    options = ("--force-exclude", "--stdin-filename", name, "-")
    result = lrmigrate("fix", *options, stdin=text)
    assert (result.exit_code, result.stdout) == (0, text)
    assert lrmigrate("fix", "--diff", "-q", *options, stdin=text).output == ""
    assert lrmigrate("check", "-q", *options, stdin=text).output == ""


def test_without_the_option_or_a_name_it_is_fixed():
    pytest.importorskip("jax")
    write("pyproject.toml", text='[tool.lrmigrate]\nexclude = ["*.py", "-"]\n')
    named = ("--stdin-filename", "x.py")
    for options in (named, ("--force-exclude",)):
        result = lrmigrate("fix", *options, "-", stdin=OLD)
        assert "transition_steps=9" in result.stdout


# -- which patterns leave out what ---------------------------------------------------


@pytest.mark.parametrize(
    ("exclude", "left_out"),
    [
        pytest.param(["a.p"], set(), id="another name"),
        pytest.param(["!gen/"], set(), id="a pattern that takes in"),
        pytest.param(["gen"], {"gen/a.py", *TREE[3:5]}, id="a folder's name"),
        pytest.param(["/gen/"], {"gen/a.py"}, id="a folder at the root"),
        pytest.param(["gen/", "!gen/a.py"], {"gen/a.py", *TREE[3:5]}, id="below it"),
        pytest.param(["*.py", "!b.py"], {*TREE} - {"src/gen/b.py"}, id="all but one"),
        pytest.param(["src/gen/*_pb2.py"], {TREE[4]}, id="a path"),
    ],
)
def test_exclude_is_for_named_files_too_where_it_is_forced(exclude, left_out):
    write(*TREE)
    options = excluded(exclude)
    assert {*found(*options, *TREE)} == {*TREE}
    forced = found(*options, "--force-exclude", *TREE)
    assert {*forced} == {*TREE} - left_out
    absolute = found(*options, "--force-exclude", *map(os.path.abspath, TREE))
    assert {os.path.relpath(path) for path in absolute} == {*forced}
    assert found(*options) == sorted(forced)


def test_outside_of_the_root_a_forced_exclude_goes_by_the_name():
    write("../other/gen/a.py", "../other/b.py")
    write("pyproject.toml", text="[tool.lrmigrate]\n")
    options = ("--config", "pyproject.toml", *excluded(["b.py", "/x", "other"]))
    paths = ["../other/b.py", "../other/gen/a.py"]
    assert found(*options, "--force-exclude", *paths) == paths[1:]


@pytest.mark.parametrize(
    ("named", "left_out"),
    [
        pytest.param("gen", True, id="the folder"),
        pytest.param("gen/", True, id="with a slash"),
        pytest.param("src/gen", True, id="deeper"),
        pytest.param("src/gen/in", True, id="below it"),
        pytest.param("src/../gen", True, id="by way of another"),
        pytest.param("src", False, id="above one"),
        pytest.param(".", False, id="here"),
    ],
)
@pytest.mark.parametrize("pattern", ["gen", "gen/"])
def test_a_folder_that_is_named_is_left_out_where_it_is_forced(
    named, left_out, pattern
):
    write("gen/a.py", "src/a.py", "src/gen/in/b.py")
    options = ("--exclude", pattern)
    assert found(*options, named) != []
    assert (found(*options, "--force-exclude", named) == []) == left_out


def test_a_named_folder_is_left_out_whatever_is_configured_in_it(folder, monkeypatch):
    write("gen/a.py", "other.py")
    write("gen/pyproject.toml", text=TEMPLATE)
    write("pyproject.toml", text=EXCLUDES)
    assert lrmigrate("check", "gen").exit_code == 2
    for paths in (["gen"], ["gen", "gen/a.py"], ["gen", "other.py"]):
        assert found("--force-exclude", *paths) == paths[1:] * ("other.py" in paths)
    result = lrmigrate("fix", "--force-exclude", "gen")
    assert (result.exit_code, (folder / "gen/a.py").read_text()) == (0, OLD)
    Path("gen/pyproject.toml").unlink()
    monkeypatch.chdir("gen")
    assert (found(), found("--force-exclude")) == (["a.py"], [])


def test_the_top_of_a_checkout_is_left_out_by_nothing_above_it():
    write("../pyproject.toml", text='[tool.lrmigrate]\nexclude = ["project/"]\n')
    write("x.py", ".git/HEAD")
    assert found("--force-exclude", ".") == ["x.py"]


def test_a_named_folder_outside_of_the_root_is_looked_at():
    write("../other/b.py")
    write("pyproject.toml", text="[tool.lrmigrate]\n")
    options = ("--config", "pyproject.toml", "--exclude", "other")
    assert found(*options, "--force-exclude", "../other") == ["../other/b.py"]


def test_a_pattern_that_is_none_is_told():
    write("a.py")
    result = lrmigrate("check", "--exclude", "!", "--force-exclude", "a.py")
    told = "lrmigrate: error: exclude: '!' is not a pattern\n"
    assert (result.exit_code, result.stderr) == (2, told)
