"""Which learning rates of two states are one and the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..record import LearningRate

Pair = tuple[LearningRate | None, LearningRate | None]


def matched(
    before: Iterable[LearningRate],
    after: Iterable[LearningRate],
    renamed: Mapping[str, str],
) -> list[Pair]:
    """Return the learning rates of two states in pairs; None where one is missing."""
    left = {(one.path, one.scope, one.order): one for one in before}
    pairs: list[Pair] = [
        (left.pop((one.path, one.scope, one.order), None), one) for one in after
    ]
    return [*pairs, *((one, None) for one in left.values())]
