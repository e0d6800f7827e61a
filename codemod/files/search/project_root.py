"""Where the project of a file begins, and how a path is named from where we are."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ..real import real_path

ROOT_MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg")


def root_among(folders: Iterable[Path]) -> Path | None:
    """Return the first of some folders that is the root of a project, or None."""
    marked = (at for at in folders if any((at / mark).exists() for mark in ROOT_MARKS))
    return next(marked, None)


def tree_of(file: Path) -> Path:
    """Return the root of a file's project; else where we are, or its folder."""
    if root := root_among(file.parents):
        return root
    return Path.cwd() if file.is_relative_to(Path.cwd()) else file.parent


def from_here(path: Path) -> Path:
    """Return a path relative to the working directory, where it is below that."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def is_gits(path: Path) -> bool:
    """Whether a path is in the folder that git keeps a repository in."""
    parts = (*path.absolute().parts, *real_path(path).parts)
    return any(part.lower() == ".git" for part in parts)


def leads_out(path: Path) -> bool:
    """Whether a path of the tree we are in is a link to what is none of that tree.

    Whoever wrote the tree may have meant anybody's file; git's own are none of it.
    """
    real, place = Path(os.path.realpath(path)), Path(os.path.realpath(path.parent))
    here = Path.cwd()
    is_link = os.path.islink(path)  # noqa: PTH114 (a name may be too long)
    if not is_link or not place.is_relative_to(here):
        return False
    trees = (here, tree_of(place / path.name))
    inside = any(real.is_relative_to(tree) for tree in trees)
    return not inside or ".git" in real.parts
