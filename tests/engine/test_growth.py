"""What a run does grows no faster than what it is given, by the calls that it makes."""

from __future__ import annotations

import cProfile
import gc

import pytest
from click.testing import CliRunner
from shapes import SHAPES

from lrmigrate.codemod.cli.group import cli
from lrmigrate.codemod.report.formats import names
from lrmigrate.rules.optax.nearest import distance

FORMS = sorted({*names()} - {"text"})
SIZES = (20, 40, 80)
CASES = [(shape, "text") for shape in SHAPES]
CASES += [(shape, form) for shape in ("calls_of_a_name", "cycles") for form in FORMS]


def calls_of_check(folder, tree, form):
    """How many calls, of Python and of C, one check of a tree takes."""
    for path, text in {"pyproject.toml": "", **tree}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    command = ["check", "--isolated", "--jobs=1", "--output-format", form, str(folder)]
    distance.cache_clear()  # keeps the last ones, and not all of a larger size
    profile = cProfile.Profile()
    gc.collect()  # what other tests left calls functions when it is freed
    gc.disable()
    try:
        result = profile.runcall(CliRunner().invoke, cli, command)
    finally:
        gc.enable()
    assert result.exit_code == 1, result.output
    return sum(one.callcount for one in profile.getstats())


@pytest.mark.parametrize(("shape", "form"), CASES)
def test_twice_as_much_takes_no_more_than_about_twice_the_calls(shape, form, tmp_path):
    made = [
        calls_of_check(tmp_path / str(size), SHAPES[shape](size), form)
        for size in (SIZES[-1], *SIZES)  # what stays known is known from the first
    ][1:]
    one, two, four = made
    assert four - two < 2.3 * (two - one)
