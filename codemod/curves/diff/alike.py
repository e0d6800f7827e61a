"""Two lists of learning rates that share something, put side by side."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from ..record import LearningRate

_MOST = 400  # pairs of calls whose texts are compared


def in_order(
    before: Sequence[LearningRate], after: Sequence[LearningRate]
) -> list[tuple[LearningRate, LearningRate]]:
    """Return as many pairs as there can be, in order, of calls that are alike."""
    if len(before) == len(after) or len(before) * len(after) > _MOST:
        return [*zip(before, after, strict=False)]
    if len(before) > len(after):
        return [(one, other) for other, one in _placed(after, before)]
    return _placed(before, after)


def _placed(
    few: Sequence[LearningRate], many: Sequence[LearningRate]
) -> list[tuple[LearningRate, LearningRate]]:
    """Return for each of the few one of the many, in order."""
    room = len(many) - len(few)
    # The best of the first ones, by how many of the many are passed over.
    best: list[tuple[float, list[int]]] = [(0.0, []) for _ in range(room + 1)]
    for index, one in enumerate(few):
        reached: list[tuple[float, list[int]]] = []
        for passed in range(room + 1):
            alike, places = best[passed]
            found = (
                alike + _alike(one, many[index + passed]),
                [*places, index + passed],
            )
            reached.append(max([found, *reached[-1:]], key=lambda each: each[0]))
        best = reached
    _, places = best[-1]
    return [(one, many[place]) for one, place in zip(few, places, strict=True)]


def _alike(one: LearningRate, other: LearningRate) -> float:
    return SequenceMatcher(None, one.call, other.call, autojunk=False).ratio()
