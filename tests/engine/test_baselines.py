"""The baseline: refused first, then what it hides, and what it outlives."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli

NAME = ".lrmigrate-baseline.json"
CALL = "optax.cosine_decay_schedule(0.1, decay_steps=9)"
OTHER = "optax.cosine_decay_schedule(0.2, decay_steps=99)"
OLD = f"import optax\n\n\ndef f(lr):\n    return {CALL}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


def make(files):
    for path, text in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)


def lrmigrate(*arguments, stdin=None):
    return CliRunner().invoke(cli, arguments, input=stdin)


def found(*arguments, stdin=None):
    """The file, line and code of each finding that ``check`` reports."""
    result = lrmigrate("check", "-q", *arguments, stdin=stdin)
    assert result.exit_code in (0, 1), result.output
    return [
        (line.split(":")[0], int(line.split(":")[1]), line.split()[1])
        for line in result.stdout.splitlines()
        if not line.startswith(" ")
    ]


def entries(file=NAME):
    """The paths and codes of a baseline, as often as they occur."""
    content = json.loads(Path(file).read_text())
    return [
        (one["path"], one["code"])
        for one in content["findings"]
        for _ in range(one["count"])
    ]


# -- refused ------------------------------------------------------------------

GOOD = {"path": "a.py", "code": "LRS001", "text": "x", "count": 1}
CORRUPT = {
    "no JSON": "{",
    "nothing": "",
    "depth without end": "[" * 99_999,
    "a list": "[]",
    "another version": json.dumps({"version": 2, "findings": []}),
    "no version": json.dumps({"findings": []}),
    "no findings": json.dumps({"version": 1}),
    "findings that are none": json.dumps({"version": 1, "findings": [3]}),
    "a path that is no text": json.dumps(
        {"version": 1, "findings": [{**GOOD, "path": 1}]}
    ),
    "a count of none": json.dumps({"version": 1, "findings": [{**GOOD, "count": 0}]}),
    "a count of words": json.dumps(
        {"version": 1, "findings": [{**GOOD, "count": "1"}]}
    ),
    "a path with a NUL": json.dumps(
        {"version": 1, "findings": [GOOD, {**GOOD, "path": "a\0.py"}]}
    ),
    "a path with half a character": json.dumps(
        {"version": 1, "findings": [{**GOOD, "path": "\ud800.py"}]}
    ),
}


@pytest.mark.parametrize("text", CORRUPT.values(), ids=CORRUPT.keys())
@pytest.mark.parametrize("arguments", [["check"], ["fix", "--diff"]], ids=" ".join)
def test_a_corrupted_baseline_hides_nothing_and_is_told(folder, text, arguments):
    make({"a.py": OLD, NAME: text})
    result = lrmigrate(*arguments)
    assert result.exit_code == 2
    [line] = [one for one in result.stderr.splitlines() if " error: " in one]
    assert line.startswith(f"lrmigrate: error: {folder / NAME}: is no")
    assert line.endswith("; write it anew with `lrmigrate baseline`")
    assert "a.py:5:" in result.output
    assert Path(NAME).read_text() == text


def test_a_corrupted_baseline_is_written_anew(folder):
    make({"a.py": OLD, NAME: "{"})
    result = lrmigrate("baseline")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"lrmigrate: warning: {folder / NAME}: is not JSON")
    assert lrmigrate("check").exit_code == 0


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"path": "a\0.py"}, r"its path is 'a\x00.py', and no file can be called so"),
        ({"path": "\ud800"}, r"its path is '\ud800', and no file can be called so"),
        ({"path": None}, "its path is None, and no text"),
        ({"count": -1}, "its count is -1, and no number of findings"),
    ],
    ids=str,
)
def test_a_wrong_entry_is_told_by_its_line_and_written_anew(folder, wrong, why):
    content = {"version": 1, "findings": [GOOD, {**GOOD, **wrong}]}
    make({"a.py": OLD, "pyproject.toml": "", NAME: json.dumps(content, indent=1)})
    told = f"{folder / NAME}: is no baseline of lrmigrate: line 10, finding 2: {why}; "
    result = lrmigrate("check")
    assert result.exit_code == 2
    assert f"lrmigrate: error: {told}write it anew with" in result.stderr
    assert lrmigrate("baseline", "a.py").exit_code == 2
    result = lrmigrate("baseline")
    assert result.stderr.startswith(f"lrmigrate: warning: {told}write it anew with")
    assert (result.exit_code, entries()) == (0, [("a.py", "LRS001")])
    assert lrmigrate("check").exit_code == 0


def test_a_name_that_is_not_utf_8_is_a_name():
    name = os.fsdecode(b"\xff.py")
    make({name: OLD})
    assert lrmigrate("baseline").exit_code == 0
    assert (found(), entries()) == ([], [(name, "LRS001")])


def configured(name):
    return f"[tool.lrmigrate]\nbaseline = {json.dumps(name)}\n"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("train.py", OLD, "is not called .py"),
        ("new.py", None, "is not called .py"),
        ("conf.yaml", "a: 1\n", "is not called .yaml"),
        ("page.MD", "# page\n", "is not called .md"),
        ("pyproject.toml", None, "is not JSON"),
        ("notes.txt", "notes\n", "is not JSON"),
        ("data.json", '{"lr": 0.1}\n', "is no baseline"),
        ("a\0.json", None, "baseline must be the name of a file"),
        ("../victim.txt", "notes\n", "lies in its project"),
        ("../new.json", None, "lies in its project"),
        ("/no/such/folder/b.json", None, "lies in its project"),
        (".git/hooks/pre-commit", None, "does not lie in .git"),
        (".GIT/b.json", None, "does not lie in .git"),
        (".venv/b.json", None, "does not lie in .venv"),
    ],
)
def test_nothing_is_written_over_that_is_no_baseline(
    folder, monkeypatch, name, text, told
):
    make({"project/a.py": OLD, "project/.git/hooks/x": ""})
    monkeypatch.chdir("project")
    make({"pyproject.toml": configured(name)} | ({name: text} if text else {}))
    before = {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}
    for command in ("baseline", "check"):
        result = lrmigrate(command)
        assert result.exit_code == 2
        assert told.lower() in result.stderr.lower()
    after = {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}
    assert after == before


@pytest.mark.parametrize("target", ["project/a.py", "victim.txt", "other/b.json"])
def test_a_link_leads_to_nothing_else(folder, monkeypatch, target):
    make({"project/a.py": OLD, "victim.txt": "notes\n"})
    make({"other/b.json": json.dumps({"version": 1, "findings": [GOOD]})})
    before = (folder / target).read_text()
    (folder / "project" / NAME).symlink_to(folder / target)
    make({"project/pyproject.toml": ""})
    monkeypatch.chdir("project")
    assert lrmigrate("baseline").exit_code == 2
    assert lrmigrate("check").exit_code == 2
    assert (folder / target).read_text() == before
    assert (folder / "project" / NAME).is_symlink()


def test_one_of_another_project_stays():
    make({"in/pyproject.toml": "[tool.lrmigrate]\n", "in/b.py": OLD})
    assert lrmigrate("baseline", "in").exit_code == 0
    before = Path("in", NAME).read_text()
    make({"pyproject.toml": configured(f"in/{NAME}")})
    make({"a.py": OLD})
    for command in ("baseline", "check"):
        result = lrmigrate(command, "a.py")
        assert result.exit_code == 2
        assert "is of another project" in result.stderr
        assert Path("in", NAME).read_text() == before


def test_it_may_lie_in_a_folder_by_a_way_that_is_not_there():
    make({"a.py": OLD, "pyproject.toml": configured("no/../ci/old"), "ci/x": ""})
    assert lrmigrate("baseline").exit_code == 0
    assert entries("ci/old") == [("a.py", "LRS001")]
    assert found() == []


def test_bytes_that_are_no_text_are_told(folder):
    make({"a.py": OLD})
    Path(NAME).write_bytes(b"\xff")
    assert "is not JSON" in lrmigrate("check").stderr


@pytest.mark.parametrize("arguments", [["-"], ["--isolated"]])
def test_what_has_no_project_has_no_baseline(arguments):
    result = lrmigrate("baseline", *arguments, stdin=OLD)
    assert result.exit_code == 2
    assert "lrmigrate baseline --help" in result.stderr
    assert not Path(NAME).exists()


def test_one_that_cannot_be_written_is_told(folder, monkeypatch):
    make({"a.py": OLD})
    assert lrmigrate("baseline").exit_code == 0
    monkeypatch.setattr(os, "access", lambda *_: False)
    result = lrmigrate("baseline")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"lrmigrate: error: {folder / NAME}: is read-only")


def test_a_folder_that_is_not_there_is_told():
    make({"a.py": OLD, "pyproject.toml": "[tool.lrmigrate]\nbaseline = 'no/old.json'"})
    result = lrmigrate("baseline")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.output


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_in_it():
    make({"a.py": OLD, "b.py": "import optax\n(\n"})
    assert lrmigrate("baseline").exit_code == 2
    assert entries() == [("a.py", "LRS001")]


# -- what it hides ------------------------------------------------------------


def test_what_is_in_it_is_not_reported():
    make({"a.py": OLD, "b/c.py": OLD})
    told = lrmigrate("baseline")
    assert told.exit_code == 0
    assert told.stdout == f"{Path(NAME).resolve()}: 2 findings in 2 files\n"
    result = lrmigrate("check")
    assert result.exit_code == 0
    assert result.stdout == (
        "2 files scanned: 0 findings, 2 known from the baseline.\n"
    )
    assert json.loads(lrmigrate("check", "--output-format", "json").stdout) == []
    assert found("--isolated") == [("a.py", 5, "LRS001"), ("b/c.py", 5, "LRS001")]


def test_what_is_new_is_reported():
    make({"a.py": OLD})
    lrmigrate("baseline")
    make({"a.py": f"{OLD}    return {OTHER}\n", "b.py": OLD})
    assert found() == [("a.py", 6, "LRS001"), ("b.py", 5, "LRS001")]


def test_of_the_same_the_first_are_known():
    make({"a.py": f"{OLD}    return {CALL}\n"})
    lrmigrate("baseline")
    assert found() == []
    make({"a.py": f"{OLD}    return {CALL}\n    return {CALL}\n"})
    assert found() == [("a.py", 7, "LRS001")]


def test_another_rule_on_the_same_line_is_new():
    make({"a.py": OLD})
    lrmigrate("baseline", "--select", "LRS002")
    assert found() == [("a.py", 5, "LRS001")]


def test_standard_input_is_compared_under_its_name():
    make({"a.py": OLD})
    lrmigrate("baseline")
    assert found("--stdin-filename", "a.py", "-", stdin=OLD) == []
    assert len(found("--stdin-filename", "b.py", "-", stdin=OLD)) == 1


def test_fix_rewrites_what_is_known_and_tells_what_is_new():
    held = "import optax\n\ntake(optax.sgdr_schedule)\n"
    make({"a.py": OLD, "b.py": held})
    lrmigrate("baseline")
    result = lrmigrate("fix", "--target", "lrsched")
    assert result.exit_code == 0, result.output
    assert "transition_steps" in Path("a.py").read_text()
    assert "a.py:5:" in result.stdout
    assert "b.py:3:" not in result.stdout
    assert "1 known from the baseline" in result.stdout


def test_what_is_known_gets_no_comment():
    make({"a.py": OLD})
    lrmigrate("baseline")
    make({"a.py": f"{OLD}    return {OTHER}\n"})
    assert lrmigrate("check", "--add-noqa").exit_code == 0
    assert Path("a.py").read_text() == f"{OLD}    return {OTHER}  # noqa: LRS001\n"


def test_each_project_has_its_own():
    table = "[tool.lrmigrate]\nbaseline = 'old.json'\n"
    make({"p/pyproject.toml": table, "p/a.py": OLD, "b.py": OLD})
    assert len(lrmigrate("baseline").stdout.splitlines()) == 2
    assert (entries("p/old.json"), entries()) == (
        [("a.py", "LRS001")],
        [("b.py", "LRS001")],
    )
    assert found() == found("p") == []
    Path("p/old.json").unlink()
    assert found() == [("p/a.py", 5, "LRS001")]


# -- what it outlives ---------------------------------------------------------

EDITS = {
    "lines before it": f"import optax\n# one\n# two\n{OLD.removeprefix('import optax')}",
    "lines behind it": f"{OLD}\n\nx = 1\n",
    "another indent": OLD.replace("    return", "        return"),
    "white space at its end": OLD.replace(CALL, f"{CALL}  "),
    "other line ends": OLD.replace("\n", "\r\n"),
    "a name elsewhere": OLD.replace("lr", "rate").replace("def f", "def schedule"),
    "another finding before it": OLD.replace(
        "    return", f"    x = {OTHER}\n    return"
    ),
}


@pytest.mark.parametrize("text", EDITS.values(), ids=EDITS.keys())
def test_it_is_known_wherever_it_goes_in_its_file(text):
    make({"a.py": OLD})
    lrmigrate("baseline")
    make({"a.py": text})
    assert [line for _, line, _ in found() if CALL in text.splitlines()[line - 1]] == []
    assert entries() == [("a.py", "LRS001")]


def test_it_is_known_from_everywhere(monkeypatch):
    make({"pyproject.toml": "[tool.lrmigrate]", "src/a.py": OLD})
    lrmigrate("baseline")
    assert found("src/a.py") == found(str(Path("src").resolve())) == []
    monkeypatch.chdir("src")
    assert found() == found("a.py") == found("../src") == []


# -- it shrinks, and never grows by itself ------------------------------------


def test_what_is_gone_is_forgotten():
    make({"a.py": f"{OLD}    return {CALL}\n", "b.py": OLD, "c.py": OLD, "d.py": OLD})
    lrmigrate("baseline")
    assert len(entries()) == 5
    make({"a.py": OLD, "b.py": "import optax\n", "c.py": "x = 1\n"})
    Path("d.py").unlink()
    assert found() == []
    assert entries() == [("a.py", "LRS001")]
    make({"b.py": OLD})
    assert found() == [("b.py", 5, "LRS001")]
    assert entries() == [("a.py", "LRS001")]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-update-baseline"],
        ["--select", "LRS002"],
        ["--exclude", "a.py"],
        ["other"],
        ["--isolated"],
        ["--add-noqa"],
        ["broken", "."],
        ["--stdin-filename", "a.py", "-"],
    ],
    ids=" ".join,
)
def test_what_a_run_cannot_tell_stays(arguments):
    make({"a.py": OLD, "other/b.py": OLD, "broken/c.py": "x = 1\n"})
    lrmigrate("baseline")
    before = Path(NAME).read_bytes()
    make({"a.py": "import optax\n"})
    if "broken" in arguments:
        make({"broken/c.py": "import optax\n("})
    lrmigrate("check", *arguments, stdin="import optax\n")
    assert Path(NAME).read_bytes() == before
    Path("broken/c.py").unlink()
    assert found() == []
    assert entries() == [("other/b.py", "LRS001")]


@pytest.mark.parametrize(
    ("value", "shrinks"), [("true", False), ("1", False), ("", True), ("false", True)]
)
def test_in_ci_it_stays(monkeypatch, value, shrinks):
    make({"a.py": OLD})
    lrmigrate("baseline")
    make({"a.py": "import optax\n"})
    monkeypatch.setenv("CI", value)
    assert found() == []
    assert entries() == ([] if shrinks else [("a.py", "LRS001")])


def test_one_that_cannot_shrink_is_told(folder, monkeypatch):
    make({"a.py": OLD})
    lrmigrate("baseline")
    make({"a.py": "import optax\n"})
    monkeypatch.setattr(os, "access", lambda *_: False)
    result = lrmigrate("check")
    told = "keeps findings that are gone, as it is read-only: make it writable (chmod"
    assert result.exit_code == 0
    assert result.stderr.startswith(f"lrmigrate: warning: {folder / NAME}: {told}")
    assert entries() == [("a.py", "LRS001")]
    assert sorted(path.name for path in folder.iterdir()) == [NAME, "a.py"]


def test_a_path_that_is_written_as_windows_does_is_of_the_same_file():
    make({"src/a.py": OLD, "src/b.py": OLD})
    lrmigrate("baseline")
    text = Path(NAME).read_text()
    Path(NAME).write_text(text.replace("src/a.py", "src\\\\a.py"))
    assert found() == []
    make({"src/b.py": "import optax\n"})
    assert (found(), entries()) == ([], [("src/a.py", "LRS001")])


@pytest.mark.skipif(os.sep != "/", reason="a backslash is no letter of a name")
def test_a_backslash_in_a_name_is_one():
    make({"src\\a.py": OLD, "src/a.py": OLD})
    lrmigrate("baseline")
    assert found() == []
    assert entries() == [("src/a.py", "LRS001"), ("src\\a.py", "LRS001")]


def test_one_that_did_not_change_is_not_written():
    make({"a.py": OLD})
    lrmigrate("baseline")
    before = Path(NAME).stat()
    assert found() == []
    assert Path(NAME).stat().st_ino == before.st_ino


def test_a_part_of_the_project_is_accepted_by_itself():
    make({"a.py": OLD, "src/b.py": OLD})
    lrmigrate("baseline")
    make({"a.py": "x = 1\n", "src/b.py": f"{OLD}    return {OTHER}\n"})
    lrmigrate("baseline", "src")
    assert entries() == [
        ("a.py", "LRS001"),
        ("src/b.py", "LRS001"),
        ("src/b.py", "LRS001"),
    ]
    assert json.loads(Path(NAME).read_text())["version"] == 1


def test_its_file_is_easily_compared():
    make({"b.py": OLD, "a.py": OLD})
    lrmigrate("baseline")
    first = Path(NAME).read_bytes()
    lrmigrate("baseline")
    assert Path(NAME).read_bytes() == first
    assert json.loads(first)["findings"] == [
        {"path": path, "code": "LRS001", "text": f"return {CALL}", "count": 1}
        for path in ("a.py", "b.py")
    ]


def test_writing_it_keeps_what_this_run_cannot_tell():
    make({"a.py": OLD, "b.py": OLD.replace("0.1", "0.2"), "pyproject.toml": ""})
    lrmigrate("baseline")
    make({"b.py": "import optax\ndef (decay_steps\n"})
    assert lrmigrate("baseline").exit_code == 2
    assert entries() == [("a.py", "LRS001"), ("b.py", "LRS001")]
    lrmigrate("baseline", "--select", "LRS002", "a.py")
    assert entries() == [("a.py", "LRS001"), ("b.py", "LRS001")]


def test_a_corrupted_baseline_is_not_replaced_by_a_part(folder):
    make({"a.py": OLD, "pyproject.toml": "", NAME: "<<<<<<< HEAD\n"})
    result = lrmigrate("baseline", "a.py")
    assert result.exit_code != 0
    assert "would be lost" in result.stderr
    assert (folder / NAME).read_text() == "<<<<<<< HEAD\n"


# -- a file that has another name now ----------------------------------------------


def rename(old, new):
    Path(new).parent.mkdir(parents=True, exist_ok=True)
    Path(old).rename(new)


@pytest.mark.parametrize("new", ["b.py", "src/a.py", "src/deep/b.py"])
@pytest.mark.parametrize("paths", [["."], None], ids=["all", "the file alone"])
def test_a_renamed_file_keeps_its_baseline(new, paths):
    make({"pyproject.toml": "", "a.py": OLD, "c.py": f"import optax\n{OTHER}\n"})
    lrmigrate("baseline")
    rename("a.py", new)
    assert found(*(paths or [new])) == []
    assert sorted(entries()) == sorted([(new, "LRS001"), ("c.py", "LRS001")])
    assert found() == []


def test_its_new_findings_are_found():
    make({"a.py": OLD})
    lrmigrate("baseline")
    rename("a.py", "b.py")
    assert found() == []
    make({"b.py": f"{OLD}{OTHER}\n"})
    assert found() == [("b.py", 6, "LRS001")]


def test_of_rules_that_do_not_run_it_keeps_all():
    make({"a.py": f"{OLD}optax.sgdr_schedule([])\n"})
    lrmigrate("baseline")
    before = entries()
    assert len({code for _, code in before}) > 1
    rename("a.py", "b.py")
    assert found("--select", "LRS001") == []
    assert entries() == [("b.py", code) for _, code in before]


def test_to_write_it_anew_keeps_no_old_name():
    make({"a.py": OLD})
    lrmigrate("baseline")
    rename("a.py", "b.py")
    lrmigrate("baseline")
    assert entries() == [("b.py", "LRS001")]


def test_fix_leaves_the_file_of_the_baseline_alone(folder):
    pytest.importorskip("jax")
    make({"a.py": OLD})
    lrmigrate("baseline")
    before = Path(NAME).read_bytes()
    rename("a.py", "b.py")
    assert lrmigrate("fix").exit_code == 0
    assert Path(NAME).read_bytes() == before


@pytest.mark.parametrize(
    ("accepted", "now"),
    [
        ({"a.py": OLD}, {"a.py": OLD, "b.py": OLD}),
        ({"a.py": OLD}, {"b.py": OLD, "c.py": OLD}),
        ({"a.py": OLD}, {"b.py": f"{OLD}{OTHER}\n"}),
        ({"a.py": f"{OLD}{OTHER}\n"}, {"b.py": OLD}),
        ({"a.py": OLD, "b.py": OLD}, {"c.py": OLD}),
        ({"a.py": OLD, "b.py": f"import optax\n{OTHER}\n"}, {"b.py": OLD}),
        ({"a.py": OLD}, {"b.py": OLD.replace("decay_steps=9", "decay_steps=10")}),
    ],
    ids=[
        "a copy",
        "two of them",
        "more is found",
        "less is found",
        "either may be it",
        "the name was known",
        "the text is another",
    ],
)
def test_no_other_file_takes_what_was_accepted(accepted, now):
    make(accepted)
    lrmigrate("baseline")
    for name in accepted.keys() - now.keys():
        Path(name).unlink()
    make(now)
    new = {name for name in now if now[name] != accepted.get(name)}
    assert {name for name, *_ in found()} == new


def test_a_file_that_may_still_be_there_is_not_gone(folder, monkeypatch):
    make({"src/a.py": OLD})
    lrmigrate("baseline")
    rename("src/a.py", "b.py")
    Path("src").rmdir()
    Path("src").symlink_to("src")
    assert found() == [("b.py", 5, "LRS001")]
