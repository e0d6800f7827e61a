"""The door of a worker: orders on standard input, their answers on standard output.

`engine.many.apart` starts it as ``python -P -m``, where the run stands. Nothing is
imported from what is looked at, as in any other run.
"""

from __future__ import annotations

import os
import pickle
import select
import sys

from .isolation import isolate, isolated

IDLE = 30.0
"""Seconds without an order after which a run has no more."""


def main() -> None:
    """Answer orders until no more come."""
    isolate()
    from ..engine.many.answer import Answering, Order, read, write

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


if __name__ == "__main__":
    main()
