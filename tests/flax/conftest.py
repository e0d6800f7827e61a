"""Every program, run once under each Flax, and migrated once."""

import json
import shutil
import subprocess
import sys

import pytest
from filelock import FileLock
from harness import environments
from harness.environments import CURRENT, programs


@pytest.fixture(scope="session")
def once(tmp_path_factory, worker_id):
    """Computes a JSON value by name, once for all processes that run the tests."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent

    def load(name, compute):
        path = folder / f"{name}.json"
        with FileLock(path.with_suffix(".lock")):
            if not path.exists():
                path.write_text(json.dumps(compute()), encoding="utf-8")
        return json.loads(path.read_text(encoding="utf-8"))

    return load


@pytest.fixture(scope="session")
def outcomes(once):
    """What each program recorded or raised, by the Flax that it ran under.

    Flax 0.10.7 and 0.11.0 run with the same JAX and the same Optax, so that nothing
    but Flax differs between them; the current Flax runs with current ones.
    """
    jobs = {
        "0.10.7": programs("before"),
        "0.11.0": programs("after"),
        CURRENT: programs("before", "after"),
    }
    reports = once("outcomes", lambda: environments.run(jobs))
    return {flax: report["outcomes"] for flax, report in reports.items()}


# What `lrmigrate` runs; it reads code for Flax, and has no need to run it.
COMMAND = """
import sys
from lrmigrate.codemod.cli.app import main
try:
    main()
finally:
    assert "flax" not in sys.modules
"""


@pytest.fixture(scope="session")
def fix():
    """Runs `lrmigrate fix` over a folder with default options; gives its report.

    The report is its exit code, what it printed, and the text of each file by name.
    """

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
        files = {path.name: path.read_text("utf-8") for path in folder.glob("*.py")}
        return {"exit": result.returncode, "output": result.stdout, "files": files}

    return run


@pytest.fixture(scope="session")
def migrated(fix, once, tmp_path_factory):
    """The report of migrating every program."""

    def migrate():
        folder = tmp_path_factory.mktemp("migrated")
        for path in programs("before"):
            shutil.copy(path, folder / f"{path.parent.name}.py")
        return fix(folder)

    return once("migrated", migrate)
