"""The schedules of a library, run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from schedule_arguments import LAST


@pytest.fixture(scope="module")
def sampled():
    """A schedule of a library at each step, in JAX's float64."""
    jax = pytest.importorskip("jax")
    import numpy as np

    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)

    def values(schedule: Callable[[object], object]) -> list[float]:
        steps = jax.numpy.arange(LAST)
        curve = jax.vmap(lambda step: jax.numpy.asarray(schedule(step), float))(steps)
        return [float(one) for one in np.asarray(curve)]

    yield values
    jax.config.update("jax_enable_x64", before)
