"""Where a path really leads, whatever the links on the way to it."""

from __future__ import annotations

import os
from pathlib import Path


def real_path(path: str | os.PathLike[str]) -> Path:
    """Return a path absolute, without links.

    One that links lead around in a circle is returned as far as it goes: who opens it
    is told why that cannot be. ``Path.resolve`` raises, under some releases of Python
    and something else under others.
    """
    return Path(os.path.realpath(path))
