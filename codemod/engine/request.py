"""What a run is asked to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from ..config.settings import Settings
from .mapping import Workers

OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be done.

    Attributes:
        paths: files or directories; none where all that was named is left out.
        settings: what holds for a file or a folder; raises ConfigError.
        unsafe_fixes: write what could not be verified, too.
        dry_run: write nothing.
        jobs: how many processes look at files; ``AS_PAYS`` for as many as pay.
        workers: what looks at them in place of this machine.
        stdin: the content, where the source comes from standard input.
        stdin_filename: what to call it.
        verbose: tell which versions the projects run with.
        shrinks_baseline: take out of the baselines what no longer occurs.
        edits: give findings their edits; what is written has them in any case.
    """

    paths: tuple[str, ...]
    settings: Callable[[str], Settings]
    unsafe_fixes: bool = False
    dry_run: bool = False
    jobs: int = 1
    workers: Workers | None = None
    stdin: bytes | None = None
    stdin_filename: str = "-"
    verbose: bool = False
    shrinks_baseline: bool = False
    edits: bool = True

    @property
    def named(self) -> tuple[str, ...]:
        """The paths, or what standard input is called."""
        if self.stdin is None or not self.paths:
            return self.paths
        return (self.stdin_filename,)

    @property
    def base(self) -> str:
        """A path whose configuration is that of the run itself."""
        if not self.named:
            return os.curdir
        if len(self.named) == 1:
            return self.named[0]
        return os.path.commonpath([os.path.realpath(path) for path in self.named])
