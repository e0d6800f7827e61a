"""The command line: where it begins, and what it is made of.

Nothing is imported before it is certain where from: see ``isolation``.
"""

from __future__ import annotations

import sys
from typing import Any

from .isolation import isolate


def main() -> None:
    """Run the command line, and exit."""
    isolate(sys.argv[1:])
    from .group import cli

    cli()


def __getattr__(name: str) -> Any:
    if name != "cli":
        raise AttributeError(name)
    from .group import cli

    return cli
