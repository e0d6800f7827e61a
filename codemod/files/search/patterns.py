"""Patterns for files, as in ``.gitignore``: where they are written, what they match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..read import read_text
from .wildcards import committed

if TYPE_CHECKING:
    from pathspec.pattern import Pattern

IGNORE_FILE = ".gitignore"


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns for what lies below a folder, the last line first."""

    folder: str
    patterns: Sequence[Pattern]

    def ignores(self, path: str, otherwise: str = "") -> bool | None:
        """Whether they leave out a real path; None if they do not speak of it.

        A path outside of the folder is taken relative to ``otherwise``. The last
        pattern that matches decides, as in git; GitIgnoreSpec's own answer would
        give ``!*/`` no effect after ``*``.
        """
        within = self.folder if path.startswith(self.folder) else otherwise
        if not path.startswith(within) or path == within:
            return None
        relative = path[len(within) :]
        matching = (each for each in self.patterns if each.match_file(relative))
        last = next(matching, None)
        return None if last is None else last.include

    def leave_out(self, file: str) -> bool:
        """Whether they ignore a file's real path, or a folder on the way to it."""
        parents = [slashed(str(folder)) for folder in Path(file).parents]
        below = [folder for folder in parents if folder.startswith(self.folder)]
        return any(self.ignores(path, parents[0]) for path in [*below, file])


def outer_patterns(top: str) -> list[Patterns]:
    """Return the patterns of a folder's repository that lie above it, inner first."""
    folders = [top, *(slashed(str(folder)) for folder in Path(top).parents)]
    depth = next((i for i, at in enumerate(folders) if Path(at, ".git").exists()), 0)
    return [
        *(found for at in folders[1 : depth + 1] for found in read_patterns(at)),
        *read_patterns(folders[depth], ".git/info/exclude"),
    ]


def read_patterns(folder: str, name: str = IGNORE_FILE) -> list[Patterns]:
    """Return the patterns in a folder's file, one list or none."""
    try:
        text = read_text(Path(folder, name), errors="surrogateescape")
    except OSError:
        return []
    found = compiled(folder, text.split("\n"), lambda pattern: None)
    return [] if found is None else [found]


def compiled(
    folder: str, lines: Iterable[str], refuse: Callable[[str], None]
) -> Patterns | None:
    """Return the patterns of these lines; None if there is none in them.

    Args:
        folder: what they are relative to.
        lines: patterns and comments.
        refuse: called with each line that is not a pattern.
    """
    lines = [line.removesuffix("\r") for line in lines]
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    if not lines:
        return None
    from pathspec import GitIgnoreSpec

    # To pathspec, but not to git, `a/**` is the folder `a` as well.
    exact = (f"{line}/*" if line.endswith("/**") else line for line in lines)
    try:
        patterns = list(GitIgnoreSpec.from_lines(exact).patterns)
    except (ValueError, re.error):
        if len(lines) == 1:
            refuse(lines[0])
            return None
        valid = [line for line in lines if compiled(folder, [line], refuse)]
        return compiled(folder, valid, refuse)
    for pattern in patterns:
        if pattern.regex is not None:
            pattern.regex = re.compile(committed(pattern.regex.pattern))
    return Patterns(slashed(folder), patterns[::-1])


def slashed(folder: str) -> str:
    """Return a folder's path with one slash at its end."""
    return folder.rstrip("/") + "/"
