"""What moved a curve: the places, in whatever file, where something is otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...values.spots import Place
from ..record import LearningRate
from .record import Cause
from .written import Argument, Function, Parameters, arguments, shown


def causes(
    before: LearningRate, after: LearningRate, parameters: Parameters
) -> tuple[Cause, ...]:
    """Return what moved a curve, each place once.

    Args:
        before: a learning rate, with its recipe.
        after: the same one later.
        parameters: those of each function, by its path.
    """
    here, there = (arguments(one, parameters) for one in (before, after))
    found: dict[Cause, None] = {}
    for name in {**there, **here}:
        one, other = here.get(name), there.get(name)
        if not _tells(name, one, other, here, there):
            continue
        said = [*_said_elsewhere(one, other, before, after)]
        if not said or _source(one) != _source(other):
            said.append(_written(name, one, other, after))
            said += _came_and_went(one, other, before, after)
        found.update(dict.fromkeys(said))
    return tuple(found)


def _tells(
    name: str,
    one: Argument | None,
    other: Argument | None,
    here: Mapping[str, Argument],
    there: Mapping[str, Argument],
) -> bool:
    """Whether an argument is otherwise; not what came or went with its function."""
    if one is not None and other is not None:
        return not _is_same(one.value, other.value)
    found = one or other
    if found is None or name == found.of:
        return True
    makes = [side.get(found.of or "schedule") for side in (here, there)]
    return (
        makes[0] is not None
        and makes[1] is not None
        and makes[0].value == makes[1].value
    )


def _is_same(one: object, other: object) -> bool:
    return one == other or shown(one) == shown(other) == "nan"


def _said_elsewhere(
    one: Argument | None,
    other: Argument | None,
    before: LearningRate,
    after: LearningRate,
) -> Iterator[Cause]:
    """Yield where the values of an argument begin, as far as those are otherwise."""
    if one is None or other is None or isinstance(one.value, Function):
        return
    here, there = _begins(one, before), _begins(other, after)
    for owner in [each for each in there if each in here]:
        old, new = here[owner], there[owner]
        if not _is_same(old.value, new.value):
            yield Cause(_place(new), owner, shown(old.value), shown(new.value))
    went, came = _alone(here, there), _alone(there, here)
    if len(went) == len(came) == 1:
        old, new = here[went[0]], there[came[0]]
        if not _is_same(old.value, new.value):
            was = f"{shown(old.value)} ({went[0]}, {_place(old)})"
            yield Cause(_place(new), came[0], was, shown(new.value))


def _came_and_went(
    one: Argument | None,
    other: Argument | None,
    before: LearningRate,
    after: LearningRate,
) -> Iterator[Cause]:
    """Yield what has a part in an argument on one side alone, behind the same names."""
    if one is None or other is None or not one.source or one.source != other.source:
        return
    here, there = _begins(one, before), _begins(other, after)
    for owner in _alone(there, here):
        yield Cause(_place(there[owner]), owner, "", shown(there[owner].value))
    for owner in _alone(here, there):
        yield Cause(_place(here[owner]), owner, shown(here[owner].value), "")


def _alone(side: Mapping[str, Place], other: Mapping[str, Place]) -> list[str]:
    return [owner for owner in side if owner not in other]


def _begins(argument: Argument, rate: LearningRate) -> dict[str, Place]:
    """Return where the value of an argument begins, by what has it there."""
    named = [place for place in rate.stated if place.name in argument.names]
    if argument.node is None or (argument.source and not named):
        named = [*rate.stated]  # a name may only hold what has a place of its own
    return {
        first.owner or first.name: first for place in named for first in place.first()
    }


def _place(place: Place) -> str:
    return f"{place.path}:{place.line}"


def _source(argument: Argument | None) -> str:
    return argument.source if argument is not None else ""


def _written(
    name: str, one: Argument | None, other: Argument | None, after: LearningRate
) -> Cause:
    otherwise = _source(one) != _source(other)
    texts = [_told(argument, with_source=otherwise) for argument in (one, other)]
    place = other.place if other is not None else f"{after.path}:{after.start.row}"
    return Cause(place, name, *texts)


def _told(argument: Argument | None, *, with_source: bool) -> str:
    if argument is None:
        return ""
    value = shown(argument.value)
    source = "" if isinstance(argument.value, Function) else argument.source
    return f"{source} ({value})" if with_source and source else value
