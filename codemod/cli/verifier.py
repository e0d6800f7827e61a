"""The door of the process that verifies for an editor: orders in, verdicts out.

`server.verifying` starts it with the path of its own process. Nothing is imported from
the folders that are worked in, as in any other run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from .isolation import isolate


def main(folders: Sequence[str]) -> None:
    """Answer orders until no more come."""
    isolate(folders)
    from ..server.orders import answer_all

    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        answer_all(sys.stdin.buffer, answers)
