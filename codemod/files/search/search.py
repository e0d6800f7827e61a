"""What a file says of the words that are searched for, in whatever process."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ..decode import packed
from ..kinds import searched
from ..read import read_file
from .sought import Leading, Sought


class Said(NamedTuple):
    """What a file says.

    Attributes:
        leads: whether it says what leads to a word.
        concerns: whether it says a word; None where that was not asked.
    """

    leads: bool
    concerns: bool | None


class Search:
    """Searches files, each for as few words as will do.

    No word is asked for until a file says what leads to it, but of configurations.

    Args:
        sought: what a file must say.
        configs: what the names of configurations end with.
        led: whether every word counts from the first file on.
    """

    def __init__(self, sought: Sought, configs: tuple[str, ...], led: bool) -> None:
        self._sought = sought
        self._configs = configs
        self._leading = Leading(sought.leading)
        self._led = led

    def __call__(self, path: str) -> Said | None:
        """Return what a file says; None where that is not to be seen."""
        try:
            data = read_file(path)
        except OSError:
            return None
        if packed(data):
            return None
        code = searched(data, path)
        leads = not self._led and self._leading.is_said(code)
        self._led = self._led or leads
        asked = self._led or path.endswith(self._configs)
        return _said(leads, self._sought.concerns(code) if asked else None)


@cache
def _said(leads: bool, concerns: bool | None) -> Said:
    """Return one value for all files that say the same: it crosses processes."""
    return Said(leads, concerns)
