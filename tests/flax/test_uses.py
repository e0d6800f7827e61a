"""Each use of NNX that is understood, and some that are not, run under old and new Flax."""

import re

import pytest
from harness.environments import SUITE
from uses import not_listed, refused_results, understood_results
from uses.refused import REFUSED
from uses.run import Result
from uses.understood import UNDERSTOOD

from lrmigrate.rules.nnx.understood import USES

UNDERSTOOD_PROGRAMS = [*understood_results.programs()]
LINES = refused_results.lines()


@pytest.fixture(scope="module")
def understood(once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("understood")
    return once("nnx_understood", lambda: understood_results.results(folder, SUITE))


@pytest.fixture(scope="module")
def refused(once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("refused")
    return once("nnx_refused", lambda: refused_results.results(folder))


@pytest.fixture(scope="module")
def names(once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("names") / "program"
    return once("nnx_names", lambda: not_listed.public_names(folder, SUITE))


@pytest.fixture(scope="module")
def unknown(once, names, tmp_path_factory):
    folder = tmp_path_factory.mktemp("not_listed")
    return once("nnx_not_listed", lambda: not_listed.results(folder, names))


def test_each_use_of_the_table_has_a_program():
    assert [*UNDERSTOOD] == [use.id for use in USES.values()]


@pytest.mark.parametrize("name", UNDERSTOOD_PROGRAMS)
def test_fix_migrates_a_use_that_is_understood(name, understood):
    assert understood[name]["left"] == []
    assert understood[name]["written"]


@pytest.mark.parametrize("flax", SUITE)
@pytest.mark.parametrize("name", UNDERSTOOD_PROGRAMS)
def test_a_use_that_is_understood_is_the_same(name, flax, understood):
    outcome = understood[name]
    assert outcome[flax] == Result.SAME, outcome["detail"]


def named(line, outcome):
    """Whether a finding is on a line, or its reason says that line."""
    return any(
        row == line or re.search(rf"\bline {line}\b", left)
        for row, left in outcome["left"]
    )


@pytest.mark.parametrize("name", REFUSED)
def test_fix_leaves_a_use_that_is_not_understood_and_names_its_line(name, refused):
    assert refused[name]["written"] == 0
    assert named(LINES[name], refused[name]), (LINES[name], refused[name]["left"])


@pytest.mark.parametrize("name", REFUSED)
def test_a_migration_would_break_a_use_that_is_not_understood(name, refused):
    assert refused[name]["keeping"] in (Result.DIFFERS, Result.RAISES)


@pytest.mark.parametrize("of", not_listed.OBJECTS)
def test_fix_leaves_what_is_given_to_a_function_that_is_not_listed(of, names, unknown):
    listed = not_listed.not_listed(names, of)
    assert len(listed) > 100
    wrong = {}
    for name in listed:
        text = not_listed.program(name, of)
        (line,) = (
            number for number, one in enumerate(text.splitlines(), 1) if "# here" in one
        )
        outcome = unknown[f"{name} {of}"]
        if outcome["written"] or not named(line, outcome):
            wrong[name] = outcome
    assert wrong == {}
