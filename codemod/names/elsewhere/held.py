"""Syntax that is there at once: so much, and what was asked longest ago is let go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar


class Holder(Protocol):
    """What has syntax, and may forget it."""

    def let_go(self) -> None:
        """Forget what was read of it."""


K = TypeVar("K", bound=Holder)
V = TypeVar("V")


class Held(Generic[K, V]):
    """What some files have, which is so much at most, or that of the last one.

    Args:
        most: how much.
        size: how much one has.
    """

    def __init__(self, most: int, size: Callable[[V], int]) -> None:
        self._most = most
        self._size_of = size
        self._held: dict[K, V] = {}
        self._size = 0

    def get(self, file: K) -> V | None:
        """Return what a file that is held has; it is asked last then."""
        held = self._held.pop(file, None)
        if held is not None:
            self._held[file] = held
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
            first = next(iter(self._held))
            self._size -= self._size_of(self._held.pop(first))
            first.let_go()
