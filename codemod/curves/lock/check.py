"""What moved since a lock was written: in the code, or by a new release.

What moved in plain arithmetic moved in the code, and needs no JAX to say. A call that
is as it was, or is written otherwise and makes the same curve, is held against the
locked bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ...rule.recipe import Recipe
from ..diff.fates import Judge
from ..diff.match import matched
from ..diff.record import Cause, Change, Fate
from ..record import LearningRate
from .bits import against, asked
from .compute import computed
from .project import Known
from .record import Lock, Locked, Versions
from .singles import Kind, Parting, raising, shortest, single


class Status(StrEnum):
    """What became of a curve since it was locked."""

    MOVED = "moved"
    GONE = "gone"
    NEW = "new"
    UNKNOWN = "not known"
    LAST = "last bits"
    SAME = "same"


class By(StrEnum):
    """What moved a curve."""

    CODE = "code"
    RELEASE = "release"
    MACHINE = "machine"


_STATUSES = {
    Kind.SAME: Status.SAME,
    Kind.LAST: Status.LAST,
    Kind.MOVED: Status.MOVED,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one curve.

    Attributes:
        status: that.
        rate: it now; as it was locked, where it is gone.
        by: what moved it, or its last bits.
        parting: where the two curves part.
        causes: what moved it in the code.
    """

    status: Status
    rate: LearningRate
    by: By | None = None
    parting: Parting | None = None
    causes: Sequence[Cause] = ()

    @property
    def fails(self) -> bool:
        """Whether the lock does not hold it as it is."""
        return self.status not in (Status.LAST, Status.SAME)


@dataclass(frozen=True, slots=True)
class Check:
    """What became of the curves of a lock.

    Attributes:
        locked: with which releases they were computed.
        now: with which they are; None where bits were not compared.
        results: one for each, and one for each that is new.
    """

    locked: Versions
    now: Versions | None
    results: Sequence[Checked]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A curve whose call makes, in plain arithmetic, what the locked one does."""

    locked: Locked
    rate: LearningRate
    recipe: Recipe


def check_lock(lock: Lock, known: Known, python: str | None, judge: Judge) -> Check:
    """Return what became of locked curves.

    Args:
        lock: they, and with which releases they were locked.
        known: the learning rates that there are now.
        python: an interpreter with JAX and Optax, if there is one.
        judge: says what became of them in the code.

    Raises:
        LockError: the curves cannot be computed.
    """
    looked = [*_looked_at(lock, known, judge)]
    results = [one for one in looked if isinstance(one, Checked)]
    kept = [one for one in looked if isinstance(one, _Kept)]
    if python is None:
        results += [Checked(Status.SAME, one.rate) for one in kept]
        return Check(lock.versions, None, results)
    wanted = [
        asked(one.recipe, one.locked.bits.steps, one.locked.bits.telling)
        for one in kept
    ]
    with computed(python, wanted) as (now, outcomes):
        for one, outcome in zip(kept, outcomes, strict=True):
            found = against(one.locked.bits, outcome)
            results.append(_compared(one, found, lock.versions != now))
    return Check(lock.versions, now, results)


def _looked_at(lock: Lock, known: Known, judge: Judge) -> Iterator[Checked | _Kept]:
    """Yield what became of each in the code."""
    before = {id(one.rate): one for one in lock.curves}
    rates = [one.rate for one in before.values()]
    own = {id(one) for one in known.rates}
    for pair in matched(rates, [*known.rates, *known.others], {}):
        old, now = pair
        if old is not None:
            yield _in_code(before[id(old)], judge.change(pair), id(now) in own)
        elif now is not None and id(now) in own:
            yield Checked(Status.NEW, now)


def _in_code(locked: Locked, change: Change, is_own: bool) -> Checked | _Kept:
    now = change.after
    if now is None:
        return Checked(Status.GONE, locked.rate)
    if now.recipe is None or not is_own:
        return Checked(Status.UNKNOWN, now)
    if change.fate in (Fate.MOVED, Fate.RAISES):
        return Checked(
            Status.MOVED, now, By.CODE, _parting(locked, change), change.causes
        )
    return _Kept(locked, now, now.recipe)


def _parting(locked: Locked, change: Change) -> Parting:
    if change.move is None:
        return raising(locked.rate.raises, change.shown.raises)
    first = change.move.first
    old, new = (shortest(single(one)) for one in (first.before, first.after))
    return Parting(Kind.MOVED, first.step, old, new)


def _compared(kept: _Kept, found: Parting, other_releases: bool) -> Checked:
    if found.kind is Kind.SAME:
        return Checked(Status.SAME, kept.rate)
    by = By.RELEASE if other_releases else By.MACHINE
    if str(kept.locked.rate.recipe) != str(kept.recipe):
        by = By.CODE
    return Checked(_STATUSES[found.kind], kept.rate, by, found)
