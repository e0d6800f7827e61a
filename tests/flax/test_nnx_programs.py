"""A sample of the composed NNX programs, of which `make nnx-programs` runs many."""

from dataclasses import asdict

import nnx_programs
import pytest
from nnx_compose import program, seeds
from outcomes import WRONG, Kind

SEEDS = seeds(0, 60)


@pytest.fixture(scope="module")
def outcomes(once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nnx_programs")
    return once(
        "nnx_programs", lambda: [asdict(one) for one in nnx_programs.run(folder, SEEDS)]
    )


# A known gap: the leaves of a model that is reached through its optimizer by an alias.
OPEN = {59: "the leaves of the model in an optimizer, which keeps it, are more"}


def _marked(seed):
    why = OPEN.get(seed)
    marks = [pytest.mark.xfail(strict=True, reason=why)] if why else []
    return pytest.param(seed, marks=marks)


@pytest.mark.parametrize("seed", map(_marked, SEEDS))
def test_a_composed_program_is_the_same_or_left(seed, outcomes):
    outcome = outcomes[SEEDS.index(seed)]
    assert outcome["kind"] not in WRONG, (program(seed), outcome)


def test_a_part_of_them_is_migrated(outcomes):
    same = [one for one in outcomes if one["kind"] == Kind.SAME]
    assert len(same) >= len(SEEDS) // 5


def test_the_same_seed_composes_the_same_program():
    assert program(7) == program(7)
    assert program(7) != program(8)
