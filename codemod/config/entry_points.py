"""Whether other packs of rules are installed, seen at a glance.

`importlib.metadata` answers that, too; to import it takes as long as a run over a file.
It is asked wherever this is not certain.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

GROUP = "lrmigrate.rules"
"""The entry points that are packs of rules."""

_METADATA = (".dist-info", ".egg-info")
_EGG = "egg-info"
_NONE_THERE = (
    *(FileNotFoundError, IsADirectoryError, NotADirectoryError),
    PermissionError,
)


def is_alone(own: tuple[str, str]) -> bool:
    """Whether no pack of rules is installed but one, as far as is certain.

    Args:
        own: the name and the value of its entry point, be it installed or not.
    """
    try:
        return all(one == own for text in _texts() for one in _packs(text))
    except (OSError, ValueError):  # whatever it is, it is told by who reads it all
        return False


def _texts() -> Iterator[str]:
    """Yield what all packages say that Python's path leads to.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no text, or packages may be where this does not look.
    """
    for finder in sys.meta_path:
        other = getattr(finder, "__module__", "") != "_frozen_importlib_external"
        if other and hasattr(finder, "find_distributions"):
            raise ValueError(finder)
    for entry in sys.path:
        try:
            names = os.listdir(entry or ".")  # noqa: PTH208
        except FileNotFoundError:
            continue
        for name in names:
            if name.lower().endswith((*_METADATA, _EGG)):
                yield _text(f"{entry or '.'}/{name}/entry_points.txt")


def _text(path: str) -> str:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return file.read().decode()
    except _NONE_THERE:
        return ""


def _packs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names and values of packs of rules.

    Raises:
        ValueError: a line is none of such a file.
    """
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            name, equals, value = line.partition("=")
            if not equals:
                raise ValueError(line)
            if section == GROUP:
                yield name.strip(), value.strip()
