"""To `lrsched` under today's Optax, and back once Optax takes the consistent names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from renamed_optax import renamed_optax

pytest.importorskip("jax")

TODAY = """\
import optax


def rates(steps, lengths):
    return {
        "cosine": optax.cosine_decay_schedule(0.1, decay_steps=steps),
        "warmup": optax.warmup_cosine_decay_schedule(0.0, 0.1, 10, decay_steps=steps),
        "exponential": optax.warmup_exponential_decay_schedule(0.0, 0.1, 10, 50, 0.5),
        "onecycle": optax.cosine_onecycle_schedule(steps, 0.1, pct_start=0.29),
        "linear": optax.linear_onecycle_schedule(100, 0.1, pct_start=0.29),
        "restarts": optax.sgdr_schedule(
            [
                dict(init_value=0.0, peak_value=0.1, warmup_steps=5, decay_steps=n)
                for n in lengths
            ]
        ),
    }
"""
BACK = """\
import optax


def rates(steps, lengths):
    return {
        "cosine": optax.cosine_decay_schedule(0.1, transition_steps=steps),
        "warmup": optax.warmup_cosine_decay_schedule(0.0, 0.1, 10, transition_steps=steps),
        "exponential": optax.warmup_exponential_decay_schedule(0.0, 0.1, 10, 50, 0.5),
        "onecycle": optax.cosine_onecycle_schedule(steps, 0.1, warmup_steps=int(0.29 * steps)),
        "linear": optax.linear_onecycle_schedule(100, 0.1, warmup_steps=28),
        "restarts": optax.cosine_warm_restarts_schedule(
            [
                dict(init_value=0.0, peak_value=0.1, warmup_steps=5, transition_steps=n)
                for n in lengths
            ]
        ),
    }
"""
SHOW = """\
import train
for name, rate in train.rates(100, [20, 30]).items():
    print(name, [float(rate(step)).hex() for step in range(0, 120, 7)])
"""


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an Optax that takes the consistent names."""
    return renamed_optax(tmp_path_factory.mktemp("renamed"))


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.lrmigrate]\n")
    (tmp_path / "train.py").write_text(TODAY)
    return tmp_path


def run(project: Path, *command: str, optax: Path | None = None) -> str:
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    if optax is not None:
        environment["PYTHONPATH"] = str(optax)
    done = subprocess.run(
        [sys.executable, *command],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout + done.stderr


def tool(project: Path, *arguments: str, optax: Path | None = None) -> str:
    return run(project, "-P", "-m", "lrmigrate.codemod.cli", *arguments, optax=optax)


def test_code_goes_to_lrsched_and_comes_back_with_the_same_curves(project, renamed):
    train = project / "train.py"
    before = run(project, "-c", SHOW)
    told = tool(project, "fix")
    migrated = train.read_text()
    assert "target: lrsched (the Optax in " in told
    assert "does not take the new names" in told
    assert migrated.count("lrsched.") == 5, "one name is consistent as it is"
    assert run(project, "-c", SHOW) == before

    told = tool(project, "fix", optax=renamed)
    assert "target: optax (the Optax in " in told
    assert "takes the new names" in told
    assert told.count("LRS005 [*]") == 5
    assert told.count("equivalent (identical)") == 5
    assert "stands in" not in told, "it is compared with the Optax that takes them"
    assert train.read_text() == BACK
    assert run(project, "-c", SHOW, optax=renamed) == before
    assert "0 fixed" in tool(project, "fix", optax=renamed)


def test_code_of_today_goes_to_the_new_names_of_optax_at_once(project, renamed):
    before = run(project, "-c", SHOW)
    tool(project, "fix", optax=renamed)
    assert (project / "train.py").read_text() == BACK
    assert run(project, "-c", SHOW, optax=renamed) == before


def test_the_old_names_still_run_there_and_warn(project, renamed):
    shown = run(project, "-W", "ignore", "-c", SHOW, optax=renamed)
    assert shown == run(project, "-c", SHOW)
    told = run(project, "-W", "always::DeprecationWarning", "-c", SHOW, optax=renamed)
    assert "decay_steps is deprecated, use transition_steps" in told


def test_a_call_that_optax_would_take_otherwise_stays(project, renamed):
    """`lrsched` refuses None when the schedule is made, Optax at its first step."""
    (project / "train.py").write_text(
        "from lrmigrate import lrsched\n"
        "rate = lrsched.cosine_decay_schedule(None, transition_steps=100)\n"
    )
    told = tool(project, "fix", optax=renamed)
    assert "LRS005" in told
    assert "lrsched.cosine" in (project / "train.py").read_text()
