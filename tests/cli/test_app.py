"""The command line: what it refuses, what it says, where, and how it exits."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.mapping import AS_PAYS
from lrmigrate.codemod.model import (
    FailOn,
    FileChange,
    Finding,
    Fix,
    Position,
    Problem,
    RunResult,
    Severity,
    TargetChoice,
    Verdict,
    VerdictKind,
)
from lrmigrate.codemod.report.formats import names
from lrmigrate.rules import all_rules

COMMAND = (sys.executable, "-c", "from lrmigrate.codemod.cli.app import main; main()")
OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"
NEW = (
    "from lrmigrate import lrsched\n\n"
    "lr = lrsched.cosine_decay_schedule(0.1, transition_steps=100)\n"
)

NOTHING = RunResult((), (), (), 1, 0, TargetChoice("lrsched", "Optax is too old"))
FOUND = Finding(
    path="train.py",
    code="LRS001",
    message="an old name",
    severity=Severity.WARNING,
    start=Position(3, 40),
    end=Position(3, 51),
    fix=Fix("rename", ()),
)
FIXED = replace(FOUND, written=True, verdict=Verdict(VerdictKind.PRESERVING))
FIXED_RUN = replace(
    NOTHING, findings=(FIXED,), changes=(FileChange("train.py", OLD, NEW),)
)


class Engine:
    """Stands in for the run: answers what it is told to, and remembers."""

    def __init__(self):
        self.answer = NOTHING
        self.error = None
        self.request = None

    def settings(self):
        return self.request.settings(".")

    def __call__(self, request, on_progress):
        self.request = request
        on_progress("check", 1, 1)
        if self.error is not None:
            raise self.error
        return self.answer


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def engine(monkeypatch):
    stand_in = Engine()
    monkeypatch.setattr(run, "check", stand_in)
    monkeypatch.setattr(run, "fix", stand_in)
    return stand_in


def lrmigrate(*arguments, stdin=None):
    return CliRunner().invoke(cli, arguments, input=stdin)


def refusal(result):
    """The one line that a refused run says, and that it says nothing else."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert line.startswith("lrmigrate: error: ")
    return line.removeprefix("lrmigrate: error: ")


# -- refused: the command -----------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chekc"], "No such command 'chekc'. Did you mean 'check'?"),
        (["check", "--colr", "never"], "Did you mean '--color'?"),
        (["--bogus"], "--bogus"),
        (["check", "--bogus"], "lrmigrate check --help"),
        (["check", "--diff"], "--diff"),
        (["check", "--jobs", "0"], "--jobs"),
        (["check", "--jobs", "many"], "many"),
        (["check", "--target", "flax"], "flax"),
        (["check", "--color", "maybe"], "'maybe' is not one of 'auto', 'always'"),
        (["--color", "maybe", "check"], "'maybe' is not one of 'auto', 'always'"),
        (["check", "--output-format", "xml"], "xml"),
        (["check", "-", "train.py"], "standard input"),
        (["fix", "--diff", "--output-format", "json"], "--output-file"),
        (["fix", "-", "--output-format", "json"], "--output-file"),
        (["check", "--output-file", "nowhere/report.txt"], "nowhere/report.txt"),
        (["check", "--output-file", "."], "directory"),
        (["check", "--config", "gone.toml"], "gone.toml"),
        (["check", "--select", "LRS0O1"], "LRS0O1"),
        (["check", "--ignore", "LRS001,E501"], "E501"),
        (["rule", "LRS0011"], "did you mean LRS001?"),
        (["rule", "LRS8"], "did you mean LRS108?"),
        (["rule", "decay-step"], "did you mean LRS001?"),
        (["rule", "E501"], "lists them all"),
        (["rule", ""], "there is no rule"),
        (["rule", "--all", "LRS001"], "--all explains every rule, and LRS001 is one"),
        (["rule", "--output-format", "sarif"], "is not one of 'text', 'json'"),
    ],
    ids=str,
)
def test_a_wrong_command_is_one_line(engine, arguments, words):
    assert words in refusal(lrmigrate(*arguments, stdin=""))
    assert engine.request is None


