"""What moved since a lock was written: in the code, or by a new release.

What moved in plain arithmetic moved in the code, and needs no JAX to say. A call that
is as it was, or is written otherwise and makes the same curve, is held against the
locked bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ...rule.recipe import Recipe, Recipes
from ..record import LearningRate
from .bits import against, asked
from .changes import changes
from .compute import computed
from .matching import matched
from .plainly import apart
from .project import Known, plain
from .record import Locked, Versions
from .singles import Kind, Parting


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
        changed: the values of its call that are otherwise.
    """

    status: Status
    rate: LearningRate
    by: By | None = None
    parting: Parting | None = None
    changed: Sequence[str] = ()

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
    changed: Sequence[str]


def check_lock(
    versions: Versions,
    locked: Iterable[Locked],
    known: Known,
    python: str | None,
    recipes: Recipes,
) -> Check:
    """Return what became of locked curves.

    Args:
        versions: with which releases they were locked.
        locked: they.
        known: the learning rates that there are now.
        python: an interpreter with JAX and Optax, if there is one.
        recipes: what is known of schedules.

    Raises:
        LockError: the curves cannot be computed.
    """
    looked = [*_looked_at(locked, known, recipes)]
    results = [one for one in looked if isinstance(one, Checked)]
    kept = [one for one in looked if isinstance(one, _Kept)]
    if python is None:
        results += [Checked(Status.SAME, one.rate) for one in kept]
        return Check(versions, None, results)
    wanted = [
        asked(one.recipe, one.locked.bits.steps, one.locked.bits.telling)
        for one in kept
    ]
    with computed(python, wanted) as (now, outcomes):
        for one, outcome in zip(kept, outcomes, strict=True):
            found = against(one.locked.bits, outcome)
            results.append(_compared(one, found, versions != now))
    return Check(versions, now, results)


def _looked_at(
    locked: Iterable[Locked], known: Known, recipes: Recipes
) -> Iterator[Checked | _Kept]:
    """Yield what became of each in the code."""
    by_rate = {id(one.rate): one for one in locked}
    own = {id(one) for one in known.rates}
    rates = [one.rate for one in by_rate.values()]
    for before, now in matched(rates, [*known.rates, *known.others], {}):
        if now is None:
            assert before is not None
            yield Checked(Status.GONE, before)
        elif before is None:
            if id(now) in own:
                yield Checked(Status.NEW, now)
        elif id(now) not in own or now.recipe is None:
            yield Checked(Status.UNKNOWN, now)
        else:
            yield _in_code(by_rate[id(before)], now, now.recipe, recipes)


def _in_code(
    locked: Locked, now: LearningRate, recipe: Recipe, recipes: Recipes
) -> Checked | _Kept:
    before = locked.rate.recipe
    assert before is not None
    if str(before) == str(recipe):
        return _Kept(locked, now, recipe, ())
    changed = changes(before, recipe)
    found = apart(plain(before, recipes), plain(recipe, recipes))
    if found.kind is Kind.MOVED:
        return Checked(Status.MOVED, now, By.CODE, found, changed)
    return _Kept(locked, now, recipe, changed)


def _compared(kept: _Kept, found: Parting, other_releases: bool) -> Checked:
    by = None
    if found.kind is not Kind.SAME:
        by = By.RELEASE if other_releases else By.MACHINE
        by = By.CODE if kept.changed else by
    return Checked(_STATUSES[found.kind], kept.rate, by, found, kept.changed)
