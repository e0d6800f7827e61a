"""The learning rates of files that were read, which may make each other's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, count

from ..engine.looked import bug, unreadable
from ..engine.plan import Plan
from ..engine.request import OnProgress
from ..files.held import Held
from ..files.real import real_path
from ..files.source import Source, SourceError
from ..model import Problem
from .find import find
from .made import Key, Looked, Made, look_at
from .record import LearningRate

_MOST = 2**17  # characters of files that are looked at at once; 10 MB of them


def look_at_all(
    planned: Sequence[tuple[Source, Plan]],
    on_progress: OnProgress,
    taken: Mapping[str, Mapping[str, object]],
) -> tuple[tuple[LearningRate, ...], Sequence[Problem]]:
    """Return every learning rate of some files, in order, and what went wrong.

    Args:
        planned: the files, and what each is looked at with.
        on_progress: called with (stage, done, total).
        taken: what is tried first for names, by their text, of files by their paths.
    """
    problems: dict[Problem, None] = {}
    files = _Files(planned, problems)
    everything = _Everything(Made(files.looked))
    for done, file in enumerate(files):
        on_progress("reading", done, len(planned))
        with _telling(file.path, problems):
            everything.add(file, taken.get(file.path, {}))
    return tuple(everything.ordered()), (*problems,)


class _File:
    """A file of a run, which is looked at when it is asked, and again when let go."""

    def __init__(self, source: Source, plan: Plan, held: _Looks) -> None:
        self.path = source.path
        self.recipes = plan.catalogue.recipes
        self._source = source
        self._plan = plan
        self._held = held

    @property
    def looked(self) -> Looked:
        """It, looked at.

        Raises:
            SourceError: it cannot be parsed.
        """
        held = self._held.get(self)
        if held is None:
            # The tree of a copy goes with what it is let go with.
            held = look_at(replace(self._source), self._plan)
            self._held.add(self, held)
        return held

    def make_room(self) -> None:
        """Let go of what the files before it asked of the tree."""
        if self._plan.project is not None:
            self._plan.project.let_go()


_Looks = Held[_File, Looked]


class _Files:
    """The files of a run, of which so many are looked at at once."""

    def __init__(
        self, planned: Sequence[tuple[Source, Plan]], problems: dict[Problem, None]
    ) -> None:
        held: _Looks = Held(_MOST, lambda looked: len(looked.module.source.text))
        self._problems = problems
        self._files: dict[str, list[_File]] = {}
        for source, plan in planned:
            file = _File(source, plan, held)
            self._files.setdefault(str(real_path(source.path)), []).append(file)

    def __iter__(self) -> Iterator[_File]:
        for file in chain.from_iterable(self._files.values()):
            file.make_room()
            yield file

    def looked(self, path: str) -> Iterator[Looked]:
        """Yield what there is at a resolved path."""
        for file in self._files.get(path, ()):
            with _telling(file.path, self._problems):
                yield file.looked


@contextmanager
def _telling(path: str, problems: dict[Problem, None]) -> Iterator[None]:
    """Turn what is raised into a problem: one file must not cost the others."""
    try:
        yield
    except SourceError as error:
        problems[unreadable(path, error)] = None
    except Exception as error:  # a bug of ours
        problems[bug(path, error)] = None


class _Everything:
    """The learning rates of all files, put together."""

    def __init__(self, made: Made) -> None:
        self._made = made
        self._rates: list[tuple[Key, LearningRate]] = []
        self._given: dict[Key, list[str]] = {}
        self._parts: set[Key] = set()

    def add(self, file: _File, taken: Mapping[str, object]) -> None:
        """Find those of a file."""
        looked = file.looked
        found = find(looked, self._made, file.recipes, taken)
        self._rates += found.rates.items()
        self._parts |= found.parts
        for key, optimizers in found.given.items():
            own = key.path == looked.file
            said = (
                optimizers if own else [f"{one} of {file.path}" for one in optimizers]
            )
            self._given.setdefault(key, []).extend(said)

    def ordered(self) -> Iterator[LearningRate]:
        """Yield all by file and place; parts of others where they are given as well."""
        rates = [
            replace(rate, optimizers=tuple(self._given.get(key, ())))
            for key, rate in self._rates
            if key not in self._parts or key in self._given
        ]
        counts: dict[tuple[str, str], count[int]] = {}
        for rate in sorted(rates, key=lambda one: (one.path, one.start)):
            order = counts.setdefault((rate.path, rate.scope), count())
            yield replace(rate, order=next(order))
