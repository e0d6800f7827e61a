"""The README: its commands are run, and print what is shown."""

from __future__ import annotations

import re
import runpy
import shutil
from pathlib import Path

import pytest
from pages import (
    FENCE,
    LINK,
    ROOT,
    assert_prints_what_is_shown,
    install_commands,
    read,
    shell,
)
from pages import blocks as blocks_of

from lrmigrate.rules import all_rules

EXAMPLES = ROOT / "fixtures" / "readme"
README = read("README.md")


def blocks(language: str) -> list[str]:
    return blocks_of(language, README)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "readme"
    ignored = shutil.ignore_patterns("__pycache__")
    return shutil.copytree(EXAMPLES, copy, ignore=ignored)


@pytest.mark.parametrize("block", blocks("console"))
def test_commands_print_what_is_shown(block: str, folder: Path):
    assert_prints_what_is_shown(block, folder)


def test_the_diff_is_what_fix_shows(folder: Path):
    (shown,) = blocks("diff")
    printed = shell("lrmigrate fix --diff --quiet --target lrsched train.py", folder)
    # An empty line of context is a space in a diff, but not in the README.
    assert [line.rstrip() for line in printed.splitlines()] == shown.splitlines()


def test_the_picture_is_what_curves_draws(folder: Path):
    """`make docs` draws it anew."""
    drawn = shell("lrmigrate curves --quiet --format svg curves.py:6", folder)
    assert drawn == read("docs/images/curves.svg")


def test_python_is_that_of_the_examples():
    (code,) = blocks("python")
    assert code == (EXAMPLES / "rates.py").read_text(encoding="utf-8")


def test_configuration_is_understood(folder: Path):
    (table,) = blocks("toml")
    (folder / "pyproject.toml").write_text(table, encoding="utf-8")
    printed = shell("lrmigrate check --quiet train.py; echo $?", folder)
    *findings, code = printed.splitlines()
    assert [line.split()[1] for line in findings] == ["LRS001", "LRS002"]
    assert code == "1"


def test_set_up_commands_are_those_of_the_project():
    """They are run by .ci/run and test_demo_repo.py, or make an environment."""
    makefile = read("Makefile")
    known = {f"make {target}" for target in re.findall(r"(?m)^(\w+):", makefile)}
    known |= install_commands()
    shown = "".join(blocks("sh")).splitlines()
    shown += re.findall(r"`((?:make|pip) [^`]+)`", FENCE.sub("", README))
    assert {"make demo", "make test", "make lint"} <= set(shown) <= known


def test_ci_runs_lint_and_tests():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert {"make lint", "make test"} <= set(lines)


def test_fences_are_all_of_a_kind_that_is_tested():
    languages = {language for language, _ in FENCE.findall(README)}
    assert languages == {"console", "diff", "python", "sh", "toml"}
    assert README.count("```") == 2 * len(FENCE.findall(README))


def test_links_lead_somewhere():
    for link in LINK.findall(README):
        if not link.startswith("https://"):
            assert (ROOT / link.partition("#")[0]).exists(), link


def test_rules_are_those_of_the_catalogue():
    """A row for each rule, and no other."""
    rows = re.findall(r"^\| \[LRS\d+\].*$", README, re.MULTILINE)
    assert rows == [
        f"| [{rule.code}](docs/rules/{rule.code}.md) {rule.slug} | {rule.summary} "
        f"| {'yes' if rule.fixable else 'no'} |"
        for rule in all_rules()
    ]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_the_changelog_tells_of_each_rule(rule):
    """By its code and slug together, as `make rule` writes them."""
    changelog = " ".join((ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split())
    assert f"{rule.code} `{rule.slug}`" in changelog


def test_so_many_wrong_rewrites_are_refused():
    """Each is refused in the test that makes them; here they are counted."""
    (claimed,) = re.findall(r"at least (\d+) seeded wrong rewrites", README)
    seeded = ROOT / "tests/verify/test_seeded_wrong_rewrites.py"
    wrong = runpy.run_path(str(seeded))["wrong_rewrites"]()
    assert len(wrong) >= int(claimed)
