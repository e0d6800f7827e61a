"""Which files of one state are those of another under a new name, as git finds it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from .git import Git

_ASKED = ("diff", "--no-index", "--no-ext-diff", "--no-textconv", "--name-status")


def renames(git: Git, before: Path, after: Path) -> dict[str, str]:
    """Return the new path of each file of a copy that has another one, by the old.

    The copies are compared as plain folders, which no repository configures.

    Raises:
        GitError: git cannot compare them.
    """
    folder = before.parent.parent
    sides = [str(one.relative_to(folder)) for one in (before, after)]
    said = git.alone(folder).prints(*_ASKED, "-M", "-z", "--", *sides, codes=(0, 1))
    parts = iter(os.fsdecode(said).split("\0"))
    found: dict[str, str] = {}
    for kind, old, new in _entries(parts):
        if kind.startswith("R"):
            found[os.path.relpath(old, sides[0])] = os.path.relpath(new, sides[1])
    return found


def _entries(parts: Iterator[str]) -> Iterator[tuple[str, str, str]]:
    for kind in parts:
        if kind:
            old = next(parts)
            yield kind, old, next(parts) if kind[0] in "RC" else old
