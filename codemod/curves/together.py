"""The learning rates of files that were read, which may make each other's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

from ..engine.looked import bug, unreadable
from ..engine.plan import Plan
from ..engine.request import OnProgress
from ..files.source import Source, SourceError
from ..model import Problem
from ..rule.recipe import Recipes
from .find import find
from .made import Key, Looked, Made, look_at
from .record import LearningRate


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
    problems: list[Problem] = []
    looked: list[tuple[Looked, Recipes]] = []
    for done, (source, plan) in enumerate(planned):
        on_progress("reading", done, len(planned))
        with _telling(source.path, problems):
            looked.append((look_at(source, plan), plan.catalogue.recipes))
    everything = _Everything(Made([one for one, _ in looked]))
    for one, recipes in looked:
        path = one.module.source.path
        with _telling(path, problems):
            everything.add(one, recipes, taken.get(path, {}))
    return tuple(everything.ordered()), problems


@contextmanager
def _telling(path: str, problems: list[Problem]) -> Iterator[None]:
    """Turn what is raised into a problem: one file must not cost the others."""
    try:
        yield
    except SourceError as error:
        problems.append(unreadable(path, error))
    except Exception as error:  # a bug of ours
        problems.append(bug(path, error))


class _Everything:
    """The learning rates of all files, put together."""

    def __init__(self, made: Made) -> None:
        self._made = made
        self._rates: list[tuple[Key, LearningRate]] = []
        self._given: dict[Key, list[str]] = {}
        self._parts: set[Key] = set()

    def add(
        self, looked: Looked, recipes: Recipes, taken: Mapping[str, object]
    ) -> None:
        """Find those of a file."""
        found = find(looked, self._made, recipes, taken)
        self._rates += found.rates.items()
        self._parts |= found.parts
        path = looked.module.source.path
        for key, optimizers in found.given.items():
            own = key.path == looked.file
            said = optimizers if own else [f"{one} of {path}" for one in optimizers]
            self._given.setdefault(key, []).extend(said)

    def ordered(self) -> Iterator[LearningRate]:
        """Yield all that are no parts of others, by file and place."""
        rates = [
            replace(rate, optimizers=tuple(self._given.get(key, ())))
            for key, rate in self._rates
            if key not in self._parts
        ]
        counts: dict[tuple[str, str], count[int]] = {}
        for rate in sorted(rates, key=lambda one: (one.path, one.start)):
            order = counts.setdefault((rate.path, rate.scope), count())
            yield replace(rate, order=next(order))
