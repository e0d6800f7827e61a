"""The learning rates of one state, by the paths that it has from where we are."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass, replace
from pathlib import Path

from ...config.pyproject import ConfigError
from ...engine.request import OnProgress, Request
from ...model import Problem
from ...values.spots import Place
from ..record import LearningRate
from ..run import curves_of
from .copies import Copy
from .git import GitError

Ask = Callable[[tuple[str, ...], Path], Request]
"""From paths, and the folder above which no configuration counts, to a request."""


Taken = Mapping[str, Mapping[str, object]]
"""Values for names, by their text, by the paths of files."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one state has.

    Attributes:
        name: what the state is called.
        rates: its learning rates, in order.
        problems: what could not be done.
        unread: the files that could not be read.
        notes: what was left out, in a clause each.
    """

    name: str
    rates: tuple[LearningRate, ...]
    problems: tuple[Problem, ...]
    unread: frozenset[str]
    notes: tuple[str, ...]

    def taken(self, renamed: Mapping[str, str]) -> Taken:
        """Return what was tried for names, by the new paths of files."""
        found: dict[str, dict[str, object]] = {}
        for rate in self.rates:
            names = found.setdefault(renamed.get(rate.path, rate.path), {})
            for name, value in rate.sampled:
                names.setdefault(name, ast.literal_eval(value))
        return found


def seen(
    copy: Copy,
    prefix: Path,
    inside: Sequence[Path],
    ask: Ask,
    on_progress: OnProgress,
    taken: Taken,
) -> Seen:
    """Return what a state has below paths.

    The tool's own notion of here is the copy's, for that is what its paths begin at.

    Args:
        copy: the state.
        prefix: where we are, from the top.
        inside: the paths, from the top.
        ask: makes the request.
        on_progress: called with (stage, done, total).
        taken: what is tried first for names of each file.

    Raises:
        GitError: its configuration cannot be used.
    """
    own = _Own(copy.top, copy.top / prefix)
    there = [
        os.path.relpath(one, prefix) for one in inside if (copy.top / one).exists()
    ]
    rates: tuple[LearningRate, ...] = ()
    problems: tuple[Problem, ...] = ()
    with chdir(own.here):
        try:
            if there:
                found = curves_of(ask(tuple(there), copy.top), on_progress, taken)
                rates, problems = found.found, found.problems
        except ConfigError as error:
            message = f"{own.text(str(error))} (in {copy.state.name})"
            raise GitError(message) from error
    here = [one for one in copy.absent if any(map(Path(one).is_relative_to, inside))]
    problems = (*map(own.problem, problems), *map(Problem, _absent(here)))
    unread = [os.path.relpath(one, prefix) for one in here]
    elsewhere = [one for one in copy.absent if one not in here]
    return Seen(
        copy.state.name,
        tuple(map(own.rate, rates)),
        problems,
        frozenset([*unread, *(one.path for one in problems if one.path)]),
        (*copy.left_out, *_absent(elsewhere)),
    )


def _absent(files: Sequence[str]) -> list[str]:
    """Return that files are not in this clone, and how they come there."""
    if not files:
        return []
    first, *others = files
    more = f" and {len(others)} more files are" if others else " is"
    cure = "where it is a partial one: git fetch --refetch --no-filter"
    return [f"the content of {first!r}{more} not in this clone; {cure}"]


@dataclass(frozen=True, slots=True)
class _Own:
    """Says of a copy what is true of the repository."""

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

    def text(self, text: str) -> str:
        """Return what is said, with the paths of the repository."""
        return text.replace(f"{self.top}{os.sep}", "")

    def _place(self, place: Place) -> Place:
        behind = tuple(map(self._place, place.behind))
        return replace(place, path=self._path(place.path), behind=behind)

    def _path(self, path: str) -> str:
        return os.path.relpath(path, self.here) if Path(path).is_absolute() else path
