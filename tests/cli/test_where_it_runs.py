"""What the surroundings of a run do to it: told in one line, with exit code 2."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

COMMAND = (str(Path(sysconfig.get_path("scripts"), "lrmigrate")),)
MODULE = (sys.executable, "-P", "-m", "lrmigrate.codemod.cli")
OLD = "import optax\nlr = optax.cosine_decay_schedule(0.1, decay_steps=100)\n"


def run(command, where, **environment):
    return subprocess.run(
        command,
        cwd=where,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("begin", [COMMAND, MODULE], ids=["command", "module"])
def test_a_working_directory_that_is_gone_is_told(tmp_path, begin):
    command = ["sh", "-c", 'cd gone && rmdir ../gone && "$@"', "sh", *begin, "check"]
    (tmp_path / "gone").mkdir()
    ran = run(command, tmp_path)
    told = "the working directory is no longer there: go to one that is"
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"lrmigrate: error: {told}\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_flags_that_jax_refuses_are_told_and_nothing_is_written(tmp_path, jobs):
    pytest.importorskip("jax")
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(OLD)
    command = [*COMMAND, "fix", "--isolated", "-j", jobs, "."]
    ran = run(command, tmp_path, XLA_FLAGS="--no_such_flag")
    assert ran.returncode == 2
    assert "JAX does not start with XLA_FLAGS='--no_such_flag'" in ran.stderr
    assert "unset XLA_FLAGS" in ran.stderr
    assert (tmp_path / "a.py").read_text() == OLD


def test_flags_that_jax_takes_change_nothing(tmp_path):
    pytest.importorskip("jax")
    (tmp_path / "a.py").write_text(OLD)
    flags = "--xla_force_host_platform_device_count=2"
    ran = run([*COMMAND, "fix", "--isolated", "-q", "."], tmp_path, XLA_FLAGS=flags)
    assert ran.returncode == 0, ran.stderr
    assert "transition_steps" in (tmp_path / "a.py").read_text()
