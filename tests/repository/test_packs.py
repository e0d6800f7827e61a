"""The example pack, built and installed by the real pip, and the page about it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
from installing import built, install, venv_folder
from packs import ACME, EXAMPLE
from pages import blocks, commands, read

PAGE = read("docs/packs.md")
FILES = [
    path.read_text(encoding="utf-8") for path in EXAMPLE.rglob("*.*") if path.is_file()
]
TRAIN, *EXCERPTS = blocks("python", PAGE)
LIBRARY = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "acme"
version = "2.0"

[tool.setuptools]
packages = ["acme"]
"""


@pytest.fixture(scope="session")
def wheels(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Ours, that of the example, and that of the library which it speaks of."""
    folder = tmp_path_factory.mktemp("pack")
    shutil.copytree(
        EXAMPLE, folder / "example", ignore=shutil.ignore_patterns("__pycache__")
    )
    for path, text in {**ACME, "pyproject.toml": LIBRARY}.items():
        (folder / "library" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "library" / path).write_text(text, encoding="utf-8")
    (folder / "built").mkdir()
    return [
        wheel,
        built(folder / "example", folder),
        built(folder / "library", folder / "built"),
    ]


@pytest.fixture
def shell(wheels: list[Path], venv: Path, tmp_path: Path):
    """A shell in a folder with a program, in an environment with the pack."""
    install(venv, *wheels)
    work = tmp_path / "work"
    work.mkdir()
    (work / "train.py").write_text(TRAIN, encoding="utf-8")
    scripts = venv_folder(venv, "scripts")

    def run(command: str) -> str:
        result = subprocess.run(
            ["bash", "-c", command],
            cwd=work,
            env={
                **os.environ,
                "PATH": os.pathsep.join([str(scripts), os.environ["PATH"]]),
                # Dependencies come from the environment of the tests.
                "PYTHONPATH": sysconfig.get_path("purelib"),
                "JAX_PLATFORMS": "cpu",
                "NO_COLOR": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return result.stdout

    return run


def test_the_pack_is_used_as_the_page_shows(shell):
    [block] = blocks("console", PAGE)
    told = [(command, shell(command)) for command, _ in commands(block)]
    assert told == commands(block)


def test_its_rules_are_in_reports_for_programs(shell):
    log = json.loads(shell("lrmigrate check --quiet --output-format sarif train.py"))
    [run] = log["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {"ACME001", "ACME101", "LRS001"} <= rules
    assert [one["ruleId"] for one in run["results"]] == ["ACME001", "ACME101"]


def test_what_lies_in_what_is_looked_at_is_not_imported(shell, tmp_path):
    """A pack, or its library, that is installed as editable from the same tree."""
    venv = tmp_path / "venv"
    site = venv_folder(venv, "purelib")
    for name in ("acme_rules", "acme"):
        shutil.move(site / name, tmp_path / "work" / name)
    (site / "editable.pth").write_text(f"{tmp_path / 'work'}\n")
    told = shell("lrmigrate check --quiet train.py; echo $?")
    why = "there is no module acme_rules outside of what is looked at"
    what = "lrmigrate: error: the rules ACME of acme-rules 1.0 are left out"
    assert told == f"{what}: {why}\n2\n"
    shutil.move(tmp_path / "work" / "acme_rules", site / "acme_rules")
    told = shell("lrmigrate fix --quiet train.py; echo $?")
    assert "    left, unverifiable: not installed: acme\n" in told
    assert told.endswith("\n1\n")


@pytest.mark.parametrize("excerpt", EXCERPTS)
def test_what_the_page_shows_of_the_pack_is_in_it(excerpt):
    assert any(excerpt in text for text in FILES)


def test_the_entry_point_that_the_page_shows_is_that_of_the_pack():
    [shown] = blocks("toml", PAGE)
    assert shown in (EXAMPLE / "pyproject.toml").read_text()
