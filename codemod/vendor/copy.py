"""The copy in a folder: where it is imported from, what differs, how it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from keyword import iskeyword
from pathlib import Path

from ..config.toml_file import TomlError
from ..files.read import read_file
from ..files.search.project_root import from_here, is_gits
from ..files.write import WriteError, write_file
from ..names.module_paths import top_of
from .ours import files_for
from .stamp import STAMP, Stamp, digest, read_stamp


class CopyError(Exception):
    """A copy that cannot be read or written: which file, why, and what to do."""


class Drift(StrEnum):
    """How a file differs from what would be written now."""

    MISSING = "is missing"
    EDITED = "was changed here; take it away to have it written again"
    OLDER = "is of another version"
    GONE = "is of another version, and no longer there in this one"


@dataclass(frozen=True)
class Copy:
    """A folder with a copy of the schedules, or for one.

    Attributes:
        folder: it, absolute, no link followed in its own name.
        version: of the lrmigrate that runs.
    """

    folder: Path
    version: str

    @property
    def shown(self) -> str:
        """The folder as it is named to somebody in the working directory."""
        return str(from_here(self.folder))

    @cached_property
    def top(self) -> Path:
        """The folder that Python has to find the copy's first package in."""
        return top_of(self.folder.parent)

    @cached_property
    def module(self) -> str:
        """The path that the copy is imported by."""
        return ".".join(self.folder.relative_to(self.top).parts)

    @cached_property
    def wanted(self) -> Mapping[str, bytes]:
        """The files that it has as they would be written now, by their names."""
        return files_for(self.module)

    @property
    def stamp(self) -> Stamp | None:
        """What it says of itself.

        Raises:
            CopyError: that cannot be read.
        """
        try:
            return read_stamp(self.folder)
        except TomlError as error:
            raise CopyError(str(error)) from error

    def drift(self) -> Iterator[tuple[str, Drift]]:
        """Yield the files that differ from what would be written now, and how.

        Raises:
            CopyError: one cannot be read.
        """
        stamp = self.stamp
        stamped = stamp.digests if stamp is not None else {}
        for name in sorted({*self.wanted, *stamped}):
            there, ours = self._read(name), self.wanted.get(name)
            if ours is not None and there is None:
                yield name, Drift.MISSING
            elif there is not None and (ours is None or digest(there) != digest(ours)):
                if stamped.get(name) != digest(there):
                    yield name, Drift.EDITED
                else:
                    yield name, Drift.GONE if ours is None else Drift.OLDER

    def write(self) -> int:
        """Write all files, those that a version before had and this has not taken away.

        The stamp comes last, so that a copy that is not whole is known as such.

        Returns:
            How many files changed.

        Raises:
            CopyError: something there is not ours, or a file cannot be written.
        """
        self._refuse_name()
        self._make_folder()
        drift = dict(self.drift())
        edited = [name for name, how in drift.items() if how is Drift.EDITED]
        if edited:
            raise CopyError(
                f"{self.shown}/{edited[0]} {Drift.EDITED}: nothing is written over it"
            )
        for name, how in drift.items():
            if how is Drift.GONE:
                self._remove(name)
            else:
                self._put(name, self.wanted[name])
        digests = {name: digest(data) for name, data in self.wanted.items()}
        stamp = Stamp(self.version, digests)
        if stamp != self.stamp:
            self._put(STAMP, stamp.written())
        return len(drift)

    def _refuse_name(self) -> None:
        name = self.folder.name
        if not name.isidentifier() or iskeyword(name):
            raise CopyError(f"{self.shown}: no module can be called {name!r}")

    def _make_folder(self) -> None:
        if is_gits(self.folder):
            raise CopyError(f"{self.shown}: is git's own; name a folder of the project")
        parent = self.folder.parent
        if not parent.is_dir():
            raise CopyError(f"{parent}: there is no such folder; make it first")
        if self.folder.is_symlink():
            raise CopyError(f"{self.shown}: is a link; name what it leads to")
        try:
            self.folder.mkdir(exist_ok=True)
            strange = self.stamp is None and any(self.folder.iterdir())
        except OSError as error:
            raise CopyError(f"{self.shown}: {error.strerror}") from error
        if strange and not self._is_begun():
            raise CopyError(
                f"{self.shown}: holds something else; name a folder that is not "
                "there yet, such as one called lrsched"
            )

    def _is_begun(self) -> bool:
        """Whether a folder without a stamp holds what a run began to write."""
        return all(
            one.name in self.wanted and self._read(one.name) == self.wanted[one.name]
            for one in self.folder.iterdir()
            if one.name not in ("__pycache__", STAMP)
        )

    def _read(self, name: str) -> bytes | None:
        file = self.folder / name
        try:
            return read_file(file)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise CopyError(f"{file}: cannot be read: {error.strerror}") from error

    def _put(self, name: str, data: bytes) -> None:
        try:
            write_file(self.folder / name, data)
        except WriteError as error:
            raise CopyError(f"{self.folder / name}: {error}") from error

    def _remove(self, name: str) -> None:
        try:
            (self.folder / name).unlink()
        except OSError as error:
            raise CopyError(f"{self.folder / name}: {error.strerror}") from error


def named(root: Path, module: str) -> Path:
    """Return the folder of a project that a module is, or would be, in."""
    inside, below = (
        place.joinpath(*module.split(".")) for place in (root, root / "src")
    )
    return below if (below / STAMP).is_file() else inside


def configured(root: Path, module: str, version: str) -> Copy:
    """Return the copy that a project says it has, which is as it would be written now.

    Raises:
        CopyError: there is none, it is called otherwise, or a file of it differs.
    """
    folder = named(root, module)
    if not (folder / STAMP).is_file():
        raise CopyError(
            f"there is no copy; `lrmigrate vendor {from_here(folder)}` writes one"
        )
    copy = Copy(folder, version)
    if copy.module != module:
        raise CopyError(
            f"{copy.shown} is imported as `{copy.module}`: a folder above it has no "
            "__init__.py"
        )
    for name, how in copy.drift():
        raise CopyError(
            f"{copy.shown}/{name} {how}; `lrmigrate vendor {copy.shown}` writes it"
        )
    return copy
