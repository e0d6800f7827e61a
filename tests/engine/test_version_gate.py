"""Which rules are silent where, in a run over several projects, and what is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from lrmigrate import rules
from lrmigrate.codemod.cli.app import cli
from lrmigrate.codemod.config.versions import project as project_versions

OLD = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
KNOWN = rules.catalogue(Path())


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Three projects beside each other, and LRS001 for Flax 0.11 and newer only."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.chdir(tmp_path)
    since = tuple(
        replace(rule, since=("flax", "0.11") if rule.code == "LRS001" else None)
        for rule in KNOWN.rules
    )
    monkeypatch.setattr(rules, "catalogue", lambda root: replace(KNOWN, rules=since))
    for name, requirement in (("a", "flax<0.11"), ("b", "flax>=0.11"), ("c", "jax")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "train.py").write_text(OLD)
        (tmp_path / name / "pyproject.toml").write_text(
            f"[project]\ndependencies = ['{requirement}']\n"
        )
    return tmp_path


def lrmigrate(*arguments, stdin=None):
    return CliRunner().invoke(cli, [*arguments, "--target", "lrsched"], input=stdin)


def found(result):
    return [line for line in result.stdout.splitlines() if ": LRS001 " in line]


@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_rule_is_silent_where_every_version_it_is_for_is_excluded(folder, command):
    result = lrmigrate(command, "-q", ".")
    assert [line[0] for line in found(result)] == ["b", "c"]
    assert result.stderr == ""
    assert (folder / "a" / "train.py").read_text() == OLD


def test_standard_input_belongs_to_the_project_that_it_is_named_in():
    for name, count in (("a", 0), ("b", 1)):
        path = f"{name}/new.py"
        result = lrmigrate("check", "--stdin-filename", path, "-", stdin=OLD)
        assert len(found(result)) == count


def test_the_configuration_decides(folder):
    table = "[tool.lrmigrate]\nflax-version = '0.12'\n[project]\ndependencies = ['flax<0.11']"
    (folder / "a" / "pyproject.toml").write_text(table)
    assert len(found(lrmigrate("check", "a"))) == 1
    (folder / "named.toml").write_text("[tool.lrmigrate]\nflax-version = '<0.11'")
    assert found(lrmigrate("check", "--config", "named.toml")) == []


@pytest.mark.parametrize("command", ["check", "fix"])
def test_verbose_tells_the_versions_and_who_is_silent(command):
    stderr = lrmigrate(command, "--verbose").stderr
    told = [line for line in stderr.splitlines() if "lrmigrate: versions: " in line]
    assert [line.removeprefix("lrmigrate: versions: ") for line in told] == [
        "a: pyproject.toml requires flax<0.11",
        "a: nothing says which optax it is",
        "a: silent, for flax 0.11 or newer: LRS001",
        "b: pyproject.toml requires flax>=0.11",
        "b: nothing says which optax it is",
        "c: nothing says which flax it is",
        "c: nothing says which optax it is",
        "1 finding is for newer versions, and not shown: a: pyproject.toml requires flax<0.11; `--flax-version 0.11` shows it",
    ]


@pytest.mark.parametrize("command", ["check", "fix"])
def test_the_last_line_counts_what_is_not_shown_and_says_how_to_see_it(command):
    result = lrmigrate(command, "a")
    told = "lrmigrate: versions: 1 finding is for newer versions, and not shown: "
    assert result.stderr.startswith(told)
    assert result.stdout.splitlines()[-1] == (
        "1 file scanned: 0 findings, 1 not shown, for flax 0.11 or newer "
        "(see with `--flax-version 0.11`)."
    )
    assert result.exit_code == 0


def test_findings_of_several_projects_are_counted_together(folder):
    (folder / "b" / "pyproject.toml").write_text("[tool.lrmigrate]\nflax-version='0.9'")
    result = lrmigrate("check", "a", "b")
    assert ", 2 not shown, for flax 0.11 or newer (" in result.stdout
    assert result.stderr.count("1 finding is for newer versions, and not shown: ") == 2


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_a_report_for_programs_leaves_the_count_to_standard_error(form):
    result = lrmigrate("check", "a", "--output-format", form)
    assert "`--flax-version 0.11` shows it" in result.stderr.splitlines()[-1]
    assert "LRS001" not in result.stdout.replace('"id": "LRS001"', "").split("help")[0]


def test_statistics_end_with_the_same_count():
    result = lrmigrate("check", "a", "--statistics")
    assert "1 not shown, for flax 0.11 or newer" in result.stdout.splitlines()[-1]


LIFTED = {
    "a version": ("--flax-version", "0.11"),
    "a specifier": ("--flax-version", ">=0.10"),
    "the rule": ("--select", "LRS001"),
    "its family": ("--select", "LRS0,LRS2"),
}


@pytest.mark.parametrize("options", LIFTED.values(), ids=LIFTED.keys())
def test_what_is_hidden_is_shown_where_it_is_asked_for(options):
    result = lrmigrate("check", *options, "a")
    assert len(found(result)) == 1
    assert "not shown" not in result.output
    assert result.exit_code == 1


def test_the_configuration_names_a_rule_as_well(folder):
    table = (
        "[tool.lrmigrate]\nselect = ['LRS0']\n[project]\ndependencies = ['flax<0.11']"
    )
    (folder / "a" / "pyproject.toml").write_text(table)
    assert len(found(lrmigrate("check", "a"))) == 1


@pytest.mark.parametrize("options", [("--select", "LRS"), ("--optax-version", "9")])
def test_what_names_all_rules_or_another_package_lifts_nothing(options):
    assert found(lrmigrate("check", *options, "a")) == []


def test_the_command_line_goes_before_the_configured_version(folder):
    table = "[tool.lrmigrate]\nflax-version = '0.10.7'"
    (folder / "c" / "pyproject.toml").write_text(table)
    assert found(lrmigrate("check", "c")) == []
    assert len(found(lrmigrate("check", "--flax-version", "0.12", "c"))) == 1
    assert found(lrmigrate("check", "--flax-version", "<0.11", "b")) == []


@pytest.mark.parametrize("text", ["new", ">=", "", "!=0.11"])
def test_a_version_that_is_none_is_refused(text):
    result = lrmigrate("check", "--flax-version", text, "a")
    assert result.exit_code == 2
    assert f"{text!r}" in result.stderr


NEEDED = {
    "what the project excludes": (
        "flax<0.11",
        ("--select", "LRS0"),
        "1 file now needs flax>=0.11, but a: pyproject.toml requires flax<0.11.",
    ),
    "a version on the command line is not the project's": (
        "flax<0.11",
        ("--flax-version", "0.11"),
        "1 file now needs flax>=0.11, but a: pyproject.toml requires flax<0.11.",
    ),
    "what the project allows beside newer ones": (
        "flax>=0.8",
        (),
        "1 file now needs flax>=0.11, but a: pyproject.toml requires flax>=0.8.",
    ),
    "what nothing says": (
        "jax",
        (),
        "1 file now needs flax>=0.11, but nothing says which flax it is.",
    ),
    "what would be written": (
        "flax>=0.8",
        ("--diff",),
        "1 file would need flax>=0.11, but a: pyproject.toml requires flax>=0.8.",
    ),
    "beside a report for programs": (
        "flax>=0.8",
        ("--output-format", "json"),
        "lrmigrate: note: 1 file now needs flax>=0.11, but a: pyproject.toml requires "
        "flax>=0.8.",
    ),
}


@pytest.mark.parametrize(
    ("requires", "options", "told"), NEEDED.values(), ids=NEEDED.keys()
)
def test_what_is_written_beyond_the_versions_of_a_project_is_told(
    folder, requires, options, told
):
    project = f"[project]\ndependencies = ['{requires}']\n"
    (folder / "a" / "pyproject.toml").write_text(project)
    assert told in lrmigrate("fix", *options, "a").output.splitlines()


def test_what_a_project_requires_already_is_not_told():
    assert "need" not in lrmigrate("fix", "b").output


def test_nothing_is_needed_where_nothing_is_written(folder):
    (folder / "c" / "train.py").write_text(OLD.replace("lr =", "f'{optax=}'; lr ="))
    assert "flax>=0.11" not in lrmigrate("check", "c").output


PINNED = {
    "uv.lock": ("uv.lock", "[[package]]\nname = 'flax'\nversion = '0.10.7'"),
    "requirements.txt": ("requirements.txt", "flax==0.10.7\njax\n"),
    "its own environment": (
        ".venv/lib/python3.12/site-packages/flax-0.10.7.dist-info/METADATA",
        "",
    ),
}


@pytest.mark.parametrize(("file", "text"), PINNED.values(), ids=PINNED.keys())
def test_a_pinned_version_is_asked_where_a_bound_allows_newer_ones(folder, file, text):
    (folder / "a" / "pyproject.toml").write_text(
        "[project]\ndependencies=['flax>=0.8']"
    )
    (folder / "a" / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / "a" / file).write_text(text)
    assert found(lrmigrate("check", "a")) == []
    told = lrmigrate("fix", "--flax-version", "0.11", "a").output
    assert "1 file now needs flax>=0.11, but " in told
    assert "flax==0.10.7.\n" in told


def test_a_broken_file_is_a_warning_and_no_more(folder):
    (folder / "c" / "uv.lock").write_text("[[package]")
    result = lrmigrate("check", "c")
    assert result.exit_code == 1
    assert "lrmigrate: warning: " in result.stderr
    assert "uv.lock: is not TOML: " in result.stderr
    assert "Traceback" not in result.output


def test_no_file_is_read_for_rules_that_do_not_ask(monkeypatch):
    monkeypatch.delattr(project_versions, "_READERS")
    result = lrmigrate("check", "--select", "LRS002,LRS003")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_project_without_a_file_for_the_rules_is_asked_nothing(folder):
    (folder / "c" / "uv.lock").write_text("[[package]")
    (folder / "c" / "train.py").write_text("x = 1\n")
    assert lrmigrate("check", "--verbose", "c", "a").stderr.count("c: ") == 0
