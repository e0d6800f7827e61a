"""Where the project of a file begins."""

from __future__ import annotations

from pathlib import Path

_ROOT_MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg")


def tree_of(file: Path) -> Path:
    """Return the root of a file's project; else where we are, or its folder."""
    for folder in file.parents:
        if any((folder / mark).exists() for mark in _ROOT_MARKS):
            return folder
    return Path.cwd() if file.is_relative_to(Path.cwd()) else file.parent
