"""The learning rates of two states of a repository, and what became of each."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import chdir
from dataclasses import dataclass, replace
from pathlib import Path

from ...config.pyproject import ConfigError
from ...engine.request import OnProgress, Request
from ...model import Problem
from ...values.spots import Place
from ..record import LearningRate
from ..run import curves_of
from .copies import Copies
from .fates import Judge
from .git import GitError
from .match import matched
from .record import Change, Difference
from .renames import renames
from .repository import Repository, State

Ask = Callable[[tuple[str, ...], Path], Request]
"""From paths, and the folder above which no configuration counts, to a request."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one state has, by the paths that it has from where we are."""

    rates: tuple[LearningRate, ...]
    problems: tuple[Problem, ...]

    @property
    def unread(self) -> frozenset[str]:
        """The files that could not be read."""
        return frozenset(one.path for one in self.problems if one.path)


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
    with tempfile.TemporaryDirectory(prefix="lrmigrate-") as folder:
        copies = Copies(repository, Path(folder).resolve())
        tops = [copies.make(states[0], "before"), copies.make(states[1], "after")]
        _require(inside, paths, tops)
        prefix = repository.prefix
        moved = {
            os.path.relpath(old, prefix): os.path.relpath(new, prefix)
            for old, new in renames(repository.git, *tops).items()
        }
        before, after = (
            _seen(state, top, prefix, inside, ask, on_progress)
            for state, top in zip(states, tops, strict=True)
        )
    known = catalogue(Path())
    unread = frozenset(moved.get(one, one) for one in before.unread), after.unread
    judge = Judge(known.recipes, known.parameters, unread)
    pairs = matched(before.rates, after.rates, moved)
    return _told(states, [*map(judge.change, pairs)], before, after, copies.left_out)


def _told(
    states: Sequence[State],
    changes: Sequence[Change],
    before: _Seen,
    after: _Seen,
    left_out: Sequence[str],
) -> Difference:
    # What cannot be read before is no fault of the change.
    notes = [_line(one, states[0]) for one in before.problems if one.path]
    faults = [_line(one, states[0]) for one in before.problems if not one.path]
    faults += [_line(one, states[1]) for one in after.problems]
    return Difference(
        states[0].name,
        states[1].name,
        tuple(sorted(changes, key=lambda one: (one.shown.path, one.shown.start))),
        tuple(faults),
        (*notes, *left_out),
    )


def _line(problem: Problem, state: State) -> str:
    where = f"{problem.path}: " if problem.path else ""
    return f"{where}{problem.message} (in {state.name})"


def _inside(path: str, repository: Repository) -> Path:
    """Return a path from the top of the repository."""
    real = Path(os.path.realpath(repository.top / repository.prefix / path))
    if not real.is_relative_to(repository.top):
        raise GitError(f"{path} is not in the repository {repository.top}")
    return real.relative_to(repository.top)


def _require(
    inside: Sequence[Path], paths: Sequence[str], tops: Sequence[Path]
) -> None:
    for path, given in zip(inside, paths, strict=True):
        if not any((top / path).exists() for top in tops):
            raise GitError(f"{given}: no such file or directory in either state")


def _seen(
    state: State,
    top: Path,
    prefix: Path,
    inside: Sequence[Path],
    ask: Ask,
    on_progress: OnProgress,
) -> _Seen:
    """Return what a state has.

    The tool's own notion of here is the copy's, for that is what its paths begin at.
    """
    here = top / prefix
    own = _Own(state, top, here)
    with chdir(here):
        paths = [
            os.path.relpath(path, prefix) for path in inside if (top / path).exists()
        ]
        if not paths:
            return _Seen((), ())
        try:
            request = ask(tuple(paths), top)
        except ConfigError as error:
            raise GitError(f"{own.text(str(error))} (in {state.name})") from error
        found = curves_of(request, on_progress)
    return _Seen(
        tuple(map(own.rate, found.found)), tuple(map(own.problem, found.problems))
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """Says of a copy what is true of the repository."""

    state: State
    top: Path
    here: Path

    def rate(self, rate: LearningRate) -> LearningRate:
        """Return a learning rate with the paths of the repository."""
        return replace(
            rate,
            path=self._path(rate.path),
            why=self.text(rate.why),
            optimizers=tuple(map(self.text, rate.optimizers)),
            stated=tuple(map(self._place, rate.stated)),
        )

    def problem(self, problem: Problem) -> Problem:
        """Return a problem with the paths of the repository."""
        path = self._path(problem.path) if problem.path else problem.path
        return replace(problem, path=path, message=self.text(problem.message))

    def _place(self, place: Place) -> Place:
        behind = tuple(map(self._place, place.behind))
        return replace(place, path=self._path(place.path), behind=behind)

    def _path(self, path: str) -> str:
        return os.path.relpath(path, self.here) if Path(path).is_absolute() else path

    def text(self, text: str) -> str:
        """Return what is said, with the paths of the repository."""
        return text.replace(f"{self.top}{os.sep}", "")
