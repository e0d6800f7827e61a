"""What became of learning rates as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from ....report.styled import Line, Piece, Role, printable
from ....rule.recipe import Recipes
from ..record import Change, Difference, Fate
from .words import calls, counted, drawn, moved, said, samples, states, story, where

_ROLES = {Fate.MOVED: Role.BAD, Fate.RAISES: Role.BAD, Fate.GONE: Role.WARNING}


def lines(difference: Difference, recipes: Recipes) -> Iterator[Line]:
    """Yield what became of each learning rate that is not as before."""
    for change in difference.told:
        yield _head(change)
        for text in _body(change, recipes):
            yield (Piece(f"    {printable(text)}", Role.PLAIN),)


def _head(change: Change) -> Line:
    rate = change.shown
    return (
        Piece(f"{printable(rate.path)}:{rate.start}: ", Role.PLACE),
        Piece(said(change), _ROLES.get(change.fate, Role.INFO)),
        Piece(f"  {printable(where(rate))}", Role.PLAIN),
    )


def _body(change: Change, recipes: Recipes) -> Iterator[str]:
    if change.fate is Fate.NOT_KNOWN:
        yield change.why
        yield from calls(change)
        return
    sides = ("before", "after ")
    curves = drawn(change, recipes)
    for side, rate, line in zip(
        sides, (change.before, change.after), curves, strict=True
    ):
        if rate is not None:
            yield "  ".join(filter(None, (side, line, story(rate))))
    if change.move is not None:
        yield "; ".join(moved(change.move))
    yield from map(str, change.causes)
    if change.sampled:
        yield samples(change)


def summary(difference: Difference) -> Line:
    """Return the last line: how many there are of each kind."""
    told = f"{counted(difference)}, {states(difference)}"
    return (Piece(printable(told), Role.HEADING),)
