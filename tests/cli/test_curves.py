"""``lrmigrate curves``: where it writes, what it refuses, and how it exits."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli

TRAIN = """\
import optax
import config

schedule = optax.cosine_decay_schedule(0.1, decay_steps=config.STEPS)


def make(lr):
    return optax.linear_schedule(lr, 0.0, 100)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    here = tmp_path / "home" / "project"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    (here / "train.py").write_text(TRAIN)
    (here / "config.py").write_text("STEPS = 1_000\n")
    return here


def curves(*arguments, stdin=None):
    return CliRunner().invoke(cli, ["curves", "--isolated", *arguments], input=stdin)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "svg"], ["there are 2", "train.py:4 cosine", "train.py:8"]),
        (["--svg", "x.svg", "config.py"], ["no learning rate was found"]),
        (["train.py:5"], ["no learning rate for line 5", "4 cosine_decay_schedule"]),
        (["train.py::nobody"], ["no learning rate for the name nobody"]),
        (["--html", "x", "--svg", "./x"], ["two results would be written to x"]),
        (["--html", "x", "--output-file", "x"], ["two results"]),
        (["--html", "-"], ["--format"]),
        (["--html", "page.py"], ["named like source"]),
        (["--html", "no/page.html"], ["no/page.html"]),
        (["--format", "yaml"], ["yaml"]),
        (["--axis", "both"], ["both"]),
    ],
    ids=" ".join,
)
def test_what_cannot_be_is_refused_in_one_line(folder, arguments, words):
    before = sorted(folder.iterdir())
    result = curves(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    for word in words:
        assert word in line
    assert sorted(folder.iterdir()) == before, "nothing is written"


def test_all_are_written_at_once(folder):
    result = curves(
        *("train.py:4", "--html", "page.html", "--svg", "one.svg"),
        *("--format", "json", "--output-file", "all.json"),
    )
    assert (result.exit_code, result.stdout) == (0, "")
    document = json.loads((folder / "all.json").read_text(encoding="utf-8"))
    assert [one["target"] for one in document["learning_rates"]] == ["schedule"]
    assert (folder / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE")
    assert (folder / "one.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_page_comes_besides_the_text(folder):
    result = curves("--html", "page.html", ".")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("2 learning rates in 1 file:")
    assert (folder / "page.html").exists()


def test_text_can_be_written_to_a_file(folder):
    told = curves(".").stdout
    assert curves("--output-file", "told.txt", ".").stdout == ""
    assert (folder / "told.txt").read_text(encoding="utf-8") == told


@pytest.mark.parametrize("form", ["html", "svg"])
def test_no_path_of_the_machine_is_told(folder, form):
    result = curves("--format", form, f"{folder}/train.py:4")
    assert result.exit_code == 0
    assert "train.py" in result.stdout
    assert "config.py:1" in result.stdout
    assert str(folder) not in result.stdout
    assert "home" not in result.stdout


@pytest.mark.parametrize("form", ["html", "svg"])
def test_nor_where_the_project_is_elsewhere(folder, form, tmp_path, monkeypatch):
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    result = curves("--format", form, f"{folder}/train.py::schedule")
    assert result.exit_code == 0
    assert "train.py" in result.stdout
    assert "home" not in result.stdout


def test_a_picture_on_each_axis():
    flat, steep = (
        curves("--format", "svg", "--axis", axis, "train.py:4").stdout
        for axis in ("linear", "log")
    )
    assert "logarithmic" not in flat
    assert "learning rate, logarithmic" in steep


@pytest.mark.parametrize("form", ["text", "json", "html", "svg"])
def test_no_number_is_too_large(form):
    code = f"import optax\nlr = optax.constant_schedule({10**400})\nl = optax.constant_schedule(1e400)\n"
    result = curves("--format", form, "-", stdin=code)
    assert "bug" not in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_no_number_has_too_many_digits(form):
    code = f"import optax\nN = 0x{'f' * 5000}\nlr = optax.constant_schedule(N)\n"
    result = curves("--format", form, "-", stdin=code)
    assert (result.exit_code, result.stderr) == (0, "")
    told = ("no numbers that make a curve", "0xffff")
    assert any(one in result.stdout for one in told)


def test_a_problem_is_told_and_exits_with_2(folder):
    (folder / "broken.py").write_text("import optax\nlr = optax.constant_schedule(\n")
    result = curves("--format", "json", ".")
    assert result.exit_code == 2
    assert "broken.py" in result.stderr
    (problem,) = json.loads(result.stdout)["problems"]
    assert problem["filename"] == "broken.py"


@pytest.mark.parametrize(
    ("charset", "drawn"),
    [
        ("ascii", "#####***++==:::--...____ 0.1 -> 0 at step 1000"),
        ("latin-1", "#####***++==:::--...____ 0.1 -> 0 at step 1000"),
        ("utf-8", "0.1 → 0 at step 1000"),
    ],
)
def test_a_terminal_gets_what_its_encoding_has(folder, charset, drawn):
    result = CliRunner(charset=charset).invoke(cli, ["curves", "--isolated", "."])
    line = result.stdout.splitlines()[0]
    assert drawn in line
    assert line.isascii() == (charset != "utf-8")
    assert "\\u" not in line
