"""What the programs of fixtures/nnx train, and where they tell how it went."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

RECORDS: list[dict] = []

# Called after each batch that a program has taken.
AFTER_BATCH: list[Callable[[], None]] = []


class Model(nnx.Module):
    """Small, with a state that is no parameter (BatchNorm's).

    Without dropout, whose keys Flax derives otherwise from release to release, and
    without a bias before BatchNorm: its gradient is 0 up to rounding, and Adam makes
    whole steps of that.
    """

    def __init__(self, rngs):
        self.hidden = nnx.Linear(4, 8, use_bias=False, rngs=rngs)
        self.norm = nnx.BatchNorm(8, rngs=rngs)
        self.out = nnx.Linear(8, 1, rngs=rngs)

    def __call__(self, x):
        return self.out(nnx.relu(self.norm(self.hidden(x))))


class Small(nnx.Module):
    """As small as can be, for programs that are many."""

    def __init__(self, rngs):
        self.out = nnx.Linear(4, 1, rngs=rngs)

    def __call__(self, x):
        return self.out(x)


def loss_fn(model, x, y):
    return jnp.mean((model(x) - y) ** 2)


def gradients(model, x, y):
    """Gradients whose origin a program that calls this does not show."""
    return nnx.value_and_grad(loss_fn)(model, x, y)


def batches(steps=6):
    random = np.random.default_rng(0)
    weights = random.normal(size=(4, 1))
    for _ in range(steps):
        x = random.normal(size=(16, 4)).astype(np.float32)
        yield x, np.tanh(x @ weights).astype(np.float32)
        for look in AFTER_BATCH:
            look()


def record(**values):
    """Keeps arrays and trees of arrays as lists of numbers, by name."""
    kept = {
        name: [np.asarray(leaf).tolist() for leaf in jax.tree.leaves(value)]
        for name, value in values.items()
    }
    RECORDS.append(kept)
