"""Runs commands in turns, and tells what each took: time, work and memory."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

LONG = 60  # seconds; what takes so long is run once
LIMIT = 120  # seconds; what takes longer is stopped, and told so


@dataclass(frozen=True)
class Run:
    """What one run of a command took.

    Attributes:
        wall: seconds from its start to its end.
        cpu: seconds of all cores together.
        memory: its largest process at its largest, in MB.
        code: what it exited with; negative where it was stopped.
    """

    wall: float
    cpu: float
    memory: float
    code: int = 0


def run(command: Sequence[str], folder: Path, limit: float = LIMIT) -> Run:
    """Run a command, which may find something."""
    null = subprocess.DEVNULL
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=null,
        stdout=null,
        stderr=null,
        start_new_session=True,
    ) as process:
        start = time.perf_counter()
        stop = Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        stop.start()
        _, status, used = os.wait4(process.pid, 0)
        stop.cancel()
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    scale = 1e6 if sys.platform == "darwin" else 1e3
    cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / scale
    return Run(wall, cpu, memory, process.returncode)


@dataclass(frozen=True)
class Row:
    """The runs of one command."""

    runs: Sequence[Run]

    @property
    def code(self) -> int:
        """What it exited with, where that is no answer; else 0."""
        return next((one.code for one in self.runs if one.code not in (0, 1)), 0)

    @property
    def stopped(self) -> bool:
        """Whether it took too long."""
        return self.code < 0

    @property
    def memory(self) -> float:
        """The most that a run took."""
        return max(one.memory for one in self.runs)

    def median(self, what: Callable[[Run], float]) -> float:
        """Return the median of its runs."""
        return statistics.median(map(what, self.runs))

    def ratio(self, base: Row, what: Callable[[Run], float]) -> float:
        """Return the median of how often a run took what the base took in its turn."""
        turns = zip(self.runs, base.runs, strict=False)
        return statistics.median(what(one) / what(other) for one, other in turns)


def in_turns(
    commands: Mapping[str, Sequence[str]], folder: Path, runs: int
) -> dict[str, Row]:
    """Run commands in turns, and return the runs of each.

    One run of each first fills the disk cache; then they take turns, so that a slow
    moment of the machine hits all of them. What takes long is run in the first turn
    alone.
    """
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            if not (found[name] and found[name][0].wall > LONG):
                took = run(command, folder)
                found[name] += [took] if turn or took.wall > LONG else []
    return {name: Row(took) for name, took in found.items()}
