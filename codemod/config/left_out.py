"""Files and folders that configurations leave out even where they are named.

A walk enters no folder that is left out, so it never reads what is configured below;
what is named is asked for in the same order: the outermost folder first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from ..files.search.checkout import is_marked
from ..files.search.patterns import Patterns, compiled, slashed
from .pyproject import ConfigError
from .settings import Settings


def is_left_out(path: str, settings: Callable[[str], Settings]) -> bool:
    """Whether a path, or a folder on the way to it from the top of its checkout, is.

    Raises:
        ConfigError: what is to be left out is not said by patterns.
    """
    real = Path(os.path.realpath(path))
    is_folder = os.path.isdir(real)  # noqa: PTH112 (a name may be too long)
    folders = [slashed(str(one)) for one in _folders(real, is_folder)]
    on_the_way = folders[::-1] if is_folder else [*folders[::-1], str(real)]
    return any(_is_excluded(one, settings) for one in on_the_way)


def _folders(real: Path, is_folder: bool) -> Iterator[Path]:
    """Yield the folders below the checkout's top that lead to a path, the inner first.

    A folder is one of them itself.
    """
    for folder in (real, *real.parents) if is_folder else real.parents:
        if folder == folder.parent or is_marked(str(folder)):
            return
        yield folder


def _is_excluded(path: str, settings: Callable[[str], Settings]) -> bool:
    folder = slashed(str(Path(path).parent))
    try:
        found = settings(folder)
    except ConfigError:  # it is told where it counts
        return False
    patterns = _patterns(os.path.realpath(found.root), found.exclude)
    if patterns is None or not _speaks(patterns, path):
        return False
    return bool(patterns.ignores(path, folder))


def _speaks(patterns: Patterns, path: str) -> bool:
    """Whether patterns speak of a path: outside of their folder, of files alone."""
    return path.startswith(patterns.folder) or not path.endswith("/")


@cache
def _patterns(root: str, exclude: tuple[str, ...]) -> Patterns | None:
    def refuse(pattern: str) -> None:
        raise ConfigError(f"exclude: {pattern!r} is not a pattern")

    return compiled(root, exclude, refuse)
