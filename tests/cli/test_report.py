"""``lrmigrate report``: what it refuses, what it writes, and how it exits."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli

OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"
INFO = "import optax\nf = optax.warmup_exponential_decay_schedule(0, 1, 2, 3, 0.5)\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(*arguments, stdin=None):
    return CliRunner().invoke(cli, ["report", *arguments], input=stdin)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["."], "--html"),
        (["--html", "nowhere/report.html"], "nowhere/report.html"),
        (["--html", "."], "directory"),
        (["--html", "r.html", "--output-format", "json"], "--output-format"),
        (["--html", "r.html", "--diff"], "--diff"),
        (["--html", "r.html", "-", "train.py"], "standard input"),
    ],
)
def test_wrong_options_are_refused_in_one_line(folder, arguments, words):
    result = report(*arguments)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert words in line
    assert not list(folder.iterdir())


def test_the_page_is_written_and_the_code_is_not(folder):
    (folder / "train.py").write_text(OLD)
    result = report("--html", "report.html", "train.py")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert (folder / "train.py").read_text() == OLD
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "equivalent (identical)" in page
    assert result.stderr.splitlines()[-1] == (
        "1 file scanned: 1 finding (1 warning), 1 would be fixed in 1 file, 0 left."
    )
    assert report("--html", "again.html", "train.py").exit_code == 1
    assert (folder / "again.html").read_text(encoding="utf-8") == page


def test_standard_input_to_standard_output():
    result = report(
        "--html", "-", "--quiet", "--stdin-filename", "a.py", "-", stdin=OLD
    )
    assert result.exit_code == 1
    assert result.stderr == ""
    assert "a.py:3:39" in result.stdout


@pytest.mark.parametrize(
    ("code", "options", "exit_code"),
    [
        ("x = 1\n", [], 0),
        (INFO, [], 0),
        (INFO, ["--fail-on", "info"], 1),
        (OLD, ["--fail-on", "never"], 0),
        (OLD, ["--ignore", "LRS001"], 0),
        ("import optax\noptax.cosine_decay_schedule(\n", [], 2),
    ],
)
def test_exit_codes(folder, code, options, exit_code):
    (folder / "train.py").write_text(code)
    result = report("--html", "report.html", *options, ".")
    assert result.exit_code == exit_code, result.output
    assert (folder / "report.html").exists()


def test_a_file_that_cannot_be_read_is_on_the_page(folder):
    (folder / "train.py").write_text("import optax\noptax.cosine_decay_schedule(\n")
    assert report("--html", "report.html", ".").exit_code == 2
    assert "LRS900" in (folder / "report.html").read_text(encoding="utf-8")
