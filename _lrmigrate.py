"""The command ``lrmigrate``, up to its first import.

Where Python's path leads through a project, one that has a folder or a module called
``lrmigrate`` would be taken for this one. So the command begins outside of it.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line, and exit."""
    here = os.path.dirname(os.path.realpath(__file__))
    before = sys.path[:]
    sys.path[:] = [
        entry for entry in before if _real(entry) == here or not _has_another(entry)
    ]
    from lrmigrate.codemod.cli import app

    sys.path[:] = before
    app.main()


def _real(entry: str) -> str:
    try:
        return os.path.realpath(entry or ".")
    except FileNotFoundError:  # the working directory is gone: see ``app.main``
        return entry


def _has_another(entry: str) -> bool:
    place = os.path.join(entry or ".", "lrmigrate")
    installed = "site-packages" in place or "dist-packages" in place
    return not installed and (os.path.exists(place) or os.path.exists(f"{place}.py"))
