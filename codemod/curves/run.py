"""The learning rates of all files of a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

from ..engine.looked import bug, unreadable
from ..engine.plan import Planner
from ..engine.reader import Reader
from ..engine.request import OnProgress, Request
from ..files.source import Source, SourceError
from ..model import Problem
from ..rule.recipe import Recipes
from .find import find
from .made import Key, Looked, Made, look_at
from .record import LearningRate, LearningRates


def curves_of(
    request: Request,
    on_progress: OnProgress,
    taken: Mapping[str, Mapping[str, object]] | None = None,
) -> LearningRates:
    """Return every learning rate of the files of a request, in order.

    Examples in pages and docstrings are prose; those of a page count that is named.

    Args:
        request: which files.
        on_progress: called with (stage, done, total).
        taken: what is tried first for names, by their text, of files by their paths.
    """
    from ...rules import catalogue, index

    planner = Planner(catalogue, index(), request.settings, verbose=False)
    reader = Reader(request, planner)
    planned = [one for one in reader.planned() if _is_code(one[0], request)]
    problems: list[Problem] = []
    looked: list[tuple[Looked, Recipes]] = []
    for done, (source, plan) in enumerate(planned):
        on_progress("reading", done, len(planned))
        with _telling(source.path, problems):
            looked.append((look_at(source, plan), plan.catalogue.recipes))
    everything = _Everything(Made([one for one, _ in looked]))
    for one, recipes in looked:
        with _telling(one.module.source.path, problems):
            everything.add(one, recipes, (taken or {}).get(one.module.source.path, {}))
    return LearningRates(
        tuple(everything.ordered()), (*reader.problems, *problems), reader.scanned
    )


def _is_code(source: Source, request: Request) -> bool:
    """Whether what a source says is run: a docstring is not, a page where named."""
    if not source.prose:
        return True
    return source.path in request.named and not source.path.endswith(".py")


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
