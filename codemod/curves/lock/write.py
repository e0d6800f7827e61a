"""A lock written: what a project's learning rates are now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...files.kinds import suffixes
from ...files.read import read_file
from ...files.real import real_path
from ...files.search.project_root import is_gits, leads_out
from ...files.write import WriteError, write_file
from ...rule.curve import Curve
from ...rule.recipe import Recipes
from ..find import story_of
from ..record import LearningRate
from .bits import asked, bits_of
from .compute import computed
from .project import Known, is_below, path_from, plain
from .read import read_lock
from .record import Lock, Locked, LockError
from .steps import steps_of, telling_steps
from .text import lock_text

_OURS = b"lrmigrate curves --lock"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written into a lock.

    Attributes:
        lock: all of it.
        changed: how many of its curves were not in it, or otherwise.
    """

    lock: Lock
    changed: int


def write_lock(
    file: Path, known: Known, paths: Sequence[str], python: str, recipes: Recipes
) -> Written:
    """Lock the learning rates of a run; those of files outside of its paths stay.

    Args:
        file: the lock's.
        known: the learning rates.
        paths: what the run was over.
        python: an interpreter with the JAX and Optax to compute them with.
        recipes: what is known of schedules.

    Raises:
        LockError: it cannot be computed, or written; it is as it was.
    """
    before = _before(file, paths, recipes)
    _check_place(file)
    kept = [
        one.rate
        for one in (before.curves if before else ())
        if not is_below(file.parent / one.rate.path, paths)
    ]
    now = [replace(one, path=path_from(file.parent, one.path)) for one in known.rates]
    lock = _lock([*now, *kept], python, recipes)
    counts = ", ".join(f"{count} {why}" for why, count in known.untold.items())
    if before is not None and not is_below(file.parent, paths):
        counts = before.untold
    lock = replace(lock, untold=counts)
    data = lock_text(lock).encode()
    try:
        if not file.is_file() or read_file(file).replace(b"\r\n", b"\n") != data:
            write_file(file, data)
    except (WriteError, OSError) as error:
        raise LockError(f"{file}: {error}") from error
    said = {_as_text(one) for one in (before.curves if before else ())}
    return Written(lock, sum(_as_text(one) not in said for one in lock.curves))


def _check_place(file: Path) -> None:
    """Refuse a lock that is not the project's, or is called like what is looked at."""
    if is_gits(file):
        raise LockError(f"{file}: is git's own; name another file for the lock")
    if leads_out(file):
        raise LockError(f"{file}: is a link out of the project; name the lock itself")
    suffix = real_path(file).suffix.lower()
    if suffix in suffixes():
        raise LockError(f"{file}: a lock is not called {suffix}; name another file")


def _as_text(locked: Locked) -> str:
    return f"{locked.key} {locked.rate.recipe} {locked.bits.digest}"


def _before(file: Path, paths: Sequence[str], recipes: Recipes) -> Lock | None:
    try:
        return read_lock(file, recipes)
    except LockError as error:
        if not _is_ours(file):
            raise LockError(f"{error}; it is no lock, so it stays") from error
        if is_below(file.parent, paths):
            return None
        raise LockError(
            f"{error} for the whole project: what it says of other files would be lost"
        ) from error


def _is_ours(file: Path) -> bool:
    """Whether a file that is no good lock was one, or is empty."""
    try:
        data = read_file(file)
    except OSError:
        return False
    return not data.strip() or _OURS in data


def _lock(rates: Sequence[LearningRate], python: str, recipes: Recipes) -> Lock:
    curves = [_curve(one, recipes) for one in rates]
    wanted = [
        asked(one.recipe, steps_of(curve), telling_steps(curve))
        for one, curve in zip(rates, curves, strict=True)
        if one.recipe is not None
    ]
    with computed(python, wanted) as (versions, outcomes):
        locked = tuple(
            Locked(
                replace(rate, story=story_of(curve) if curve else None),
                bits_of(outcome, want.steps, telling_steps(curve)),
            )
            for rate, curve, want, outcome in zip(
                rates, curves, wanted, outcomes, strict=True
            )
        )
    return Lock(versions, locked)


def _curve(rate: LearningRate, recipes: Recipes) -> Curve | None:
    curve = plain(rate.recipe, recipes)
    return curve if isinstance(curve, Curve) else None
