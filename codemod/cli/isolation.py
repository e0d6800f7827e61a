"""Nothing is imported from what is being migrated, whatever its name.

The first thing that a command does, before Click is imported: from then on, what is
imported comes from the environment. What Python itself imports before any line of
ours (``sitecustomize``, a module of the standard library's name) is not ours to stop.

It imports nothing that is not loaded when Python has started.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.machinery import BuiltinImporter, FrozenImporter, PathFinder
from typing import Any

_PROJECT_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
_ENVIRONMENT = ("site-packages", "dist-packages")
_OURS = "lrmigrate"
_STANDARD = (BuiltinImporter, FrozenImporter, PathFinder)


def isolate(paths: Iterable[str] = ()) -> None:
    """Import nothing from the working directory, from these paths, or beside them.

    Args:
        paths: files and folders that are migrated; what is no path is passed over.
    """
    roots = tuple(dict.fromkeys(_roots([".", *paths])))
    sys.path[:] = [entry for entry in sys.path if not _holds_user_code(entry, roots)]
    sys.meta_path[:] = [_outside(finder, roots) for finder in sys.meta_path]


@contextmanager
def isolated(paths: Iterable[str]) -> Iterator[None]:
    """The same for a while, in a process that is not ours."""
    before = sys.path[:], sys.meta_path[:]
    isolate(paths)
    try:
        yield
    finally:
        sys.path[:], sys.meta_path[:] = before


def _roots(paths: Iterable[str]) -> Iterator[str]:
    """The folders that are migrated, and the projects that they are of."""
    for path in paths:
        # An option may have the path: --config=pyproject.toml.
        place = os.path.realpath(path.rpartition("=")[2])
        if not os.path.exists(place):
            continue
        folder = place if os.path.isdir(place) else os.path.dirname(place)
        yield folder
        while folder != os.path.dirname(folder):
            if any(os.path.exists(os.path.join(folder, one)) for one in _PROJECT_MARKS):
                yield folder
            folder = os.path.dirname(folder)


def _holds_user_code(entry: str, roots: tuple[str, ...]) -> bool:
    """Whether an entry of Python's path lies in one of the roots, or around it."""
    place = os.path.realpath(entry or ".")
    # What is no folder or archive is a mark of an import hook.
    if not os.path.exists(place) or _is_environment(place):
        return False
    return any(_within(place, root) or _within(root, place) for root in roots)


def _is_environment(place: str) -> bool:
    """Whether this is Python's own, or holds what was installed for it."""
    standard = os.path.dirname(os.path.realpath(os.__file__))
    version = "".join(map(str, sys.version_info[:2]))
    archive = os.path.join(os.path.dirname(standard), f"python{version}.zip")
    user = getattr(sys.modules.get("site"), "USER_SITE", None) or standard
    if place in (standard, archive, os.path.join(standard, "lib-dynload")):
        return True
    if _within(place, os.path.realpath(user)):
        return True
    homes = (sys.prefix, sys.exec_prefix, sys.base_prefix)
    installed = any(_within(place, os.path.realpath(home)) for home in homes)
    return installed and any(f"{os.sep}{one}" in place for one in _ENVIRONMENT)


def _within(place: str, folder: str) -> bool:
    return place == folder or place.startswith(folder.rstrip(os.sep) + os.sep)


def _outside(finder: Any, roots: tuple[str, ...]) -> Any:
    """A finder of an installation: one that leads into the roots finds nothing."""
    return finder if finder in _STANDARD else _Outside(finder, roots)


class _Outside:
    """A finder, but for what lies in the roots: a project's editable installation.

    lrmigrate itself may be installed like that, and be run over its own repository.
    """

    def __init__(self, finder: Any, roots: tuple[str, ...]) -> None:
        self._finder = finder
        self._roots = roots

    def __getattr__(self, name: str) -> Any:
        return getattr(self._finder, name)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Find a module, unless it is one of the user's."""
        spec = self._finder.find_spec(name, path, target)
        if spec is None or name.partition(".")[0] == _OURS:
            return spec
        places = [spec.origin, *(spec.submodule_search_locations or ())]
        return None if any(map(self._is_user_code, places)) else spec

    def _is_user_code(self, place: str | None) -> bool:
        if not place or not os.path.isabs(place):
            return False
        real = os.path.realpath(place)
        inside = any(_within(real, root) for root in self._roots)
        return inside and not _is_environment(real)
