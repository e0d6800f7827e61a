"""How far two runs of a program are apart."""

from __future__ import annotations

import re

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


NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?|nan|inf")


def same_output(old: str, new: str, close: float) -> bool:
    """Whether two outputs are the same, but for small differences of numbers.

    Args:
        old: What a program printed.
        new: What the same program printed elsewhere.
        close: How far a number may be off, as a part of the largest of its line.
    """
    if old == new:
        return True
    if NUMBER.sub("0", old) != NUMBER.sub("0", new):
        return False
    return all(
        _same_line(before, after, close)
        for before, after in zip(old.splitlines(), new.splitlines(), strict=True)
    )


def _same_line(before: str, after: str, close: float) -> bool:
    if before == after:
        return True
    a, b = (np.array(NUMBER.findall(line), float) for line in (before, after))
    return np.allclose(a, b, rtol=0, atol=close * np.max(np.abs(a)), equal_nan=True)
