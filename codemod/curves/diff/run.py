"""The learning rates of two states of a repository, and what became of each."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ...engine.request import OnProgress
from ...files.real import real_path
from ...model import Problem
from .copies import Copies, Copy
from .fates import Judge
from .git import GitError
from .match import matched
from .record import Difference
from .renames import renames
from .repository import Repository
from .seen import Ask, Seen, seen


def difference(
    text: str, paths: Sequence[str], ask: Ask, on_progress: OnProgress
) -> Difference:
    """Return what became of the learning rates below paths.

    Args:
        text: the two states, as git understands them: ``A``, ``A..B`` or ``A...B``.
        paths: files and folders, from here or absolute.
        ask: makes the request for what is below paths of a copy.
        on_progress: called with (stage, done, total).

    Raises:
        GitError: there is no such state, or no such path in either.
    """
    from ....rules import catalogue

    repository = Repository.around(Path.cwd())
    states = repository.states(text)
    inside = [_inside(path, repository) for path in paths]
    prefix = repository.prefix
    with tempfile.TemporaryDirectory(prefix="lrmigrate-") as folder:
        copies = Copies(repository, real_path(folder))
        both = copies.make(states[0], "before"), copies.make(states[1], "after")
        _require(inside, paths, both)
        moved = {
            os.path.relpath(old, prefix): os.path.relpath(new, prefix)
            for old, new in renames(repository.git, both[0].top, both[1].top).items()
        }
        given = (prefix, inside, ask, on_progress)
        before = seen(both[0], *given, {})
        # A sampled curve says something only where both have the same values.
        after = seen(both[1], *given, before.taken(moved))
    known = catalogue(Path())
    unread = frozenset(moved.get(one, one) for one in before.unread), after.unread
    judge = Judge(known.recipes, known.parameters, unread)
    changes = map(judge.change, matched(before.rates, after.rates, moved))
    return Difference(
        states[0].name,
        states[1].name,
        tuple(sorted(changes, key=lambda one: (one.shown.path, one.shown.start))),
        tuple(_faults(before, after)),
        tuple(_notes(before, after)),
    )


def _faults(before: Seen, after: Seen) -> list[str]:
    # What cannot be parsed before is no fault of the change.
    faults = [one for one in before.problems if not one.path]
    return [
        *(_line(one, before) for one in faults),
        *(_line(one, after) for one in after.problems),
    ]


def _notes(before: Seen, after: Seen) -> list[str]:
    return [
        *(_line(one, before) for one in before.problems if one.path),
        *(_line(Problem(one), side) for side in (before, after) for one in side.notes),
    ]


def _line(problem: Problem, side: Seen) -> str:
    where = f"{problem.path}: " if problem.path else ""
    return f"{where}{problem.message} (in {side.name})"


def _inside(path: str, repository: Repository) -> Path:
    """Return a path from the top of the repository."""
    real = Path(os.path.realpath(repository.top / repository.prefix / path))
    if not real.is_relative_to(repository.top):
        raise GitError(f"{path} is not in the repository {repository.top}")
    return real.relative_to(repository.top)


def _require(
    inside: Sequence[Path], paths: Sequence[str], copies: Sequence[Copy]
) -> None:
    for path, given in zip(inside, paths, strict=True):
        if not any(_has(one, path) for one in copies):
            raise GitError(f"{given}: no such file or directory in either state")


def _has(copy: Copy, path: Path) -> bool:
    absent = (Path(one).is_relative_to(path) for one in copy.absent)
    return (copy.top / path).exists() or any(absent)
