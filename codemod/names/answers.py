"""Work out what places mean, each once, however they lead to each other.

A place is a name in its scope, an attribute of a class, a name of another module:
whatever an answer is kept for. While one is worked out it asks for others, and
those that are not known yet come first. That is a walk over a graph, done with a
list of its own, so that no chain of places is too long for Python's stack.

Places that lead back to themselves are a circle. All of it is settled together:
each place is worked out as if the circle said nothing, then told what the others
are. So an answer never depends on which place was asked for first.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")


class Place(NamedTuple):
    """One thing to work out, and where its answer is kept."""

    answers: Answers[Any, Any]
    key: Hashable


class PendingError(Exception):
    """An answer rests on places that are not worked out yet."""

    def __init__(self, places: list[Place]) -> None:
        super().__init__(places)
        self.places = places


class Answers(Generic[K, V]):
    """The answers of one kind, each worked out once.

    Args:
        work_out: from a key to its answer. It asks for others with `get`, and
            lets PendingError through.
        nothing: what a place of a circle says while the circle is settled.
        settle: from a key, its answer and those of its whole circle, to what it
            is then.
    """

    def __init__(
        self,
        work_out: Callable[[K], V],
        nothing: V,
        settle: Callable[[K, V, list[Any]], V],
    ) -> None:
        self.work_out = work_out
        self.nothing = nothing
        self.settle = settle
        self.known: dict[K, V] = {}

    def get(self, key: K) -> V:
        """Return the answer of another place, from inside `work_out`.

        Raises:
            PendingError: it is not known yet.
        """
        if key not in self.known:
            raise PendingError([Place(self, key)])
        return self.known[key]

    def ask(self, key: K) -> V:
        """Return an answer, from outside."""
        if key not in self.known:
            _Search().run(Place(self, key))
        return self.known[key]


def answered(evaluate: Callable[[], T]) -> T:
    """Return what ``evaluate`` gives once all that it asks for is known."""
    while True:
        try:
            return evaluate()
        except PendingError as pending:
            for place in pending.places:
                _Search().run(place)


def each(evaluate: Callable[[T], V], items: Iterable[T]) -> Iterator[tuple[T, V]]:
    """Yield each item with its value; all that is pending is told at once.

    Raises:
        PendingError: before anything is yielded.
    """
    found: list[tuple[T, V]] = []
    pending: list[Place] = []
    for item in items:
        try:
            found.append((item, evaluate(item)))
        except PendingError as error:
            pending += error.places
    if pending:
        raise PendingError(pending)
    yield from found


@dataclass(slots=True)
class _Frame:
    place: Place
    index: int
    low: int
    pending: list[Place] = field(default_factory=list)


class _Search:
    """Tarjan's search for strongly connected places, without recursion."""

    def __init__(self) -> None:
        self._frames: list[_Frame] = []
        self._index: dict[Place, int] = {}
        self._trail: list[Place] = []

    def run(self, place: Place) -> None:
        """Work out ``place`` and all that it rests on."""
        self._visit(place)
        while self._frames:
            frame = self._frames[-1]
            if frame.pending:
                self._visit(frame.pending.pop())
            else:
                self._work_out(frame)

    def _visit(self, place: Place) -> None:
        if place.key in place.answers.known or place in self._index:
            return
        index = self._index[place] = len(self._trail)
        self._trail.append(place)
        self._frames.append(_Frame(place, index, index))

    def _work_out(self, frame: _Frame) -> None:
        answers, key = frame.place
        try:
            answers.known[key] = answers.work_out(key)
        except PendingError as pending:
            frame.pending = [one for one in pending.places if one not in self._index]
            circular = [self._index.get(one, frame.low) for one in pending.places]
            frame.low = min(frame.low, *circular)
            if frame.pending:
                return
        self._close(frame)

    def _close(self, frame: _Frame) -> None:
        self._frames.pop()
        if frame.low < frame.index:
            self._frames[-1].low = min(self._frames[-1].low, frame.low)
            return
        circle = self._trail[frame.index :]
        del self._trail[frame.index :]
        for place in circle:
            del self._index[place]
        if frame.place.key not in frame.place.answers.known:
            _settle(circle)


def _settle(circle: list[Place]) -> None:
    """Give all places of a circle their answers."""
    for answers, key in circle:
        answers.known[key] = answers.nothing
    own = [_without_circle(place) for place in circle]
    for (answers, key), value in zip(circle, own, strict=True):
        answers.known[key] = answers.settle(key, value, own)


def _without_circle(place: Place) -> Any:
    """Return what a place is where the circle that it is in says nothing."""
    unknown: list[Place] = []
    while True:
        try:
            value = place.answers.work_out(place.key)
            break
        except PendingError as pending:
            unknown += pending.places
            for answers, key in pending.places:
                answers.known[key] = answers.nothing
    for answers, key in unknown:
        del answers.known[key]
    return value
