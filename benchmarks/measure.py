"""Runs commands in turns, and tells what each took: time, work and memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LONG = 120  # seconds; what takes so long is run once


@dataclass(frozen=True)
class Run:
    """What one run of a command took.

    Attributes:
        wall: seconds from its start to its end.
        cpu: seconds of all cores together.
        memory: its largest process at its largest, in MB.
    """

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command, which may find something, but may not fail."""
    null = subprocess.DEVNULL
    with subprocess.Popen(
        command, cwd=folder, stdin=null, stdout=null, stderr=null
    ) as process:
        start = time.perf_counter()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} exited with {process.returncode}")
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / scale)


def in_turns(
    commands: Mapping[str, Sequence[str]], folder: Path, runs: int
) -> dict[str, Run]:
    """Run commands in turns, and return the medians of each.

    One run of each first fills the disk cache; then they take turns, so that a slow
    moment of the machine hits all of them.
    """
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            if not (found[name] and found[name][0].wall > LONG):
                took = run(command, folder)
                found[name] += [took] if turn or took.wall > LONG else []
    return {name: median(took) for name, took in found.items()}


def median(took: Sequence[Run]) -> Run:
    """Return the medians of some runs."""
    return Run(
        statistics.median(one.wall for one in took),
        statistics.median(one.cpu for one in took),
        max(one.memory for one in took),
    )
