"""How far two runs of a program are apart."""

from __future__ import annotations

import numpy as np

# Between releases of JAX, XLA orders sums otherwise. Up to 4 ulp were seen in a
# loss, and 2 ulp of the largest value in parameters and predictions; this is 8.
CLOSE = 1e-6

# No sum goes into these: they are the same to the bit everywhere.
EXACT = ("rate", "scale", "step")


def differences(old: list[dict], new: list[dict]) -> dict[str, float]:
    """The largest difference of each recorded value, as a part of its magnitude.

    Args:
        old: What a program recorded, step by step.
        new: What the same program recorded elsewhere.

    Raises:
        AssertionError: If they did not record as many values of the same kind.
    """
    largest: dict[str, float] = {}
    assert len(old) == len(new)
    for before, after in zip(old, new, strict=True):
        assert before.keys() == after.keys()
        for name in before:
            a, b = (
                np.concatenate([np.ravel(leaf) for leaf in leaves])
                for leaves in (before[name], after[name])
            )
            assert a.shape == b.shape
            magnitude = np.max(np.abs(a)) or 1.0
            difference = float(np.max(np.abs(a - b)) / magnitude)
            largest[name] = max(largest.get(name, 0.0), difference)
    return largest


def bounds(names: list[str]) -> dict[str, float]:
    """What the differences may be at most, between releases of JAX."""
    return {name: 0.0 if name in EXACT else CLOSE for name in names}
