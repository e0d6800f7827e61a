"""Learning rates without the paths of the machine that they were read on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..model import Problem
from ..report.portable import relative
from ..values.spots import Place
from .record import LearningRate, LearningRates


def portable(result: LearningRates, paths: Iterable[str]) -> LearningRates:
    """Return the same, every path in it being relative to a folder of the run.

    Args:
        result: of a run.
        paths: that it was over, as they were given.
    """
    text = relative(paths)

    def place(one: Place) -> Place:
        behind = tuple(map(place, one.behind))
        return replace(one, path=text(one.path), behind=behind)

    def rate(one: LearningRate) -> LearningRate:
        return replace(
            one,
            path=text(one.path),
            why=text(one.why),
            optimizers=tuple(map(text, one.optimizers)),
            stated=tuple(map(place, one.stated)),
        )

    def problem(one: Problem) -> Problem:
        return replace(one, path=text(one.path), message=text(one.message))

    return replace(
        result,
        found=tuple(map(rate, result.found)),
        problems=tuple(map(problem, result.problems)),
    )
