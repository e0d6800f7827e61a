import json
import os

import pytest
from click.testing import CliRunner
from repositories import ENVIRONMENT, Repository

from lrmigrate.codemod.cli.app import cli


@pytest.fixture
def repository(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"):
        monkeypatch.setenv(name, ENVIRONMENT[name])
    made = Repository(tmp_path / "project")
    monkeypatch.chdir(made.folder)
    return made


@pytest.fixture
def told():
    """What ``curves --diff`` prints, with its exit code."""

    def run(*arguments):
        return CliRunner().invoke(cli, ["curves", "--diff", *arguments])

    return run


@pytest.fixture
def changes(told):
    """What became of each learning rate, by where it is."""

    def run(*arguments):
        result = told(*arguments, "--format", "json")
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return json.loads(result.stdout)["curves"]

    return run
