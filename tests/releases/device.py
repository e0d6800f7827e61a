"""Compares curves on the device that JAX takes by default, such as a GPU.

``python tests/releases/device.py [STRIDE [FIRST]]``, with a Python that has JAX for the
device, Optax and lrmigrate: every case of the table of arguments, or one in STRIDE of
them from FIRST on, is built by Optax and by `lrsched`. Where both are one program, as
verdicts call *identical*, the device has to make the same bits of them: for all steps at
once, within a larger program, and one at a time; with steps of each type, in float32 and
under x64.

Exits with 1 if it makes others of any.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

sys.path.append(str(Path(__file__).parents[1] / "support"))

from asking import PRECISIONS, TYPES, described, made, program
from schedule_table import CASES

SINGLE = (0, 17, 2**31 - 2)
MANY = np.unique(
    [*range(4096), *(2**24 + near for near in (-1, 0, 1)), *range(2**12, 2**31, 2**20)]
)


def curves(schedule: Callable[[Any], Any], dtype: str) -> Iterator[Any]:
    """Yield the curve by each way that the device may compute it."""
    steps = jnp.asarray(MANY.astype(dtype))
    rates = jax.vmap(schedule)
    yield jax.jit(rates)(steps)
    yield jax.jit(lambda some: jnp.cumsum(rates(some) * 0.3 + 1e-3))(steps)
    yield from (schedule(jnp.asarray(step, dtype)) for step in SINGLE)


def asked(told: str, pair: Any, dtype: str) -> Iterator[str]:
    """Yield what is found of a pair of schedules for steps of a type."""
    old, new = (program(one, jnp.zeros((), dtype)) for one in pair)
    if old != new or isinstance(old, type):
        yield "other programs, or none"
        return
    yield "pairs of one program"
    for before, after in zip(*(curves(one, dtype) for one in pair), strict=True):
        equal = described(before) == described(after)
        yield "equal curves" if equal else f"NOT EQUAL: {told}"


def compared(stride: int = 1, first: int = 0) -> Counter[str]:
    """How many pairs are one program, how many curves are equal, and which are not."""
    found = Counter[str]()
    every = [case for cases in CASES.values() for case in cases]
    for x64 in PRECISIONS:
        jax.config.update("jax_enable_x64", x64)
        types = (*TYPES, *(("int64", "float64") if x64 else ()))
        for told, make in every[first::stride]:
            pair = made(make)
            for dtype in () if isinstance(pair, Exception) else types:
                found.update(asked(told, pair, dtype))
    return found


def main() -> None:
    """Compare, and print what was found."""
    found = compared(*map(int, sys.argv[1:]))
    print(f"JAX {jax.__version__}, Optax {optax.__version__}, {jax.devices()[0]}")
    for told, count in sorted(found.items()):
        print(f"{count:6} {told}")
    sys.exit(any(told.startswith("NOT") for told in found))


if __name__ == "__main__":
    main()