def test_a_code_that_is_nearly_one_is_suggested(engine):
    assert "LRS00" in refusal(lrmigrate("check", "--select", "LSR001"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[tool.lrmigrate]\nselect = 3\n", "select"),
        ("[tool.lrmigrate]\nselct = ['LRS001']\n", "selct"),
        ("[tool.lrmigrate\n", "pyproject.toml"),
        ("[tool.lrmigrate]\ntarget = 'flax'\n", "flax"),
        ("[tool.lrmigrate]\nselect = ['LRS0O1']\n", "LRS0O1"),
    ],
    ids=["wrong type", "unknown key", "not TOML", "unknown target", "unknown code"],
)
def test_a_wrong_configuration_is_one_line(engine, folder, text, words):
    (folder / "pyproject.toml").write_text(text)
    assert words in refusal(lrmigrate("check"))
    assert lrmigrate("check", "--isolated").exit_code == 0


def test_a_crash_says_that_it_is_a_bug(engine):
    engine.error = KeyError("[/red]")
    line = refusal(lrmigrate("check"))
    assert line.startswith("this is a bug in lrmigrate, and not in your code: KeyError")
    assert "[/red]" in line
    assert "LRMIGRATE_TRACEBACK=1" in line


def test_a_crash_shows_its_traceback_where_asked(engine, monkeypatch):
    monkeypatch.setenv("LRMIGRATE_TRACEBACK", "1")
    engine.error = KeyError("x")
    result = lrmigrate("check")
    assert result.exit_code == 2
    assert "Traceback (most recent call last)" in result.stderr


def test_an_interrupted_run_leaves_no_report(engine, folder):
    engine.error = KeyboardInterrupt()
    result = lrmigrate("check", "--output-file", "report.txt")
    assert result.exit_code == 130
    assert result.output.strip() == ""
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_problem_is_told_even_when_quiet(engine, command):
    engine.answer = replace(
        NOTHING, problems=(Problem("not UTF-8", "bad.py", Position(2, 1), "LRS900"),)
    )
    result = lrmigrate(command, "--quiet")
    assert result.exit_code == 2
    assert result.stderr == "lrmigrate: error: bad.py:2: LRS900 not UTF-8\n"


# -- what is asked of the engine ----------------------------------------------


def test_the_defaults(engine):
    assert lrmigrate("check").exit_code == 0
    request, settings = engine.request, engine.settings()
    assert request.paths == (".",)
    assert {"LRS001", "LRS900"} <= settings.codes
    assert (settings.target, settings.fail_on) == ("auto", FailOn.WARNING)
    assert (request.jobs, request.stdin) == (AS_PAYS, None)
    assert (request.dry_run, request.unsafe_fixes) == (False, False)


def test_the_options(engine):
    options = "--unsafe-fixes --diff --exclude a --exclude b --target optax -j 3"
    lrmigrate("fix", *options.split(), "src", "lib")
    request, settings = engine.request, engine.settings()
    assert request.paths == ("src", "lib")
    assert settings.exclude[-2:] == ("a", "b")
    assert (settings.target, request.jobs) == ("optax", 3)
    assert (request.dry_run, request.unsafe_fixes) == (True, True)


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["--select", "LRS001"], {"LRS001"}),
        (["--select", "LRS001,LRS002", "--select", "LRS003"], {"1", "2", "3"}),
        (["--select", "LRS00", "--ignore", "LRS001, LRS002"], {"3", "4", "5"}),
        (["--ignore", "LRS"], set()),
    ],
    ids=["one", "several", "all but some", "none"],
)
def test_codes_and_the_run_itself_is_always_told(engine, arguments, codes):
    lrmigrate("check", *arguments)
    wanted = {f"LRS00{code[-1]}" for code in codes} | {"LRS900"}
    assert engine.settings().codes == wanted


def test_the_command_line_adds_to_what_the_configuration_leaves_out(engine, folder):
    (folder / "pyproject.toml").write_text(
        "[tool.lrmigrate]\nselect = ['LRS00']\nignore = ['LRS002']\n"
        "exclude = ['vendor']\ntarget = 'optax'\n"
    )
    lrmigrate("check", "--ignore", "LRS003", "--exclude", "old")
    assert engine.settings().codes == {"LRS001", "LRS004", "LRS005", "LRS900"}
    assert engine.settings().exclude == ("vendor", "old")
    assert engine.settings().target == "optax"
    lrmigrate("check", "--select", "LRS001", "--target", "lrsched")
    assert engine.settings().codes == {"LRS001", "LRS900"}
    assert engine.settings().target == "lrsched"


# -- what is said, and where --------------------------------------------------


