"""Where a path really leads, whatever the links on the way to it, and what is none."""

from __future__ import annotations

import os
from pathlib import Path


def real_path(path: str | os.PathLike[str]) -> Path:
    """Return a path absolute, without links.

    One that links lead around in a circle is returned as far as it goes, and what no
    file can be called as it is: who opens it is told why that cannot be. For a circle
    ``Path.resolve`` raises, and not the same under each release of Python.
    """
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        return Path(os.path.abspath(path))  # noqa: PTH100 (which may encode nothing)


def is_path(text: str) -> bool:
    """Whether a file may be called so: with no NUL, and nothing that has no bytes."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False
