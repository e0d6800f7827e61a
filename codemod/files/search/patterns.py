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
OnUnread = Callable[[Path, OSError], None]
"""Is told which file cannot be read, and why."""
_FOLDER = "(?P<ps_d>/)"
"""What matches a folder to pathspec, and all below it; to git, the folder alone."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns for what lies below a folder, the last line first.

    They are asked for each folder on the way to a file, and then for the file.
    """

    folder: str
    patterns: Sequence[Pattern]

    def ignores(self, path: str, otherwise: str = "") -> bool | None:
        """Whether they leave out a real path; None if they do not speak of it.

        A path outside of the folder is taken relative to ``otherwise``. The last
        pattern that matches decides, as in git; GitIgnoreSpec's own answer would
        give ``!*/`` no effect after ``*``.
        """
        relative = self._relative(path, otherwise)
        matching = (each for each in self.patterns if each.match_file(relative))
        last = next(matching, None) if relative else None
        return None if last is None else last.include

    def within(self, folder: str) -> Patterns:
        """Those that count in a folder that is looked at even if they leave it out."""
        if not self.ignores(folder, folder):
            return self
        relative = self._relative(folder, folder)
        others = [
            each
            for each in self.patterns
            if not (each.include and each.match_file(relative))
        ]
        return Patterns(self.folder, others)

    def _relative(self, path: str, otherwise: str) -> str:
        """Return a path below the folder, or the other one; empty if it is not."""
        within = self.folder if path.startswith(self.folder) else otherwise
        return path.removeprefix(within) if path.startswith(within) else ""


def read_patterns(
    folder: str, on_unread: OnUnread, name: str = IGNORE_FILE
) -> list[Patterns]:
    """Return the patterns in a folder's file, one list or none.

    Args:
        folder: what they are relative to.
        on_unread: called where the file is there, and cannot be read.
        name: the file.
    """
    file = Path(folder, name)
    try:
        text = read_text(file, errors="surrogateescape")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return []
    except OSError as error:
        on_unread(file, error)
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
    whole = (f"{line}/*" if line.endswith("/**") else line for line in lines)
    try:
        patterns = list(GitIgnoreSpec.from_lines(whole).patterns)
    except (ValueError, re.error):
        if len(lines) == 1:
            refuse(lines[0])
            return None
        valid = [line for line in lines if compiled(folder, [line], refuse)]
        return compiled(folder, valid, refuse)
    for pattern in patterns:
        if pattern.regex is not None:
            exact = pattern.regex.pattern.replace(_FOLDER, rf"{_FOLDER}\Z")
            pattern.regex = re.compile(committed(exact))
    return Patterns(slashed(folder), patterns[::-1])


def slashed(folder: str) -> str:
    """Return a folder's path with one slash at its end."""
    return folder.rstrip("/") + "/"