def test_check_puts_findings_out_and_the_target_aside(engine):
    engine.answer = replace(NOTHING, findings=(FOUND,))
    result = lrmigrate("check")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == "train.py:3:40: LRS001 [*] an old name"
    assert result.stderr == "lrmigrate: target: lrsched (Optax is too old)\n"


def test_quiet_is_findings_only(engine):
    engine.answer = replace(NOTHING, findings=(FOUND,))
    result = lrmigrate("check", "-q")
    assert result.output == "train.py:3:40: LRS001 [*] an old name\n"


def test_diff_leaves_standard_output_to_the_diff(engine):
    engine.answer = FIXED_RUN
    result = lrmigrate("fix", "--diff")
    assert result.exit_code == 1
    assert result.stdout.startswith("--- a/train.py\n+++ b/train.py\n@@ ")
    assert "would be fixed, preserving" in result.stderr
    assert lrmigrate("fix", "--diff", "-q").output == result.stdout


def test_json_is_all_there_is_on_standard_output(engine):
    engine.answer = FIXED_RUN
    result = lrmigrate("fix", "--output-format", "json")
    assert result.exit_code == 0
    [entry] = json.loads(result.stdout)
    assert (entry["code"], entry["written"]) == ("LRS001", True)
    assert "lrmigrate: note: 1 file now imports lrmigrate.lrsched" in result.stderr


@pytest.mark.parametrize("form", names())
def test_a_report_in_a_file_is_the_report_of_the_stream(engine, folder, form):
    engine.answer = FIXED_RUN
    streamed = lrmigrate("fix", "--output-format", form).stdout
    filed = lrmigrate("fix", "--output-format", form, "--output-file", "report")
    assert filed.stdout == ""
    assert (folder / "report").read_text() == streamed


def test_diff_and_json_together_go_to_two_places(engine, folder):
    engine.answer = FIXED_RUN
    to_file = ("--output-format", "json", "--output-file", "report")
    assert lrmigrate("fix", "--diff", *to_file).stdout.startswith("--- a/train.py\n")
    assert json.loads((folder / "report").read_text())[0]["code"] == "LRS001"


@pytest.mark.parametrize(
    ("stdin", "stdout"),
    [
        (b"\xef\xbb\xbfa = 1\r\n", b"\xef\xbb\xbfb = 1\r\n"),
        (b"# coding: latin-1\na = '\xe9'", b"# coding: latin-1\nb = '\xe9'"),
    ],
    ids=["byte order mark and CRLF", "latin-1 without a last line end"],
)
@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig"], ids=["kept", "taken off"])
def test_standard_input_comes_back_in_its_own_bytes(engine, stdin, stdout, mark):
    encoding = "latin-1" if b"latin" in stdin else mark
    change = FileChange("t.py", stdin.decode(encoding), stdout.decode(encoding))
    engine.answer = replace(FIXED_RUN, changes=(change,))
    result = lrmigrate("fix", "-", "--stdin-filename", "t.py", stdin=stdin)
    assert (engine.request.stdin, engine.request.stdin_filename) == (stdin, "t.py")
    assert result.stdout_bytes == stdout
    assert "fixed, preserving" in result.stderr


def test_standard_input_without_a_change_comes_back_as_it_was(engine):
    stdin = b"\xff\x00 not text"
    assert lrmigrate("fix", "-", "--quiet", stdin=stdin).stdout_bytes == stdin


@pytest.mark.parametrize("form", ["json", "sarif", "github", "text"])
def test_what_was_not_read_is_told_whatever_the_report(form, folder):
    (folder / "a.json").write_text('{"schedule": "sgdr_schedule"}')
    told = "1 JSON file names a schedule and was not read (`--verbose` tells which)"
    result = lrmigrate("check", "--output-format", form, ".")
    assert result.exit_code == 0
    where = result.stdout if form == "text" else result.stderr
    assert where.count(told) == 1
    result = lrmigrate("check", "--output-format", form, "--quiet", ".")
    assert told not in result.output
    result = lrmigrate("check", "--output-format", form, "--verbose", ".")
    assert "unread: a.json:1: names `sgdr_schedule`: a JSON file" in result.stderr


