"""What became of each learning rate between two states: plain, frozen, picklable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..record import LearningRate


class Fate(StrEnum):
    """What became of a learning rate; those that are asked for first come first."""

    MOVED = "moved"
    RAISES = "raises"
    GONE = "gone"
    NEW = "new"
    NOT_KNOWN = "not known"
    LAST_BITS = "in the last bits"
    AS_BEFORE = "as before"


BREAKING = frozenset({Fate.MOVED, Fate.RAISES, Fate.GONE})
"""What makes the exit code 1."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Two curves at one step."""

    step: int
    before: float
    after: float

    @property
    def distance(self) -> float:
        """How far they are from each other; what is no number is farthest."""
        if self.before == self.after or (
            self.before != self.before and self.after != self.after
        ):
            return 0.0
        distance = abs(self.after - self.before)
        return distance if distance == distance else float("inf")


@dataclass(frozen=True, slots=True)
class Move:
    """How a curve moved.

    Attributes:
        first: the first step at which the two part.
        farthest: the step at which they are farthest from each other.
        area: by how much the area under it grew, as a share; None where there was none.
        span: the last step that is to be seen of either.
        every_step: whether each step was looked at; else some thousand, and those
            around the boundaries.
    """

    first: Apart
    farthest: Apart
    area: float | None
    span: int
    every_step: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """What moved a curve, where that is written.

    Attributes:
        place: where that is written after the change, as ``configs/base.py:11``.
        what: the name of what is otherwise.
        before: what it was; empty where it had no part.
        after: what it is; empty where it has none any more.
    """

    place: str
    what: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before:
            said = f"{self.what}={self.after} is new"
        elif not self.after:
            said = f"{self.what}={self.before} is gone"
        else:
            said = f"{self.what} {self.before} to {self.after}"
        return f"{self.place}, {said}"


@dataclass(frozen=True, slots=True)
class Change:
    """A learning rate before and after.

    Attributes:
        fate: what became of it.
        before: it before; None where it is new.
        after: it after; None where it is gone.
        move: how it moved, where that can be said.
        causes: what moved it.
        why: why it is not known what became of it.
        changed: whether what is not known is written in another way, or is known on
            one side.
    """

    fate: Fate
    before: LearningRate | None
    after: LearningRate | None
    move: Move | None = None
    causes: tuple[Cause, ...] = ()
    why: str = ""
    changed: bool = False

    @property
    def is_told(self) -> bool:
        """Whether it is more than one of a number."""
        if self.fate is Fate.NOT_KNOWN:
            return self.changed
        return self.fate is not Fate.AS_BEFORE

    @property
    def shown(self) -> LearningRate:
        """It after, or before where it is gone."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def sampled(self) -> tuple[tuple[str, str], ...]:
        """The values that were taken for names on both sides."""
        return self.shown.sampled


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of all learning rates.

    Attributes:
        before: what the first state is called.
        after: what the second is called.
        changes: in the order of the second, those that are gone behind each file's.
        problems: what could not be done, in the second state or in both; a line each.
        notes: what could not be read before, and what was left out.
    """

    before: str
    after: str
    changes: tuple[Change, ...]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, fate: Fate) -> Iterator[Change]:
        """Yield those that one thing became of."""
        return (one for one in self.changes if one.fate is fate)

    @property
    def told(self) -> Iterator[Change]:
        """Those that a person is told of one by one, the kinds in order."""
        for fate in Fate:
            yield from (one for one in self.of(fate) if one.is_told)
