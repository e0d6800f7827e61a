"""A progress bar for a person who waits: on a terminal, after a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0


class ProgressBar:
    """Called with (stage, done, total); shows nothing in a short run.

    On anything but a terminal it never shows. It takes itself away at the end,
    so that what is left on the terminal is the report.
    """

    def __init__(
        self,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._start = clock()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell that ``done`` of ``total`` items of ``stage`` are through."""
        if self._bar is None:
            if not self._due():
                return
            self._bar = self._started()
            self._task = self._bar.add_task(stage, completed=done, total=total)
        elif self._task is not None:
            self._bar.update(self._task, description=stage, completed=done, total=total)

    def _due(self) -> bool:
        if self._stream is None or not self._stream.isatty():
            return False
        return self._clock() - self._start >= PATIENCE

    def _started(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(file=self._stream),
            transient=True,
        )
        bar.start()
        return bar