@pytest.mark.parametrize("arguments", [[], *([one] for one in cli.commands)], ids=str)
def test_help_teaches_by_example_in_80_columns(arguments, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    result = lrmigrate(*arguments, "-h")
    assert result.exit_code == 0
    assert re.search(r"Examples:\n +lrmigrate ", result.stdout)
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_the_commands_are_told_in_whole_sentences():
    told = lrmigrate().stdout.partition("Commands:")[2].partition("Examples:")[0]
    assert "..." not in told
    assert len(told.split("\n  ")) > len(cli.commands)


def test_options_stand_under_what_they_are_for():
    told = lrmigrate("check", "-h").stdout
    _, rules = told.split("Rule selection:\n")
    assert rules.startswith("  --select CODES")
    assert "--add-noqa" in told.partition("Rule selection:")[0]


@pytest.mark.parametrize("command", ["check", "rule"])
@pytest.mark.parametrize(
    ("before", "after", "coloured"),
    [
        ([], ["--color", "always"], True),
        (["--color", "always"], [], True),
        (["--color", "always"], ["--color", "never"], False),
        ([], ["--color", "auto"], False),
        ([], [], False),
    ],
    ids=str,
)
def test_colour_is_an_option_of_all(engine, command, before, after, coloured):
    engine.answer = replace(NOTHING, findings=(FOUND,))
    result = CliRunner().invoke(cli, [*before, command, *after], color=True)
    assert ("\x1b[" in result.stdout) is coloured


def test_version():
    assert lrmigrate("--version").stdout.startswith("lrmigrate 0.")


def test_a_rule_explains_itself():
    page = lrmigrate("rule", "lrs001").stdout
    assert page.startswith("# LRS001: decay-steps\n")
    assert "## Fix safety" in page
    assert lrmigrate("rule", "Decay-Steps").stdout == page
    assert "LRS001 [*] decay-steps " in lrmigrate("rule").stdout


def test_a_family_is_listed():
    listed = lrmigrate("rule").stdout.splitlines()
    family = [line.split() for line in lrmigrate("rule", "lrs0").stdout.splitlines()]
    assert [code for code, *_ in family] == [f"LRS00{number}" for number in "12345"]
    assert len(listed) > len(family)


def test_all_rules_are_explained_after_each_other():
    pages = lrmigrate("rule", "--all").stdout
    assert re.findall(r"(?m)^# (LRS\d+):", pages) == [one.code for one in all_rules()]
    assert lrmigrate("rule", "LRS901").stdout in pages


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["LRS003"], ["LRS003"]),
        (["lrs90"], ["LRS900", "LRS901"]),
        (["--all"], [one.code for one in all_rules()]),
        ([], [one.code for one in all_rules()]),
    ],
    ids=str,
)
def test_rules_are_told_to_programs(arguments, codes):
    told = json.loads(lrmigrate("rule", *arguments, "--output-format", "json").stdout)
    assert [one["code"] for one in told] == codes
    [last] = [one for one in told if one["code"] == codes[-1]]
    assert last["explanation"] == lrmigrate("rule", codes[-1]).stdout
    assert {one["fix_availability"] for one in told} <= {"Sometimes", "None"}


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["--select", "decay-steps,Lrs002"], {"LRS001", "LRS002", "LRS900"}),
        (
            ["--select", "lrs00", "--ignore", "pct-start,LRS004"],
            {"LRS001", "LRS003", "LRS005", "LRS900"},
        ),
    ],
    ids=["slugs", "families"],
)
def test_rules_are_named_by_slug_and_in_any_case(engine, arguments, codes):
    lrmigrate("check", *arguments)
    assert engine.settings().codes == codes


# -- the whole tool -----------------------------------------------------------


