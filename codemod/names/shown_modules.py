"""Whether a file shows all names of what it imports by a text, or of any module."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from .taken_modules import MODULES

LOADED = re.compile(
    r"(?:import_module|__import__|module_from_spec|load_module|run_path|run_module)"
)
"""What gives what it imports or runs, in the body of a function."""

# What shows all names of something, and of what.
_SHOWN = re.compile(
    r"\b(?:dir|vars|getmembers)\(\s*(\w+)|\b(\w+)\.__dict__\b"
    r"|\b(\w+)\.(?:items|values|keys)\(\)"
)
_GONE_THROUGH = re.compile(r"\bfor\b[^\n]{0,200}?\bin (?:sorted\()?(\w+)\b")
_LOOP = r"\bfor\s+(?:\w+\s*,\s*){0,9}(\w+)\s+in\b[^\n]{0,200}"
_OF_MODULES = re.compile(rf"{_LOOP}\bmodules\b")
# What takes of each module that there is what it computes.
_EACH = re.compile(rf"{_LOOP}\bsys\.modules\b")
_COMPUTES = re.compile(r"\bgetattr\(\s{0,9}(\w+)\s{0,9},\s{0,9}(?![\"'\s])")
_OF_ANY_MODULE = (
    rf"\b{MODULES}\s{{0,9}}\[\s{{0,9}}(?![\"']|__name__)[^\n]{{0,200}}\.__dict__"
)


def shows_loaded(loaders: Collection[str]) -> Callable[[str], bool]:
    """Return whether a file shows all names of what it imports by a text.

    Args:
        loaders: functions that import so for others.
    """
    given = "|".join([LOADED.pattern, *map(re.escape, sorted(loaders))])
    given = rf"\b(?:{given})\b"
    assigned = re.compile(rf"\b(\w+)\s{{0,9}}(?::=|=(?!=))[^\n]{{0,200}}{given}")
    at_once = rf"\b(?:dir|vars|getmembers)\(\s{{0,9}}[\w.]{{0,200}}{given}"
    of_it = rf"{given}\([^\n]{{0,200}}\.__dict__|{_OF_ANY_MODULE}"
    directly = re.compile(f"{at_once}|{of_it}")

    def shows(text: str) -> bool:
        if not {*_EACH.findall(text)}.isdisjoint(_COMPUTES.findall(text)):
            return True
        names = {*assigned.findall(text), *_OF_MODULES.findall(text)}
        shown = {one for found in _SHOWN.findall(text) for one in found if one}
        shown.update(_GONE_THROUGH.findall(text))
        return not names.isdisjoint(shown) or directly.search(text) is not None

    return shows
