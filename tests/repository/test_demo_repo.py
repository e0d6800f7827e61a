"""The fixtures, through the real command line: the demo and the rules' file pairs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from paths import DEMO, DOCS, FIXTURES

BEFORE = sorted((FIXTURES / "schedules").glob("*/before.py"))
TARGETS = ("lrsched", "optax")
EXPECT = re.compile(r"# expect: (LRS\d{3}) (\w+)")


def lrmigrate(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lrmigrate"), *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the output of the demo, its picture and what it leaves."""
    folder = tmp_path_factory.mktemp("demo")
    result = subprocess.run(
        [
            *(sys.executable, FIXTURES / "demo" / "demo.py"),
            *(folder / "left", folder / "demo.svg"),
        ],
        env={**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    (folder / "output").write_text(result.stdout, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def migrated(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the demo, changed by the diff that it leaves."""
    project = tmp_path_factory.mktemp("demo") / "demo_repo"
    shutil.copytree(DEMO, project, ignore=shutil.ignore_patterns("__pycache__"))
    patch = demo / "left" / "migration.diff"
    subprocess.run(["git", "apply", patch], cwd=project, check=True)
    return project


def test_demo_shows_its_result_on_one_screen_as_the_readme_has_it(demo: Path):
    output = (demo / "output").read_text(encoding="utf-8")
    lines = output.splitlines()
    assert lines[0].endswith("11 findings, 10 rewritten in 3 files")
    assert output.count("✓ the same program") == 10
    assert "the same, bit for bit" in output
    assert len(lines) <= 30
    assert max(map(len, lines[:-2])) <= 100
    page, patch = (demo / "left" / one for one in ("report.html", "migration.diff"))
    assert [line.rpartition(" ")[2] for line in lines[-2:]] == [str(page), str(patch)]
    assert page.read_text(encoding="utf-8").count("equivalent (identical)") >= 10
    shown = DOCS / "images" / "demo.svg"
    drawn = (demo / "demo.svg").read_text("utf-8")
    assert drawn == shown.read_text("utf-8"), "make docs draws it"
    assert "+    return lrsched.cosine_decay_schedule(" in patch.read_text("utf-8")


def test_demo_keeps_the_settings_that_are_its_own(migrated: Path):
    for name in ("demo/config.py", "train.py", "tests/test_schedules.py"):
        assert (migrated / name).read_bytes() == (DEMO / name).read_bytes()


def test_demo_keeps_the_line_with_noqa(migrated: Path):
    text = (migrated / "demo/schedules.py").read_text(encoding="utf-8")
    line = "ox.cosine_decay_schedule(0.05, decay_steps=80)  # noqa: LRS001\n"
    assert line in text


def test_demo_keeps_comments_and_layout_inside_calls(migrated: Path):
    schedules = (migrated / "demo/schedules.py").read_text(encoding="utf-8")
    assert (
        "    return lrsched.cosine_decay_schedule(\n"
        "        init_value=config.learning_rate,\n"
        "        transition_steps=config.decay_steps,  "
        "# then constant until total_steps\n"
        "        alpha=0.1,\n"
        "    )\n"
    ) in schedules
    finetune = (migrated / "demo/finetune.py").read_text(encoding="utf-8")
    assert (
        "        peak_value=cfg.learning_rate / 2,\n"
        "        warmup_steps=28, transition_steps=100,\n"
        "        div_factor=10.0,\n"
    ) in finetune


def test_demo_has_only_a_decision_left(migrated: Path):
    result = lrmigrate("check", "--output-format", "json", ".", cwd=migrated)
    found = json.loads(result.stdout)
    assert [finding["code"] for finding in found] == ["LRS004"], result.stdout


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[Path, str], str]:
    """What one run for each target makes of all files."""
    texts = {}
    for target in TARGETS:
        folder = tmp_path_factory.mktemp(target)
        copies = {path: folder / path.parent.name / "module.py" for path in BEFORE}
        for path, copy in copies.items():
            copy.parent.mkdir()
            shutil.copy(path, copy)
        result = lrmigrate("fix", "--isolated", "--target", target, ".", cwd=folder)
        for path, copy in copies.items():
            assert f"{path.parent.name}/module.py:" in result.stdout, result.stderr
            texts[path, target] = copy.read_text("utf-8")
    return texts


@pytest.mark.parametrize("before", BEFORE, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("target", TARGETS)
def test_file_pair(before: Path, target: str, fixed: dict[tuple[Path, str], str]):
    expected = before.with_name(f"{target}.py")
    if not expected.exists():  # a rule that only reports
        expected = before
    assert fixed[before, target] == expected.read_text("utf-8")


def test_reports_where_a_file_says_so():
    path = FIXTURES / "schedules/LRS004/before.py"
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = [
        (number, *match.groups())
        for number, line in enumerate(lines, start=1)
        if (match := EXPECT.search(line))
    ]
    arguments = ("check", "--isolated", "--output-format", "json", path.name)
    found = json.loads(lrmigrate(*arguments, cwd=path.parent).stdout)
    actual = [(f["location"]["row"], f["code"], f["severity"]) for f in found]
    assert actual == expected
