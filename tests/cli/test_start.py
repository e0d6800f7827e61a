"""What a run imports: of a file without a word of the rules, next to nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from lrmigrate.codemod.cli import commands
from lrmigrate.codemod.cli.group import cli

LOADED = """\
import atexit, sys
import click
before = {*sys.modules}
atexit.register(lambda: print(*sorted({*sys.modules} - before), file=sys.stderr))
from _lrmigrate import main
main()
"""
NEVER = (
    *("lrmigrate.rules.assembled", "lrmigrate.lrsched", "lrmigrate.codemod.curves"),
    *("lrmigrate.codemod.curves.find", "lrmigrate.codemod.curves.together"),
    *("lrmigrate.codemod.names", "lrmigrate.codemod.values"),
    *("lrmigrate.codemod.sites", "lrmigrate.codemod.objects"),
    *("lrmigrate.codemod.rule", "lrmigrate.codemod.units", "lrmigrate.codemod.verify"),
    *("lrmigrate.codemod.engine.look", "lrmigrate.codemod.engine.many"),
    *("lrmigrate.codemod.files.source", "lrmigrate.codemod.files.kinds.python"),
    *("lrmigrate.codemod.files.write", "lrmigrate.codemod.config.versions"),
    *("jax", "libcst", "numpy", "optax"),
    *("markdown_it", "packaging", "pathspec", "rich", "ruamel"),
    *("concurrent", "difflib", "hashlib", "importlib.metadata", "json", "logging"),
    *("multiprocessing", "pickle", "random", "tempfile", "tomllib", "zipfile"),
)
"""Packages and modules that only a word of the rules is worth."""


def loaded(folder: Path, *arguments: str) -> set[str]:
    """The modules that a run imports besides Click, with all that they are in."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in (0, 1), ran.stderr
    names = ran.stderr.splitlines()[-1].split()
    return {name[:end] for name in names for end in _ends(name)}


def _ends(name: str) -> list[int]:
    return [*(at for at, one in enumerate(name) if one == "."), len(name)]


@pytest.mark.parametrize(
    ("command", "own"),
    [("check", set()), ("fix", set()), ("curves", {"lrmigrate.codemod.curves"})],
)
def test_a_file_without_a_word_of_the_rules_costs_no_import(tmp_path, command, own):
    (tmp_path / "module.py").write_text("import os\n\nx = os.sep\n")
    found = loaded(tmp_path, command, "--isolated", "module.py")
    assert "lrmigrate.rules.indexed" in found
    assert found.isdisjoint({*NEVER} - own)


def test_neither_do_curves_as_json(tmp_path):
    (tmp_path / "module.py").write_text("import os\n\nx = os.sep\n")
    found = loaded(tmp_path, "curves", "--isolated", "--format", "json", "module.py")
    assert found.isdisjoint({*NEVER} - {"lrmigrate.codemod.curves", "json"})


def test_neither_does_a_baseline_of_nothing_but_to_write_it(tmp_path):
    (tmp_path / "module.py").write_text("x = 1\n")
    found = loaded(tmp_path, "baseline", "module.py")
    written = {"lrmigrate.codemod.files.write", "json"}
    assert found.isdisjoint({*NEVER} - written)


def test_neither_do_codes_that_are_named(tmp_path):
    (tmp_path / "module.py").write_text("x = 1\n")
    options = ("--select", "LRS0,LRS201", "--ignore", "LRS004")
    found = loaded(tmp_path, "check", "--isolated", *options, "module.py")
    assert found.isdisjoint(NEVER)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_what_tells_of_the_command_imports_no_rule_and_no_engine(tmp_path, option):
    found = loaded(tmp_path, option)
    ours = {"lrmigrate.rules", "lrmigrate.codemod.engine", "lrmigrate.codemod.files"}
    assert found.isdisjoint({*ours, "jax", "libcst", "rich"})


def test_a_command_is_imported_alone(tmp_path):
    (tmp_path / "module.py").write_text("x = 1\n")
    found = loaded(tmp_path, "check", "module.py")
    commands = {one for one in found if ".cli.commands." in one}
    assert commands == {"lrmigrate.codemod.cli.commands.check"}


def test_a_word_of_the_rules_is_worth_all_of_them(tmp_path):
    call = "import optax\n\nlr = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
    (tmp_path / "module.py").write_text(call)
    found = loaded(tmp_path, "check", "module.py")
    assert {"lrmigrate.rules.assembled", "lrmigrate.codemod.names"} <= found
    assert found.isdisjoint({"jax", "optax"})


def test_each_command_is_known_by_its_name_before_it_is_imported():
    files = Path(commands.__path__[0]).glob("[!_]*.py")
    assert [*cli.commands] == sorted(file.stem.replace("_", "-") for file in files)
    context = click.Context(cli)
    for name in cli.commands:
        command = cli.get_command(context, name)
        assert command
        assert command.name == name
        assert command.help
