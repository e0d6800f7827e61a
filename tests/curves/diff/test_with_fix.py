"""What ``fix`` writes moves no curve, as ``curves --diff`` sees it."""

from __future__ import annotations

import re
import shutil

import pytest
from click.testing import CliRunner
from pages import ROOT

from lrmigrate.codemod.cli.app import cli


def test_a_project_that_is_fixed_is_as_before(repository, told):
    pytest.importorskip("jax")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("demo", "readme"):
        folder = ROOT / "fixtures" / name
        shutil.copytree(folder, repository.folder / name, ignore=ignored)
    repository.commit()
    CliRunner().invoke(cli, ["fix", "--target", "lrsched", "."])
    assert "schedules.py" in repository.git("diff", "--stat")
    result = told("HEAD")
    assert result.exit_code == 0
    [line] = result.stdout.splitlines()
    counts = re.findall(r"(\d+) ([a-z ]+?),", line)
    assert {fate for _, fate in counts} <= {"not known", "as before"}
    assert sum(int(count) for count, fate in counts if fate == "as before") > 10
