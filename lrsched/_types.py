"""The two types that every schedule is written in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import jax
import numpy as np

Scalar: TypeAlias = (
    float | jax.Array | np.ndarray[Any, Any] | np.integer[Any] | np.floating[Any]
)
"""A number: Python's, NumPy's or JAX's, concrete or traced."""

Schedule: TypeAlias = Callable[[Scalar], Scalar]
"""Maps a step (a count from 0) to the value at that step."""
