"""`make rule` writes a rule that holds as it is, and refuses what cannot be one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from new_rule import FAMILIES, write_rule
from paths import ROOT
from plans import plan_of

from lrmigrate.codemod.engine.fix_file import Fixer
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.verify.verifier import Verifier
from lrmigrate.rules import all_rules
from lrmigrate.rules.assembled import catalogue_of

CODE, SLUG = "LRS199", "some-slug"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of what `make rule` writes into."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "rules", tmp_path / "rules", ignore=ignored)
    for name in ("README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("code", "slug", "why"),
    [
        pytest.param(
            "LRS001", "new-slug", "already", id="a code that another rule has"
        ),
        pytest.param("LRS199", "decay-steps", "already", id="a slug that another has"),
        pytest.param("LRS19", "new-slug", "is no code", id="a code of two digits"),
        pytest.param("LRS599", "new-slug", "is no code", id="a code of no family"),
        pytest.param("XYZ199", "new-slug", "is no code", id="another tool's code"),
        pytest.param("LRS199", "New_Slug", "is no slug", id="a slug that is a name"),
        pytest.param("LRS199", "../slug", "is no slug", id="a slug that is a path"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(root: Path, code: str, slug: str, why: str):
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(ValueError, match=why):
        write_rule(root, code, slug)
    assert before == {
        path: path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_without_a_code_it_says_how_it_is_used():
    script = ROOT / "tests" / "support" / "new_rule.py"
    result = subprocess.run(
        [sys.executable, script, "", ""],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr == "usage: make rule CODE=LRS123 SLUG=some-slug\n"


def test_there_is_a_folder_for_every_family():
    for family in FAMILIES.values():
        assert (ROOT / "rules" / family / "__init__.py").is_file()


def test_its_examples_hold_as_it_is_written(root: Path, monkeypatch):
    path = write_rule(root, CODE, SLUG)
    name = f"lrmigrate.rules.{path.parent.name}.{path.stem}"
    spec = spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    rule = module.RULE
    assert (rule.code, rule.slug) == (CODE, SLUG)
    known = catalogue_of((*all_rules(), rule), Path())
    plan = plan_of(known, frozenset({CODE}))
    for example in (*rule.refused, *rule.accepted):
        source = Source.from_bytes(example.code.encode(), "module.py")
        fixed = Fixer(plan, Verifier(known.facts), unsafe=False).fix(source)
        assert len(fixed.findings) == example.findings, example.title


def test_it_is_told_in_the_readme_and_the_changelog(root: Path):
    write_rule(root, CODE, SLUG)
    readme = (root / "README.md").read_text(encoding="utf-8").splitlines()
    codes = [line[3:9] for line in readme if line.startswith("| [LRS")]
    assert CODE in codes
    assert codes == sorted(codes)
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n- {CODE} `{SLUG}`: " in changelog
    added = [line for line in changelog.splitlines() if CODE not in line]
    assert added == (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
