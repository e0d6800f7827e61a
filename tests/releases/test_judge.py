"""Two functions judged under an Optax that has one of them otherwise."""

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from paths import ROOT

JUDGE = Path(__file__).with_name("judge.py")
SOME = "40"  # one in so many cases of the table
ENVIRONMENT = ROOT / ".venv/optax-0.2.6"


def judged(python):
    command = [python, JUDGE, sysconfig.get_path("purelib"), SOME]
    functions = ("linear_schedule", "cosine_onecycle_schedule")
    done = subprocess.run(
        [*command, *functions], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def old():
    assert (ENVIRONMENT / ".ready").exists(), "it is missing: `make test` installs it"
    return judged(ENVIRONMENT / "bin/python")


@pytest.fixture(scope="module")
def current():
    return judged(sys.executable)


def levels(function):
    return {
        cell: {int(level) for level in found["levels"]}
        for cell, found in function["cells"].items()
    }


def test_what_an_old_optax_computes_as_we_do_is_one_program(old):
    assert old["versions"]["optax"] == "0.2.6"
    for cell, found in levels(old["functions"]["linear_schedule"]).items():
        assert found == {0 if cell.startswith("JAX") else 1}, cell


def test_another_curve_of_an_old_optax_is_told_and_never_called_equivalent(old):
    function = old["functions"]["cosine_onecycle_schedule"]
    assert 3 in levels(function)["JAX, x64"]
    others = [one for one in function["verdicts"] if one["level"] == 3]
    assert others
    assert {one["kind"] for one in others} == {"divergent"}
    assert all(one["counterexample"] for one in others)


def test_under_the_current_optax_both_are_one_program(current):
    for name, function in current["functions"].items():
        for cell, found in levels(function).items():
            assert found == {0 if cell.startswith("JAX") else 1}, (name, cell)
        assert all(one["safe"] for one in function["verdicts"])
