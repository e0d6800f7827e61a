"""All files of a tree, whatever leaves them out of a run: walked through once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ..held import Held, size_of_bytes
from ..read import ON_DISK, Files
from .checkout import MARK, is_linked
from .skipped import SKIPPED_FOLDERS

_VENV_MARK = "pyvenv.cfg"


class Listed(NamedTuple):
    """A file as the walk comes to it, and where it really is."""

    path: str
    real: str


_MOST = 2**21  # bytes of code that are held at once


class Listing:
    """The files of one tree, for all who search it.

    What is in environments and in folders of tools is none of the tree, nor are linked
    checkouts: they hold the same code at another commit.

    Args:
        root: where it begins.
        held: what its files hold.

    Attributes:
        root: where it begins.
        held: what its files hold.
        paths: they, in the order of the walk.
    """

    def __init__(self, root: Path, held: Files = ON_DISK) -> None:
        self.root = root
        self.held = held
        self.paths: list[str] = []
        self._reals: dict[str, str] = {}  # of those that are links, or below one
        self._code: Held[str, bytes] = Held(_MOST, size_of_bytes)
        for path, real in _walk(str(root)):
            self.paths.append(path)
            if real != path:
                self._reals[path] = real

    @property
    def files(self) -> Iterator[Listed]:
        """The files with where they really are."""
        return (Listed(path, self.real(path)) for path in self.paths)

    def real(self, path: str) -> str:
        """Return where a file really is."""
        return self._reals.get(path, path)

    def code(self, real: str, limit: int) -> bytes:
        """Return what a file of code holds, which more than one asks for.

        Raises:
            OSError: it cannot be read, or is too large.
        """
        data = self._code.get(real)
        if data is None:
            data = self.held.read(real, limit)
            self._code.add(real, data)
        return data


def _walk(root: str) -> Iterator[Listed]:
    pending = [Listed(root, os.path.realpath(root))]
    while pending:
        folder = pending.pop()
        entries = _entries(folder.path)
        if folder.path != root and _is_apart(folder.path, entries):
            continue
        inner: list[Listed] = []
        for entry in entries:
            path = f"{folder.path}{os.sep}{entry.name}"
            same = folder.path == folder.real  # then it is one text
            at = Listed(path, path if same else f"{folder.real}{os.sep}{entry.name}")
            with suppress(OSError):
                if entry.is_dir():
                    if not entry.is_symlink() and entry.name not in SKIPPED_FOLDERS:
                        inner.append(at)
                elif entry.is_file():
                    linked = entry.is_symlink()
                    yield Listed(at.path, os.path.realpath(at.real)) if linked else at
        pending += reversed(inner)


def _is_apart(folder: str, entries: Sequence[os.DirEntry[str]]) -> bool:
    names = {one.name for one in entries}
    return _VENV_MARK in names or (MARK in names and is_linked(folder))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            return sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return []
