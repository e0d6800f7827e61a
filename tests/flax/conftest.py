"""Every program, run once under each Flax, and migrated once."""

import shutil
import subprocess
import sys

import pytest
from harness import environments
from harness.environments import CURRENT, programs


@pytest.fixture(scope="session")
def outcomes():
    """What each program recorded or raised, by the Flax that it ran under.

    Flax 0.10.7 and 0.11.0 run with the same JAX and the same Optax, so that nothing
    but Flax differs between them; the current Flax runs with current ones.
    """
    jobs = {
        "0.10.7": programs("before"),
        "0.11.0": programs("after"),
        CURRENT: programs("before", "after"),
    }
    reports = environments.run(jobs)
    return {flax: report["outcomes"] for flax, report in reports.items()}


# What `lrmigrate` runs; it reads code for Flax, and has no need to run it.
COMMAND = """
import sys
from lrmigrate.codemod.cli import main
try:
    main()
finally:
    assert "flax" not in sys.modules
"""


@pytest.fixture(scope="session")
def fix():
    """Runs `lrmigrate fix` over a folder with default options; gives what it did."""

    def run(folder):
        result = subprocess.run(
            [sys.executable, "-c", COMMAND, "fix", "."],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert "Error" not in result.stderr, result.stderr
        return result

    return run


@pytest.fixture(scope="session")
def migrated(fix, tmp_path_factory):
    """The folder with every program as the tool migrates it, and what that did."""
    folder = tmp_path_factory.mktemp("migrated")
    for path in programs("before"):
        shutil.copy(path, folder / path.name.replace("_before", ""))
    return folder, fix(folder)
