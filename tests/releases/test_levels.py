"""How far apart two schedules are called, by whose numbers they are asked with."""

import sys
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

sys.path.append(str(Path(__file__).parent))

from asking import KINDS, Level, asked, made


def line(step):
    return 0.5 * jnp.minimum(step, 100) / 100


def same_bits(step):
    return 0.5 * jnp.minimum(100, step) / 100


def last_bits(step):
    return line(step) * (1 + 2.0**-23)


def nan_for_python(step):
    return float("nan") if type(step) in (int, float, bool) else line(step)


def nan_for_numpy(step):
    return np.nan if isinstance(step, np.generic) else line(step)


def raises(step):
    raise OverflowError


def one_step(step):
    if np.ndim(step):
        raise TypeError
    return line(step)


def a_single_step(step):
    if np.ndim(step):
        raise ValueError
    return line(step)


def raises_otherwise(step):
    raise TypeError


PAIRS = {
    "the same program": (line, line, [Level.IDENTICAL, Level.EQUAL, Level.EQUAL]),
    "another program, the same bits": (line, same_bits, [Level.EQUAL] * 3),
    "the last bits": (line, last_bits, [Level.NEAR] * 3),
    "no number for Python's steps alone": (
        *(nan_for_python, line),
        [Level.IDENTICAL, Level.OTHER, Level.EQUAL],
    ),
    "no number for NumPy's steps alone": (
        *(nan_for_numpy, line),
        [Level.IDENTICAL, Level.EQUAL, Level.OTHER],
    ),
    "one raises": (raises, line, [Level.OTHER] * 3),
    "both refuse many steps at once": (
        *(one_step, a_single_step),
        [Level.IDENTICAL, Level.EQUAL, Level.EQUAL],
    ),
    "each raises something else": (raises, raises_otherwise, [Level.OTHER] * 3),
    "both raise the same": (
        raises,
        raises,
        [Level.IDENTICAL, Level.EQUAL, Level.EQUAL],
    ),
}


@pytest.mark.parametrize(("old", "new", "levels"), PAIRS.values(), ids=PAIRS)
def test_a_level_is_told_for_each_kind_of_step(old, new, levels):
    found = [asked((old, new), kind, 0, x64=False).level for kind in KINDS]
    assert found == levels


def test_what_raises_when_it_is_made_is_another_curve():
    def make():
        raise ZeroDivisionError

    found = asked(made(make), "JAX", 0, x64=False)
    assert (found.level, found.where) == (
        Level.OTHER,
        "raises ZeroDivisionError when made",
    )
