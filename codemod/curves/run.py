"""The learning rates of all files of a request."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..engine.look import bug, unreadable
from ..engine.plan import Planner
from ..engine.reader import Reader
from ..engine.request import OnProgress, Request
from ..files.source import SourceError
from ..model import Problem
from .find import Key, find
from .record import LearningRate, LearningRates


def curves_of(request: Request, on_progress: OnProgress) -> LearningRates:
    """Return every learning rate of the files of a request, in order."""
    from ...rules import catalogue

    planner = Planner(catalogue, request.settings, verbose=False)
    reader = Reader(request, planner)
    planned = [*reader.planned()]
    rates: dict[Key, LearningRate] = {}
    given: dict[Key, list[str]] = {}
    problems: list[Problem] = []
    for done, (source, plan) in enumerate(planned):
        on_progress("reading", done, len(planned))
        if not plan.catalogue.vocabulary.may_occur(source.text):
            continue
        try:
            found = find(source, plan)
        except SourceError as error:
            problems.append(unreadable(source.path, error))
            continue
        except Exception as error:  # a bug of ours must not cost the other files
            problems.append(bug(source.path, error))
            continue
        rates |= found.rates
        for key, optimizers in found.given.items():
            if key.path != source.path:
                said = [f"{one} of {source.path}" for one in optimizers]
                given.setdefault(_real(key), []).extend(said)
    everything = [_with(rate, given.get(_real(key), [])) for key, rate in rates.items()]
    return LearningRates(
        tuple(sorted(everything, key=lambda one: (one.path, one.start))),
        (*reader.problems, *problems),
        reader.scanned,
    )


def _real(key: Key) -> Key:
    return key._replace(path=str(Path(key.path).resolve()))


def _with(rate: LearningRate, optimizers: list[str]) -> LearningRate:
    return replace(rate, optimizers=(*rate.optimizers, *optimizers))
