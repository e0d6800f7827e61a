"""Curves under two releases of Optax: side by side, and through an upgrade with a lock.

The environments are real: 0.2.6 and 0.2.8 of Optax with one and the same JAX.
"""

import json

import pytest
from click.testing import CliRunner
from paths import ROOT

from lrmigrate.codemod.cli.app import cli

TRAIN = """\
import optax


def schedules():
    constant = optax.constant_schedule(0.1)
    linear = optax.linear_schedule(0.0, 0.1, 100)
    cosine = optax.cosine_decay_schedule(0.1, 1000)
    warmup_cosine = optax.warmup_cosine_decay_schedule(0.0, 3e-4, 100, 1000)
    exponential = optax.exponential_decay(0.1, 100, 0.9)
    piecewise = optax.piecewise_constant_schedule(0.1, {100: 0.1, 200: 0.5})
    cosine_onecycle = optax.cosine_onecycle_schedule(1000, 0.1)
    linear_onecycle = optax.linear_onecycle_schedule(1000, 0.1)
    no_warmup = optax.cosine_onecycle_schedule(3, 0.1)
"""
SIX = {"constant", "linear", "cosine", "warmup_cosine", "exponential", "piecewise"}
TWO = {"cosine_onecycle", "linear_onecycle"}


def environment(name):
    folder = ROOT / ".venv" / name
    assert (folder / ".ready").exists(), f"{name} is missing: `make test` installs it"
    return str(folder)


OLD, NEW = environment("optax-0.2.6"), environment("flax-0.12.8")


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "train.py").write_text(TRAIN)

    def done(*options):
        result = CliRunner().invoke(cli, ["curves", *options])
        return result.exit_code, result.output

    return done


def by_status(output):
    found = {}
    for one in json.loads(output)["curves"]:
        found.setdefault(one["status"], {})[one["target"]] = one
    return found


def test_of_nine_schedules_six_are_the_same_two_nearly_and_one_moved(run):
    code, output = run("--optax", OLD, "--against", NEW, "--format", "json")
    assert code == 1
    found = by_status(output)
    assert {status: {*ones} for status, ones in found.items()} == {
        "same bits": SIX,
        "last bits": TWO,
        "moved": {"no_warmup"},
    }
    moved = found["moved"]["no_warmup"]
    assert (moved["step"], moved["before"], moved["after"]) == (0, "nan", "0.1")
    content = json.loads(output)
    assert content["before"] == {"optax": "0.2.6", "jax": "0.10.2"}
    assert content["after"] == {"optax": "0.2.8", "jax": "0.10.2"}


def test_a_lock_goes_through_an_upgrade(run, tmp_path):
    code, output = run("--lock", "--optax", OLD)
    assert code == 0, output
    text = (tmp_path / "lrmigrate.lock").read_text()
    assert 'optax = "0.2.6"' in text
    assert "numbers = { 0 = nan, 1 = nan, 2 = nan, 3 = nan }" in text
    code, output = run("--check", "--optax", NEW)
    assert code == 1
    *_, moved, summary = output.splitlines()
    assert moved == (
        "train.py:13:17: MOVED by Optax 0.2.6 to 0.2.8: nan to 0.1 at step 0, asked with "
        "Python's numbers  cosine_onecycle_schedule in schedules, no_warmup"
    )
    assert summary == (
        "lrmigrate.lock: 1 moved, 2 last bits, 6 same (Optax 0.2.6 to 0.2.8)"
    )
    code, output = run("--lock", "--optax", NEW)
    assert code == 0
    assert ": 9, 3 of them anew (Optax 0.2.8 with JAX 0.10.2)" in output
    code, output = run("--check", "--optax", NEW)
    assert (code, output) == (0, "lrmigrate.lock: 9 same\n")


def test_the_last_bits_alone_are_told_and_fail_nothing(run, tmp_path):
    code = "import optax\n\nrate = optax.linear_onecycle_schedule(1000, 0.1)\n"
    (tmp_path / "train.py").write_text(code)
    assert run("--lock", "--optax", OLD)[0] == 0
    code, output = run("--check", "--optax", NEW)
    assert code == 0
    assert "the last bits by Optax 0.2.6 to 0.2.8" in output
    code, output = run("--optax", OLD, "--against", NEW)
    assert code == 0
    assert "1 the last bits" in output
