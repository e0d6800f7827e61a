"""Files that are being edited: what is known of the trees around them, and since when.

A view of them is kept until what it has seen changed. So a file is looked at at once as
it is now, beside others as they were; and a new view is made when there is time for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ...rules import index
from ..config.pyproject import Configurations
from ..config.settings import Overrides, SettingsFinder
from ..files.read import read_file
from ..files.real import real_path
from ..files.search.project_root import ROOT_MARKS
from .opened import encoded
from .view import Checked, Fixed, View

if TYPE_CHECKING:
    from .fix_file import Fixers


class Session:
    """Looks at files again and again while they are being edited.

    Attributes:
        folders: those that are worked in.
    """

    def __init__(self) -> None:
        self._opened: dict[Path, bytes] = {}
        self._changed: dict[Path | None, int] = {}
        self._number = 0
        self.folders: tuple[Path, ...] = ()
        self._view = self.begun()

    def work_in(self, folders: Iterable[str]) -> None:
        """Take which folders are worked in."""
        found = tuple(real_path(folder) for folder in folders)
        if found != self.folders:
            self.folders = found
            self.read_anew()

    def change(self, path: str, text: str) -> None:
        """Take what a file says in the editor, whatever it holds on disk."""
        file, data = real_path(path), encoded(text)
        before = self._opened.get(file)
        self._opened[file] = data
        if data != (_on_disk(file) if before is None else before):
            self._changes(file)

    def forget(self, path: str) -> None:
        """Forget what a file said that was closed: it holds what is on disk."""
        file = real_path(path)
        self._opened.pop(file, None)
        self._changes(file)

    def read_anew(self) -> None:
        """Forget all that is known of what is on disk."""
        self._changes(None)

    def _changes(self, file: Path | None) -> None:
        self._number += 1
        self._changed[file] = self._number

    @property
    def is_stale(self) -> bool:
        """Whether something changed since the view was made."""
        return self._number > self._view.number

    def is_stale_for(self, path: str) -> bool:
        """Whether something around a file changed since then, other than itself.

        What others make of the file itself counts only where it imports them in turn;
        that is looked at when it is saved.
        """
        file = real_path(path)
        seen = self._view.number
        return any(at > seen for one, at in self._changed.items() if one != file)

    def begun(self) -> View:
        """Return a new view, which has read nothing yet."""
        opened = dict(self._opened)
        return View(_configured(), opened, self._is_alone, self._number)

    def take(self, view: View) -> None:
        """Look at files with another view from now on."""
        self._view = view

    @property
    def view(self) -> View:
        """What is known of the trees."""
        return self._view

    def check(self, path: str, text: str) -> Checked:
        """Return what there is to say of a file that says this."""
        return self._view.check(path, text)

    def fix(self, path: str, text: str) -> Fixed:
        """Return the findings of a file with their verdicts, as all files are now."""
        if self.is_stale:
            self._view = self.begun()
        return self._view.fix(path, text, self._fixers)

    @cached_property
    def _fixers(self) -> Fixers:
        from .fix_file import Fixers

        return Fixers(unsafe=False)

    def _is_alone(self, path: str) -> bool:
        """Whether a file is in no folder that is worked in, and in no project."""
        parents = real_path(path).parents
        if any(folder in parents for folder in self.folders):
            return False
        return not any((one / mark).exists() for one in parents for mark in ROOT_MARKS)


def _configured() -> SettingsFinder:
    """Return what finds the settings of files, with no configuration read yet."""
    known = index()
    return SettingsFinder(Configurations(), Overrides(), known.codes, known.broken)


def _on_disk(file: Path) -> bytes | None:
    with suppress(OSError):
        return read_file(file)
    return None
