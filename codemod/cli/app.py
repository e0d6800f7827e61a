"""The command line: where it begins, and what it is made of.

Nothing is imported before it is certain where from: see ``isolation``.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

from .isolation import isolate

# How much is made until Python looks for what is left of it. A run makes large trees,
# and little that goes; to look at all of them again and again takes a sixth of it.
COLLECTED = (20_000, 20, 100)


def main() -> None:
    """Run the command line, and exit."""
    _hold_streams()
    try:
        os.getcwd()  # noqa: PTH109
    except OSError:
        message = "the working directory is no longer there: go to one that is"
        sys.stderr.write(f"lrmigrate: error: {message}\n")
        sys.exit(2)
    isolate(sys.argv[1:])
    from .group import cli

    gc.set_threshold(*COLLECTED)
    cli()


def _hold_streams() -> None:
    """Let no file be opened as a standard stream that is closed.

    Libraries tell what they have to tell there, which is no part of a report.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def __getattr__(name: str) -> Any:
    if name != "cli":
        raise AttributeError(name)
    from .group import cli

    return cli
