"""At which steps two curves are compared.

An optimizer counts in int32, so that most of a comparison is over whole steps up
to 2**31. A piece of a curve that lies beyond, or between two whole steps, is
compared at the steps that reach it: int64 and fractional ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHUNK = 4096
"""Steps computed together: one shape, so that each operation compiles once."""

LONG_CHUNK = 2**16
"""The same for curves of more steps than this."""

EXACT_STEPS = 2**20
SPREAD_STEPS = 2**16
FIRST_STEPS = 64
MARGIN = 8
LATE_STEPS = 64
"""Past the end: what decays by a factor goes on there, and may overflow."""

LAST_STEP = 2**31 - 2
LAST_WIDE_STEP = 2**62
FURTHER = 4e307
MOST_SINGLE = 24


def choose_steps(
    boundaries: Iterable[float], *, constant: bool
) -> tuple[NDArray[np.int64], bool]:
    """Whole steps to compare, ascending, and whether they are all up to the end.

    They are what an int32 counts; see :func:`wide_steps` for those beyond.

    Args:
        boundaries: where the pieces of either curve meet, in steps; the
            largest is the end.
        constant: whether all arguments are constant: then every step up to
            2**20, or 2**16 spread over a longer curve. Otherwise about one
            chunk.

    Returns:
        The steps, those next to the end and some ever further past it included.
        They are not all where the end, or what lies before it, is not known or out of
        reach.
    """
    import numpy as np

    known = [*boundaries]
    corners = sorted(
        {
            corner(min(boundary, LAST_STEP))
            for boundary in known
            if boundary >= 0
            for corner in (math.floor, math.ceil)
        }
    )
    reached = bool(known) and all(boundary < LAST_STEP for boundary in known)
    end = corners[-1] if corners else CHUNK // 2
    past = min(end + MARGIN, LAST_STEP)
    late = np.geomspace(max(past, 1), LAST_STEP, LATE_STEPS).astype(np.int64)
    if past <= (EXACT_STEPS if constant else CHUNK - LATE_STEPS - 1):
        return np.append(np.arange(past + 1, dtype=np.int64), late[1:]), reached
    around = np.asarray(corners, dtype=np.int64)[:, None] + np.arange(-2, 3)
    room = CHUNK - FIRST_STEPS - around.size - LATE_STEPS
    count = SPREAD_STEPS if constant else max(room, CHUNK // 4)
    spread = np.linspace(0, past, count).astype(np.int64)
    chosen = np.concatenate([np.arange(FIRST_STEPS), around.ravel(), spread, late])
    unique: NDArray[np.int64] = np.unique(chosen)
    return unique[(unique >= 0) & (unique <= LAST_STEP)], False


def wide_steps(boundaries: Iterable[float]) -> NDArray[np.int64]:
    """Whole steps beyond int32, where the curve has a piece that begins there.

    They are what x64 mode counts; empty where no boundary lies beyond int32.
    """
    import numpy as np

    beyond = [boundary for boundary in boundaries if boundary >= LAST_STEP]
    if not beyond:
        return np.zeros(0, dtype=np.int64)
    corners = [min(math.floor(min(one, FURTHER)), LAST_WIDE_STEP) for one in beyond]
    around = np.asarray(corners, dtype=np.int64)[:, None] + np.arange(-2, 3)
    end = min(4 * max(corners), LAST_WIDE_STEP)
    spread = np.geomspace(LAST_STEP, end, FIRST_STEPS).astype(np.int64)
    return np.unique(np.concatenate([around.ravel(), spread]))


def fractional_steps(boundaries: Iterable[float]) -> NDArray[np.float64]:
    """Steps that are no whole numbers: in, at and past each piece, however long."""
    import numpy as np

    corners = [min(one, FURTHER) for one in boundaries if one > 0]
    within = [0.0, 0.5, 1.25]
    for corner in corners:
        within += [corner * part for part in (0.25, 0.5, 0.75, 0.97, 1.5, 4.0)]
        within += [math.nextafter(corner, 0), corner, math.nextafter(corner, math.inf)]
        within += [corner - 0.5, corner + 0.5]
    if any(corner > LAST_STEP for corner in corners):
        within += [10.0**power for power in (*range(9, 40, 3), 100, 200, 300)]
    steps: NDArray[np.float64] = np.unique(np.asarray(within, dtype=np.float64))
    return steps[steps >= 0]


def single_steps(boundaries: Iterable[float]) -> list[float]:
    """A few steps, at which a schedule is called with numbers that are not JAX's.

    The last that an int32 counts is one of them: a number of Python's that is
    computed with there may be more than JAX takes.
    """
    steps: set[float] = {0, 1, 7}
    for boundary in boundaries:
        if boundary > 0 and math.isfinite(boundary):
            corner = math.floor(boundary)
            steps |= {max(corner - 1, 0), corner, corner + 1, 2 * corner + 5}
            steps |= {boundary / 2} if boundary != corner else {corner // 2}
    chosen = sorted(step for step in steps if step <= FURTHER)[:MOST_SINGLE]
    return [*chosen, LAST_STEP]
