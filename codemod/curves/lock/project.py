"""The learning rates of a run as those of a project: by paths from its lock."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from ...files.search.project_root import from_here
from ...model import Problem
from ...rule.curve import Curve, CurveError
from ...rule.recipe import Recipe, Recipes
from ..record import Basis, LearningRate, LearningRates
from .record import FILE, Lock, Locked
from .written import is_written

_ROOTS = (FILE, "pyproject.toml", ".git")
_UNTOLD = {Basis.SAMPLED: "sampled", Basis.UNKNOWN: "not known"}
_UNWRITTEN = "that cannot be written down"
_UNNAMED = "in a file whose name is no UTF-8"


def lock_file(base: str) -> Path:
    """Return where the lock is of the project that a path belongs to.

    Beside the nearest lock, ``pyproject.toml`` or ``.git`` in or above its folder;
    relative where that is below the working directory.
    """
    start = Path(os.path.realpath(base))
    nearest = start if start.is_dir() else start.parent
    for folder in (start, *start.parents):
        if any((folder / name).exists() for name in _ROOTS):
            nearest = folder
            break
    return from_here(nearest) / FILE


@dataclass(frozen=True, slots=True)
class Known:
    """The learning rates of a run, by whether a lock can hold them.

    Attributes:
        rates: those whose values are the user's.
        others: those that are sampled, not known or no curve.
        folder: the lock's.
    """

    rates: Sequence[LearningRate]
    others: Sequence[LearningRate]
    folder: Path

    @property
    def untold(self) -> Mapping[str, int]:
        """How many are not locked, by the reason."""
        return Counter(map(self._untold, self.others))

    def _untold(self, rate: LearningRate) -> str:
        named = _is_unicode(path_from(self.folder, rate.path))
        return _UNTOLD.get(rate.basis, _UNWRITTEN if named else _UNNAMED)


def known_of(result: LearningRates, folder: Path) -> Known:
    """Return the learning rates of a run as a lock in a folder knows them."""
    rates: list[LearningRate] = []
    others: list[LearningRate] = []
    for one in result.found:
        (rates if _is_lockable(one, folder) else others).append(one)
    return Known(rates, others, folder)


def _is_lockable(rate: LearningRate, folder: Path) -> bool:
    recipe = rate.recipe
    if not rate.is_own or recipe is None or not is_written(recipe):
        return False
    has_form = rate.story is not None or bool(rate.raises)
    path = path_from(folder, rate.path)
    text = (path, rate.scope, rate.target, str(recipe))
    return has_form and _is_unicode("".join(text))


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def path_from(folder: Path, path: str) -> str:
    """Return what a file is called in a lock in a folder."""
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(folder))
    return PurePath(relative).as_posix()


def is_below(file: Path, paths: Iterable[str]) -> bool:
    """Whether a file is one of these paths, or below one."""
    real = Path(os.path.realpath(file))
    return any(real.is_relative_to(os.path.realpath(path)) for path in paths)


def as_seen(
    lock: Lock,
    folder: Path,
    known: Known,
    paths: Sequence[str],
    problems: Iterable[Problem],
) -> Lock:
    """Return what a run can tell of a lock, its files called as the run calls them.

    Args:
        lock: it.
        folder: where it is.
        known: the learning rates of the run.
        paths: what the run was over.
        problems: the files that could not be read.
    """
    shown = {
        path_from(folder, one.path): one.path for one in (*known.rates, *known.others)
    }
    failed = {path_from(folder, one.path) for one in problems}
    curves = [
        Locked(
            replace(one.rate, path=shown.get(one.rate.path, _from_here(folder, one))),
            one.bits,
        )
        for one in lock.curves
        if one.rate.path not in failed and is_below(folder / one.rate.path, paths)
    ]
    return replace(lock, curves=tuple(curves))


def _from_here(folder: Path, locked: Locked) -> str:
    return os.path.relpath(folder / locked.rate.path)


def plain(recipe: Recipe | None, recipes: Recipes) -> Curve | str | None:
    """Return the curve of a recipe in plain arithmetic, or what it raises."""
    if recipe is None:
        return None
    try:
        return recipes.curve(recipe)
    except CurveError as error:
        return str(error)
