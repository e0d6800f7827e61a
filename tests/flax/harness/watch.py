"""Prints, after each batch, what all optimizers of a program hold.

So a program shows its training without a line that the tool would have to understand.
"""

from __future__ import annotations

import functools
from pathlib import Path

import jax
import numpy as np
import toy
from flax import nnx

# By the folder of the program that runs: one process can run several.
_MADE: dict[Path, list[tuple[nnx.Optimizer, nnx.Module]]] = {}


def _watch() -> None:
    """Notes each optimizer that is made from now on, with its model."""
    make = nnx.Optimizer.__init__

    @functools.wraps(make)
    def noted(self, model, *args, **kwargs):
        make(self, model, *args, **kwargs)
        _MADE.setdefault(Path.cwd(), []).append((self, model))

    nnx.Optimizer.__init__ = noted
    toy.AFTER_BATCH.append(_show)


def _show() -> None:
    for number, (optimizer, model) in enumerate(_MADE.get(Path.cwd(), ())):
        # An optimizer of Flax 0.11 has no model; one of 0.10 can be given another.
        model = getattr(optimizer, "model", model)
        for what, state in (
            ("model", nnx.state(model)),
            ("state", nnx.state(optimizer, nnx.optimizer.OptState)),
        ):
            leaves = jax.tree.leaves(state)
            if not any(isinstance(leaf, jax.core.Tracer) for leaf in leaves):
                print(f"optimizer {number}, {what}:", *map(_numbers, leaves))


def _numbers(leaf: jax.Array) -> list[float]:
    if jax.dtypes.issubdtype(leaf.dtype, jax.dtypes.prng_key):
        leaf = jax.random.key_data(leaf)
    return np.ravel(leaf).tolist()


_watch()
