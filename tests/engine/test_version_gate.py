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
        "1 finding is for newer versions, and not shown: pyproject.toml requires flax<0.11",
    ]


def test_what_is_not_shown_is_counted():
    told = lrmigrate("check", "a").stderr
    assert told.startswith("lrmigrate: versions: 1 finding is for newer versions, ")


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
