"""fixtures/nnx_plateau: a typical program for Flax before 0.11, and its migration."""

import re
import shutil
import subprocess

import pytest
from harness.environments import CURRENT, ROOT, python

pytestmark = pytest.mark.xdist_group("flax")

TRAIN = ROOT / "fixtures" / "nnx_plateau" / "train.py"
LINE = re.compile(r"step +(\d+)  loss ([\d.]+)  scale ([\d.]+)")


@pytest.fixture(scope="module")
def printed(fix, tmp_path_factory):
    """What the program prints, by whether it is migrated and by its Flax."""
    folder = tmp_path_factory.mktemp("nnx_plateau")
    shutil.copy(TRAIN, folder)
    result = fix(folder)
    assert result.returncode == 0, result.stdout
    after = folder / TRAIN.name
    started = {
        key: subprocess.Popen(
            [python(flax), path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={"JAX_PLATFORMS": "cpu"},
        )
        for key, flax, path in (
            ("before, 0.10.7", "0.10.7", TRAIN),
            ("before, current", CURRENT, TRAIN),
            ("after, 0.11.0", "0.11.0", after),
            ("after, current", CURRENT, after),
        )
    }
    return {key: process.communicate() for key, process in started.items()}


def numbers(output):
    steps = [tuple(map(float, line)) for line in LINE.findall(output)]
    assert len(steps) == len(output.splitlines()) == 12, output
    return steps


def test_before_raises_under_the_current_flax(printed):
    output, error = printed["before, current"]
    assert output == ""
    assert "TypeError: Missing required argument `wrt`" in error


def test_after_trains_and_halves_the_rate_on_the_plateau(printed):
    output, error = printed["after, current"]
    assert error == ""
    _, losses, scales = zip(*numbers(output), strict=True)
    assert list(losses) == sorted(losses, reverse=True)
    assert losses[5] < losses[0] / 2
    assert list(scales) == [1.0] * 6 + [0.5, 0.5, 0.25, 0.125, 0.0625, 0.03125]


def test_after_prints_what_before_printed_where_only_flax_changed(printed):
    assert printed["after, 0.11.0"] == printed["before, 0.10.7"]
    assert printed["before, 0.10.7"][0] != ""


def test_after_prints_the_numbers_of_before_under_the_current_flax(printed):
    old = numbers(printed["before, 0.10.7"][0])
    new = numbers(printed["after, current"][0])
    # They are printed with six decimals, of which the last can round otherwise.
    for before, after in zip(old, new, strict=True):
        assert after == pytest.approx(before, rel=0, abs=2e-6)