@pytest.fixture
def broken(folder):
    files = {
        "bytes.py": b"import optax\nx = '\xff'\n",
        "good.py": OLD.encode(),
        "nul.py": b"import optax\n\x00\n",
        "syntax.py": b"import optax\ndef f(:\n",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return files


@pytest.mark.parametrize("command", ["check", "fix"])
def test_what_cannot_be_read_is_named_and_the_rest_is_done(folder, broken, command):
    result = lrmigrate(command, "gone.py", ".")
    assert result.exit_code == 2
    problems = [
        line.removeprefix("lrmigrate: error: ")
        for line in result.stderr.splitlines()
        if line.startswith("lrmigrate: error: ")
    ]
    names = [problem.split(":")[0].split(" ")[0] for problem in problems]
    assert names == ["bytes.py", "gone.py", "nul.py", "syntax.py"]
    assert "good.py:3:39: LRS001" in result.stdout
    for name in ("bytes.py", "nul.py", "syntax.py"):
        assert (folder / name).read_bytes() == broken[name]


def test_what_cannot_be_read_is_in_the_json_as_well(broken):
    result = lrmigrate("check", "--output-format", "json")
    codes = [(entry["filename"], entry["code"]) for entry in json.loads(result.stdout)]
    assert codes == [
        ("bytes.py", "LRS900"),
        ("good.py", "LRS001"),
        ("nul.py", "LRS900"),
        ("syntax.py", "LRS900"),
    ]


def test_fix_writes_and_a_second_run_has_nothing_to_do(folder):
    (folder / "train.py").write_text(OLD)
    assert lrmigrate("check").exit_code == 1
    assert lrmigrate("fix", "--diff").exit_code == 1
    assert (folder / "train.py").read_text() == OLD
    result = lrmigrate("fix", "--target", "lrsched")
    assert result.exit_code == 0, result.output
    assert "    fixed, equivalent (identical): " in result.stdout
    assert (folder / "train.py").read_text() == NEW
    assert lrmigrate("fix").stdout == "1 file scanned: 0 findings.\n"


def test_fix_is_a_filter():
    result = lrmigrate("fix", "--target", "lrsched", "-", stdin=OLD)
    assert (result.exit_code, result.stdout) == (0, NEW)


def tool(*arguments, **options):
    return subprocess.run(
        (*COMMAND, *arguments), capture_output=True, timeout=60, **options
    )


def test_the_package_itself_runs(folder):
    (folder / "train.py").write_text(OLD)
    module = (sys.executable, "-P", "-m", "lrmigrate.codemod.cli", "check")
    ran, called = (
        subprocess.run(
            [*command, "--target", "lrsched"],
            capture_output=True,
            timeout=60,
            text=True,
        )
        for command in (module, (*COMMAND, "check"))
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, called.stdout, called.stderr)


def test_nothing_heavy_is_imported_where_there_is_nothing_to_rewrite(folder):
    (folder / "train.py").write_text("import optax\n\ntx = optax.adam(0.1)\n")
    done = subprocess.run(
        (sys.executable, "-X", "importtime", *COMMAND[1:], "check"),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    imported = {
        line.rsplit("|", 1)[-1].strip().split(".")[0]
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert "click" in imported
    assert not imported & {"jax", "flax", "optax", "libcst", "numpy", "rich"}


def test_a_reader_that_goes_away_is_no_error():
    read, written = os.pipe()
    os.close(read)
    done = subprocess.run(
        (*COMMAND, "rule"), stdout=written, stderr=subprocess.PIPE, timeout=60
    )
    os.close(written)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], [], ["check", "--help"], ["rule"]], ids=str
)
def test_output_that_cannot_be_written_is_told(arguments):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            (*COMMAND, *arguments), stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    told = b"lrmigrate: error: cannot write the output: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, told)


@pytest.mark.parametrize("closed", [">&-", "<&-", ">&- 2>&- <&-"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0),
        (["check", "--help"], 0),
        (["check", "train.py"], 1),
        (["curves", "train.py"], 0),
    ],
    ids=str,
)
def test_a_stream_that_is_closed_is_no_error(folder, arguments, code, closed):
    (folder / "train.py").write_text(OLD)
    command = ("sh", "-c", f'"$@" {closed}', "sh", *COMMAND, *arguments)
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, "error" in done.stderr) == (code, False)


def test_an_interrupt_is_no_traceback():
    with subprocess.Popen(
        (*COMMAND, "check", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as waiting:
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(2)
        waiting.send_signal(signal.SIGINT)
        out, err = waiting.communicate(timeout=60)
    assert (waiting.returncode, out, err.strip()) == (130, b"", b"")


def test_a_locale_without_letters_is_no_crash(folder):
    (folder / "größe.py").write_text(OLD)
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = tool("check", env=environment)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith(b"gr\\xf6\\xdfe.py:3:39: LRS001 [*] ")


def test_the_output_is_plain_in_a_pipe(folder):
    (folder / "train.py").write_text(OLD)
    plain = tool("check").stdout.decode()
    assert click.unstyle(plain) == plain
    demanded = tool("check", env={**os.environ, "FORCE_COLOR": "1"}).stdout.decode()
    assert demanded != plain
    assert click.unstyle(demanded) == plain
