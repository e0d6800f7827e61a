"""What is there at once: so much, and what was asked longest ago is let go."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
_OF_ONE = 256  # bytes that a file takes besides


def size_of_bytes(data: bytes) -> int:
    """Return how much memory the bytes of a file take."""
    return len(data) + _OF_ONE


class Held(Generic[K, V]):
    """What some files have, which is so much at most, or that of the last one.

    Args:
        most: how much.
        size: how much one has.
        let_go: is told which file is no longer held.
    """

    def __init__(
        self,
        most: int,
        size: Callable[[V], int],
        let_go: Callable[[K], None] | None = None,
    ) -> None:
        self._most = most
        self._size_of = size
        self._let_go = let_go
        self._held: OrderedDict[K, V] = OrderedDict()
        self._size = 0

    def get(self, file: K) -> V | None:
        """Return what a file that is held has; it is asked last then."""
        held = self._held.get(file)
        if held is not None:
            self._held.move_to_end(file)
        return held

    def add(self, file: K, held: V) -> None:
        """Hold what a file has, however much it is."""
        if file in self._held:
            self._size -= self._size_of(self._held.pop(file))
        self._held[file] = held
        self._size += self._size_of(held)
        self.make_room(but=1)

    def make_room(self, but: int) -> None:
        """Let go those that were asked longest ago, where there is too much."""
        while self._size > self._most and len(self._held) > but:
            first, held = self._held.popitem(last=False)
            self._size -= self._size_of(held)
            if self._let_go is not None:
                self._let_go(first)
