"""Clusters on this machine, as they are started by hand: `dask scheduler`, `dask worker`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

DASK = (sys.executable, "-P", "-m", "dask")
READY = "Registered to"
LONGEST = 60.0


class LocalCluster:
    """A scheduler, and workers that are processes; all are gone at the end."""

    def __init__(self, folder: Path, **variables: str) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.address = str(folder / "scheduler.json")
        self.workers: list[subprocess.Popen] = []
        self.scheduler = self._start(
            *("scheduler", "--host", "127.0.0.1", "--port", "0"),
            *("--scheduler-file", self.address),
            **variables,
        )
        wait_for(lambda: Path(self.address).exists())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def add(self, count: int = 1, **variables: str) -> None:
        """Starts workers, and waits until all are there."""
        before = len(self.workers)
        for number in range(before, before + count):
            self.workers.append(
                self._start(
                    *("worker", "--scheduler-file", self.address, "--nthreads", "1"),
                    *("--no-nanny", "--local-directory", str(self.folder)),
                    name=f"worker-{number}",
                    **variables,
                )
            )
        for number in range(before, before + count):
            wait_for(lambda at=number: READY in self.said(f"worker-{at}"))

    def said(self, name: str = "scheduler") -> str:
        return (self.folder / f"{name}.log").read_text()

    def _start(self, *arguments: str, name="scheduler", **variables: str):
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [*DASK, *arguments, "--no-dashboard"],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={**os.environ, **variables},
            )


def wait_for(condition, longest: float = LONGEST) -> None:
    end = time.monotonic() + longest
    while not condition():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)
