"""What is computed of a pair of calls: at which steps, in which precision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .curve import (
    COUNTER64,
    FLOAT32,
    FLOAT64,
    FRACTION32,
    FRACTION64,
    Precision,
)
from .steps import (
    LAST_STEP,
    choose_steps,
    fractional_steps,
    single_steps,
    wide_steps,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Run:
    """Two curves computed once.

    Attributes:
        precision: how they are computed.
        steps: where; Python's and NumPy's numbers, one by one, if it is a list.
        beyond: whether it reaches the pieces that an int32 does not.
    """

    precision: Precision
    steps: NDArray[Any] | list[float]
    beyond: bool = False


def constant_runs(
    boundaries: Sequence[float], steps: NDArray[np.int64]
) -> Iterator[Run]:
    """Yield what is computed where all arguments are constant.

    Args:
        boundaries: where the pieces of the curves meet.
        steps: the whole steps that an int32 counts.
    """
    some, _ = choose_steps(boundaries, constant=False)
    yield Run(FLOAT32, steps)
    yield Run(FLOAT64, steps)
    yield Run(COUNTER64, some)
    yield from _other_steps(boundaries)


def sampled_runs(boundaries: Sequence[float], *, first: bool, odd: bool) -> list[Run]:
    """Return what is computed for one binding of the free names.

    Args:
        boundaries: where the pieces of the curves meet.
        first: whether it is one of the first that give curves: what depends on the
            type of the steps does not depend on the binding.
        odd: whether it is there for one unusual value of a name.
    """
    steps, _ = choose_steps(boundaries, constant=False)
    runs = [Run(FLOAT64, steps)]
    if not odd:
        runs.insert(0, Run(FLOAT32, steps))
    if first:
        runs.append(Run(COUNTER64, steps))
    if first or is_beyond(boundaries):
        runs += _other_steps(boundaries)
    return runs


def is_beyond(boundaries: Sequence[float]) -> bool:
    """Whether a piece of the curve begins where no int32 reaches."""
    return any(boundary >= LAST_STEP for boundary in boundaries)


def _other_steps(boundaries: Sequence[float]) -> Iterator[Run]:
    """Yield one run for each type of steps; each compiles all operations anew.

    Where no piece begins beyond int32, the other precision tells no more.
    """
    wide = wide_steps(boundaries)
    if wide.size:
        yield Run(FLOAT64, wide, beyond=True)
    fractions = fractional_steps(boundaries)
    yield Run(FRACTION64, fractions, beyond=True)
    in_float32, *others = single_runs(boundaries)
    yield in_float32
    if is_beyond(boundaries):
        yield Run(FRACTION32, fractions, beyond=True)
        yield from others


def single_runs(boundaries: Sequence[float]) -> Iterator[Run]:
    """Yield what is computed with numbers that are not JAX's."""
    singles = single_steps(boundaries)
    yield Run(FLOAT32, singles)
    yield Run(FLOAT64, singles)
