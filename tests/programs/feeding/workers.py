"""Files fed one after the other in a process of its own, which is ended where it hangs."""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import sys
import tempfile
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from feeding.doors import Fed, fed

from lrmigrate.codemod.cli.app import COLLECTED

HANGS = 120
"""Seconds after which a file is said to have no end."""
PORTION = 400
"""The most files that one process is fed: JAX keeps what it compiles."""

START = multiprocessing.get_context("spawn")


def feed(paths: Iterable[str], seed: int) -> Iterator[tuple[Fed, int]]:
    """Yield what comes of each file, and the bytes that the process has held so far."""
    with tempfile.TemporaryDirectory() as place:
        worker: _Worker | None = None
        for path in paths:
            if worker is None or worker.fed == PORTION:
                worker = _Worker(place, seed, worker)
            found, held = worker.feed(path)
            yield from ((one, held) for one in found)
            if not held:
                worker.end()
                worker = None
        if worker is not None:
            worker.end()


class _Worker:
    def __init__(self, place: str, seed: int, before: _Worker | None) -> None:
        if before is not None:
            before.end()
        self.fed = 0
        self._answers, theirs = START.Pipe()
        self._process = START.Process(target=_work, args=(theirs, place, seed))
        self._process.start()
        theirs.close()

    def feed(self, path: str) -> tuple[list[Fed], int]:
        """Feed a file: what came of it, and no bytes where the process is lost."""
        self.fed += 1
        self._answers.send(path)
        try:
            if self._answers.poll(HANGS):
                answered: tuple[list[Fed], int] = self._answers.recv()
                return answered
        except EOFError:
            return [Fed(path, wrong=["the process ends"])], 0
        return [Fed(path, wrong=[f"no end in {HANGS} s"])], 0

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()


def _work(orders: Connection, place: str, seed: int) -> None:
    """Answer for files until nobody asks any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    gc.set_threshold(*COLLECTED)  # as a run of the command has it
    [*fed(__file__, Path(place), seed)]  # what is imported is not the first file's
    while True:
        path = orders.recv()
        found = [*fed(path, Path(place), seed)]
        orders.send((found, largest()))


def largest() -> int:
    """The most bytes that this process has held."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held << 10
