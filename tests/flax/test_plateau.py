"""fixtures/nnx/plateau_training: a typical program for Flax before 0.11, and its migration."""

import re
import shutil

import pytest
from harness.environments import CURRENT, PROGRAMS, python, ran

TRAIN = PROGRAMS / "plateau_training" / "train.py"
LINE = re.compile(r"step +(\d+)  loss ([\d.]+)  scale ([\d.]+)")


@pytest.fixture(scope="module")
def printed(fix, once, tmp_path_factory):
    """What the program prints, by whether it is migrated and by its Flax."""

    def run():
        folder = tmp_path_factory.mktemp("nnx_plateau")
        shutil.copy(TRAIN, folder)
        report = fix(folder)
        assert report["exit"] == 0, report["output"]
        after = folder / TRAIN.name
        jobs = {
            "before, 0.10.7": (python("0.10.7"), TRAIN),
            "before, current": (python(CURRENT), TRAIN),
            "after, 0.11.0": (python("0.11.0"), after),
            "after, current": (python(CURRENT), after),
        }
        done = {key: ran(*job) for key, job in jobs.items()}
        return {key: (one.stdout, one.stderr) for key, one in done.items()}

    return once("nnx_plateau", run)


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
