"""The door of a worker: orders on standard input, their answers on standard output.

`engine.many.apart` starts it where the run stands, with the path of its own process.
Nothing is imported from what is looked at, as in any other run.
"""

from __future__ import annotations

import os
import pickle
import select
import sys
from collections.abc import Sequence
from pathlib import Path

from .isolation import isolate, isolated

IDLE = 30.0
"""Seconds without an order after which a run has no more."""


def main(path: Sequence[str]) -> None:
    """Answer orders until no more come; what they need is imported from a path."""
    from ..engine.many.answer import Answering, Order
    from ..framing import read, write

    sys.path[:] = sorted(path, key=_is_not_standard)
    isolate()
    answering = Answering()
    orders = sys.stdin.buffer
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        while select.select([orders], [], [], IDLE)[0]:
            try:
                wanted = Order(*pickle.loads(read(orders)))
            except EOFError:
                return
            with isolated(wanted.paths):
                write(out, answering.answer(wanted))


def _is_not_standard(entry: str) -> bool:
    """Whether it is no folder of the standard library, which comes first."""
    standard = Path(os.__file__).parent
    return Path(entry) not in (standard, standard / "lib-dynload")
