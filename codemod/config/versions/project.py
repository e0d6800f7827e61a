"""The versions that the projects of a run say they run with, each read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ...files.real import real_path
from ...files.search.project_root import tree_of
from ..toml_file import TomlError, read_toml
from .in_environment import in_environments, in_locks, in_own_environments
from .in_pyproject import in_pyproject
from .in_setup import in_setup_cfg, in_setup_py
from .requirements import in_pins, in_requirements
from .stated import Stated

Reader = Callable[[Path, str, Callable[[str], None]], Iterator[Stated | None]]

_READERS: tuple[Reader, ...] = (
    in_pyproject,
    in_requirements,
    in_setup_cfg,
    in_setup_py,
    in_locks,
    in_environments,
)
# What a project runs with today, as far as it lies in its own folder.
_PINNING: tuple[Reader, ...] = (in_locks, in_pins, in_own_environments)


class ProjectVersions:
    """Answers which versions of a package a file's project runs with.

    The sources are asked in this order, and the first that rules anything out
    answers: the dependencies in ``pyproject.toml``, requirements files,
    ``setup.cfg``, ``setup.py``, lock files, and the project's virtual environment.
    Where that leaves a choice, the version that is locked, or named in requirements,
    or installed in the project's own environment, is the one, if it is among them.
    Where none of a folder's answers, those of the project around it are asked, up
    to the repository's own. A package says nothing of itself: what its own tree is
    to run with is the tree.

    Attributes:
        warnings: what could not be read, one line each.
    """

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self._roots: dict[Path, Path] = {}
        self._said: dict[tuple[Path, str], Stated | None] = {}

    def root(self, path: str) -> Path:
        """Return the root of the project that a file belongs to."""
        folder = real_path(path).parent
        if folder not in self._roots:
            self._roots[folder] = tree_of(folder / "_")
        return self._roots[folder]

    def stated(self, root: Path, package: str) -> Stated | None:
        """Return what a project says of a package, None if nothing."""
        key = (root, package)
        if key not in self._said:
            folders = [*_outward(root)]
            own = any(_is_own(folder, package) for folder in folders)
            self._said[key] = None if own else self._of(folders, package)
        return self._said[key]

    def _of(self, folders: list[Path], package: str) -> Stated | None:
        said = self._first(folders, package, _READERS)
        pinned = self._first(folders, package, _PINNING) if said else None
        narrowed = pinned.within(said) if said and pinned else None
        return narrowed or said

    def _first(
        self, folders: list[Path], package: str, readers: Iterable[Reader]
    ) -> Stated | None:
        answers = (self._ask(folder, package, readers) for folder in folders)
        return next((one for one in answers if one), None)

    def _ask(
        self, root: Path, package: str, readers: Iterable[Reader]
    ) -> Stated | None:
        for reader in readers:
            try:
                for answer in reader(root, package, self._warn):
                    if answer is not None:
                        return answer
            except TomlError as error:
                self._warn(str(error))
            except ValueError as error:  # Python's int() has an end
                why = str(error).partition(";")[0]
                self._warn(f"{root}: a version of {package} cannot be read: {why}")
        return None

    def _warn(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)


def _is_own(root: Path, package: str) -> bool:
    """Whether a folder is the source of the package itself."""
    try:
        project = (read_toml(root / "pyproject.toml") or {}).get("project", {})
    except TomlError:
        return False
    return isinstance(project, dict) and project.get("name") == package


def _outward(root: Path) -> Iterator[Path]:
    """Yield a project's folder, and those around it in the same repository."""
    folders = [root, *root.parents]
    depth = next((at for at, one in enumerate(folders) if (one / ".git").exists()), 0)
    yield from folders[: depth + 1]
