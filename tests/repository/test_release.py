"""A release: the workflow that makes it, its steps run here, and what they build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml
from paths import ROOT

WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))
BUILD, PUBLISH = WORKFLOW["jobs"]["build"], WORKFLOW["jobs"]["publish"]
STEPS = {step["name"]: step["run"] for step in BUILD["steps"] if "run" in step}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git has, as a checkout of a tag is."""
    folder = tmp_path_factory.mktemp("release") / "lrmigrate"
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, done.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def step(name: str, project: Path, tag: str = "v0.1.0") -> int:
    """Run a step as the workflow does, with the Python of the tests."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", STEPS[name]],
        cwd=project,
        env={**os.environ, "GITHUB_REF_NAME": tag, "PATH": path},
        capture_output=True,
        check=False,
    ).returncode


@pytest.mark.parametrize("tag", ["v0.1.1", "0.1.0", "v0.1.0rc1", "v"])
def test_a_tag_that_is_not_the_version_is_refused(tag, project):
    assert step("The tag is the version", project, tag) == 1


def test_a_version_that_the_changelog_does_not_date_is_refused(project):
    assert step("The changelog tells of it", project, "v9.9.9") == 1


def test_the_tag_of_the_version_is_taken(project):
    assert step("The tag is the version", project) == 0
    text = (project / "CHANGELOG.md").read_text(encoding="utf-8")
    dated = text.replace(
        "## [Unreleased]", "## [Unreleased]\n\n## [0.1.0] - 2026-12-01"
    )
    (project / "CHANGELOG.md").write_text(dated, encoding="utf-8")
    assert step("The changelog tells of it", project) == 0


def test_both_distributions_are_built_and_pass_the_check(project):
    build = "\n".join(
        line for line in STEPS["Build"].splitlines() if "pip install" not in line
    )
    assert build == "python -m build"
    subprocess.run(
        [sys.executable, "-m", "build"], cwd=project, capture_output=True, check=True
    )
    assert step("Check", project) == 0
    (source,) = (project / "dist").glob("lrmigrate-*.tar.gz")
    (wheel,) = (project / "dist").glob("lrmigrate-*-py3-none-any.whl")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"README.md", "LICENSE", "pyproject.toml", "codemod/model.py"} <= names
    with zipfile.ZipFile(wheel) as archive:  # built from the source distribution
        built = set(archive.namelist())
    for package in ("codemod", "rules", "lrsched"):
        for file in (ROOT / package).rglob("*.py"):
            assert f"lrmigrate/{file.relative_to(ROOT).as_posix()}" in built


def test_pypi_trusts_the_workflow_and_nothing_else_may_write():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert PUBLISH["permissions"] == {"id-token": "write"}
    assert PUBLISH["needs"] == "build"
    assert PUBLISH["environment"]["name"] == "pypi"
    assert "password" not in str(WORKFLOW)
    assert "secrets." not in str(WORKFLOW)
