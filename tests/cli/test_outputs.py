"""Several reports of one run: each in its place, and none in another's."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.report.formats import names

OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.py").write_text(OLD)
    return tmp_path


def check(*arguments, command="check", stdin=None):
    return CliRunner().invoke(cli, [command, *arguments], input=stdin)


def forms(*values):
    return [part for value in values for part in ("--output-format", value)]


# -- refused, before any work -----------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (forms("text", "json"), "text and json would go to one place"),
        (
            [*forms("text", "json"), "--output-file", "a.json"],
            "text and json would go to one place",
        ),
        (forms("json", "json"), "json and json would go to one place"),
        (
            [*forms("json:a.json"), "--output-file", "b"],
            "--output-file b has no report",
        ),
        (forms("json:a", "sarif:./a"), "two reports would be written to "),
        ([*forms("json:a", "sarif"), "--output-file", "a"], "two reports would be"),
        (forms("json:"), "names no file behind the colon"),
        (forms("xml:a.xml"), "there is no format 'xml'; there are azure, concise"),
        (forms("JSON"), "there is no format 'JSON'"),
        (forms("jsn"), "there is no format 'jsn'; did you mean 'json'?"),
        (forms("rd-json:a"), "there is no format 'rd-json'; did you mean 'rdjson'?"),
        (forms("json:a.json", "sarif:nowhere/a"), "cannot write the report nowhere/a"),
        (["--statistics", *forms("sarif")], "the format sarif has no --statistics"),
    ],
    ids=str,
)
def test_a_wrong_combination_is_one_line(folder, monkeypatch, arguments, words):
    monkeypatch.setattr(run, "check", lambda *_: pytest.fail("the run was begun"))
    result = check(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert line.startswith("lrmigrate: error: ")
    assert words in line
    assert [path.name for path in folder.iterdir()] == ["train.py"]


@pytest.mark.parametrize("form", ["github", "gitlab", "junit", "sarif", "json-lines"])
@pytest.mark.parametrize("arguments", [["--diff"], ["-"]], ids=["diff", "stdin"])
def test_standard_output_is_for_code_first(form, arguments):
    result = check(*arguments, *forms(form), command="fix", stdin=OLD)
    assert result.exit_code == 2
    assert f"name an --output-file for the {form} report" in result.stderr


def test_an_interrupted_run_leaves_every_file_as_it_was(folder, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "check", interrupted)
    (folder / "a.json").write_text("old")
    assert check(*forms("json:a.json", "sarif:a.sarif")).exit_code == 130
    assert {path.name for path in folder.iterdir()} == {"a.json", "train.py"}
    assert (folder / "a.json").read_text() == "old"


# -- done ---------------------------------------------------------------------------


def test_each_report_goes_to_its_place(folder):
    reports = forms("json:a.json", "full", "junit:b.xml", "sarif:c:d.sarif")
    result = check(*reports)
    assert result.exit_code == 1
    assert " --> train.py:3:" in result.stdout
    [entry] = json.loads((folder / "a.json").read_text())
    [case] = ET.parse(folder / "b.xml").iter("testcase")
    [sarif] = json.loads((folder / "c:d.sarif").read_text())["runs"]
    assert entry["code"] == sarif["results"][0]["ruleId"] == "LRS001"
    assert case.get("name").startswith("LRS001 ")


def test_the_one_file_is_for_the_report_without_one(folder):
    result = check(*forms("json:a.json", "gitlab"), "--output-file", "b.json")
    assert result.stdout == ""
    [issue] = json.loads((folder / "b.json").read_text())
    assert issue["check_name"] == "LRS001"


def test_the_file_alone_is_for_the_text(folder):
    assert check("--output-file", "report.txt").stdout == ""
    assert "train.py:3:" in (folder / "report.txt").read_text()


def test_all_in_files_leaves_standard_output_empty():
    assert check(*forms("json:a.json", "text:b.txt")).stdout == ""


def test_statistics_take_the_place_of_findings():
    first, last = check("--statistics").stdout.splitlines()
    assert first.startswith("1  LRS001 [*] decay-steps: ")
    assert last.startswith("1 file scanned: 1 finding")
    [row] = json.loads(check("--statistics", *forms("json")).stdout)
    assert (row["code"], row["count"], row["fixable"]) == ("LRS001", 1, True)


def test_standard_input_has_its_excerpt():
    result = check(*forms("full"), "--stdin-filename", "x.py", "-", stdin=OLD)
    assert " --> x.py:3:" in result.stdout
    assert "3 | lr = optax.cosine_decay_schedule(0.1, decay_steps=100)" in result.stdout


def test_what_was_fixed_is_shown_as_it_was(folder):
    result = check("--target", "lrsched", *forms("full"), command="fix")
    assert "3 | lr = optax.cosine_decay_schedule(0.1, decay_steps=100)" in result.stdout
    assert "fixed, equivalent (identical)" in result.stdout
    assert "lrsched.cosine_decay_schedule" in (folder / "train.py").read_text()


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_the_new_dependency_is_noted_where_no_summary_does(form):
    result = check("--target", "lrsched", *forms(form), command="fix")
    assert "lrmigrate: note: 1 file now imports lrmigrate.lrsched" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--output-file", "train.py"],
        ["fix", "--output-format", "json:train.py"],
        ["check", "--output-format", "json:./train.py", "--add-noqa"],
        ["report", "--html", "train.py"],
        ["check", "--output-format", "json:notes.ipynb"],
        ["check", "--output-format", "json:TRAIN.PY"],
        ["check", "--output-format", "json:conf.yaml"],
        ["check", "--output-file", "link.json"],
        ["report", "--html", "link.json"],
    ],
)
def test_a_report_never_takes_the_place_of_source(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.py").write_text("import optax\n")
    (tmp_path / "link.json").symlink_to("train.py")
    result = CliRunner().invoke(cli, [*arguments, "train.py"])
    assert result.exit_code == 2
    assert "named like source" in result.stderr
    assert (tmp_path / "train.py").read_text() == "import optax\n"


# -- what else is there -------------------------------------------------------------

BASELINE = '{\n "version": 1,\n "findings": [\n  {\n   "code": "LRS001"\n  }\n ]\n}\n'
OTHERS = {
    ".git/config": "[core]\n",
    ".gitignore": "*.json\n",
    ".lrmigrate-baseline.json": BASELINE,
    "accepted.json": BASELINE,
    "lrmigrate.lock": "# `lrmigrate curves --lock`\nversion = 1\n",
    "pyproject.toml": "[project]\nname = 'x'\n",
    "requirements.txt": "lrmigrate\n",
    "dev-requirements.html": "lrmigrate\n",
    "README.md": "# train.py\n",
    "Makefile": "lint:\n\tlrmigrate check --select LRS001\n",
    "train.c": "int x;\n",
    "data.csv": "1,2\n",
}
COMMANDS = (
    ("check", "--output-file"),
    ("check", "--output-format", "json", "--output-file"),
    ("report", "--html"),
    ("curves", "--html"),
    ("curves", "--output-file"),
)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_report_takes_the_place_of_another_file(folder, name, command):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(OTHERS[name])
    result = CliRunner().invoke(cli, [*command, name, "train.py"])
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert line.startswith(f"lrmigrate: error: {name} is ")
    assert "; name another file" in line
    assert path.read_text() == OTHERS[name]


@pytest.mark.parametrize("name", [".git/new.json", ".GIT/hooks/pre-commit"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_report_is_put_into_git_s_folder(folder, name, command):
    (folder / name).parent.mkdir(parents=True)
    result = CliRunner().invoke(cli, [*command, name, "train.py"])
    assert (result.exit_code, (folder / name).exists()) == (2, False)
    assert f"{name} is git's own; name another file" in result.stderr


@pytest.mark.parametrize(
    "command",
    [
        *(["check", "--output-format", form, "--output-file"] for form in names()),
        ["fix", "--diff", "--output-file"],
        ["report", "--html"],
        ["curves", "--html"],
        ["curves", "--output-file"],
        ["curves", "--format", "json", "--output-file"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("name", ["out", ".out", "out.txt"])
def test_a_report_takes_the_place_of_the_one_before(folder, command, name):
    for text in ("", None, OLD.replace("100", "200")):
        if text is None or text:
            (folder / "train.py").write_text(text or OLD)
        else:
            (folder / name).write_text(text)
        result = CliRunner().invoke(cli, [*command, name, "train.py"])
        assert result.exit_code in (0, 1), result.stderr
        assert (folder / name).read_text() != ""


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("check", "--output-file"), "run.log"),
        (("check", "--output-format", "sarif", "--output-file"), "out.SARIF"),
        (("check", "--output-format", "junit", "--output-file"), "tests.xml"),
        (("report", "--html"), "page.html"),
        (("curves", "--svg"), "one.svg"),
    ],
    ids=str,
)
def test_a_file_of_its_own_kind_is_replaced_whatever_it_holds(folder, command, name):
    (folder / name).write_text("something else\n")
    result = CliRunner().invoke(cli, [*command, name, "train.py"])
    assert result.exit_code in (0, 1), result.stderr
    assert not (folder / name).read_text().startswith("something else")
