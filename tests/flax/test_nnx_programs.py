"""A sample of the composed NNX programs, of which `make nnx-programs` runs many."""

from dataclasses import asdict

import nnx_programs
import pytest
from nnx_compose import program, seeds
from outcomes import WRONG, Kind

FOUND_WRONG = [120, 663, 1210, 1467, 1662, 1786, 2152]  # and mended since
SEEDS = sorted({*seeds(0, 60), *FOUND_WRONG})


@pytest.fixture(scope="module")
def outcomes(once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nnx_programs")
    return once(
        "nnx_programs", lambda: [asdict(one) for one in nnx_programs.run(folder, SEEDS)]
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_composed_program_is_the_same_or_left(seed, outcomes):
    outcome = outcomes[SEEDS.index(seed)]
    assert outcome["kind"] not in WRONG, (program(seed), outcome)


def test_a_part_of_them_is_migrated(outcomes):
    same = [one for one in outcomes if one["kind"] == Kind.SAME]
    assert len(same) >= len(SEEDS) // 5


def test_the_same_seed_composes_the_same_program():
    assert program(7) == program(7)
    assert program(7) != program(8)
