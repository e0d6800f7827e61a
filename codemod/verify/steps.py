"""At which steps two curves are compared."""

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
LAST_STEP = 2**31 - 2


def choose_steps(
    boundaries: Iterable[float], *, constant: bool
) -> tuple[NDArray[np.int64], bool]:
    """Steps to compare, ascending, and whether they are all up to the end.

    Args:
        boundaries: where the pieces of either curve meet, in steps; the
            largest is the end.
        constant: whether all arguments are constant: then every step up to
            2**20, or 2**16 spread over a longer curve. Otherwise about one
            chunk.

    Returns:
        The steps, a few past the end and a far one included.
    """
    import numpy as np

    corners = sorted(
        {
            int(corner)
            for boundary in boundaries
            if math.isfinite(boundary) and 0 <= boundary < LAST_STEP
            for corner in (math.floor(boundary), math.ceil(boundary))
        }
    )
    end = corners[-1] if corners else CHUNK // 2
    past = min(end + MARGIN, LAST_STEP)
    far = min(4 * end + 1000, LAST_STEP)
    if past <= (EXACT_STEPS if constant else CHUNK - 2):
        return np.append(np.arange(past + 1, dtype=np.int64), far), True
    around = np.asarray(corners, dtype=np.int64)[:, None] + np.arange(-2, 3)
    room = CHUNK - FIRST_STEPS - around.size - 1
    count = SPREAD_STEPS if constant else max(room, CHUNK // 4)
    spread = np.linspace(0, past, count).astype(np.int64)
    chosen = np.concatenate(
        [np.arange(FIRST_STEPS), around.ravel(), spread, np.asarray([past, far])]
    )
    unique: NDArray[np.int64] = np.unique(chosen)
    return unique[(unique >= 0) & (unique <= LAST_STEP)], False
