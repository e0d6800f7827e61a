"""The real name that somebody meant who wrote one that does not exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from ...codemod.config.codes import near

MOST = 3


def nearest(
    name: str, names: Collection[str], meant: Sequence[str] = (), common: str = ""
) -> tuple[str, ...]:
    """Return the names that may be meant, the likeliest first.

    Args:
        name: as it is written.
        names: those that exist.
        meant: what people mean by it, for all that is known.
        common: what most of them have in common, and so says nothing.
    """
    if (only := respelled(name, names)) is not None:
        return (only,)
    known = tuple(one for one in meant if one in names)
    if known:
        return known
    telling = {one.replace(common, ""): one for one in sorted(names)}
    return tuple(telling[one] for one in near(name.replace(common, ""), telling)[:MOST])


def respelled(name: str, names: Collection[str]) -> str | None:
    """Return the one name of which ``name`` is a pure respelling, or None.

    That is the same letters, apart from case, underscores and order, or at most
    two letters more, fewer or other, out of at least three times as many.
    """
    letters = _letters(name)
    same = [one for one in names if _letters(one) == letters]
    if same:
        return same[0] if len(same) == 1 else None
    allowed = min(2, len(name) // 3)
    close = [one for one in names if _least(name, one) <= allowed]
    found = sorted((distance(name, one), one) for one in close)
    if not found or found[0][0] > allowed:
        return None
    ties = len(found) > 1 and found[1][0] <= allowed
    return None if ties else found[0][1]


@lru_cache(maxsize=4096)
def distance(one: str, other: str) -> int:
    """Return how many letters to insert, delete or replace (Levenshtein)."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        above, row[0] = row[0], at
        for index, wanted in enumerate(other, 1):
            cost = min(row[index] + 1, row[index - 1] + 1, above + (letter != wanted))
            above, row[index] = row[index], cost
    return row[-1]


def _least(one: str, other: str) -> int:
    """Return how many letters have to be inserted, deleted or replaced at least."""
    return max(abs(len(one) - len(other)), len({*one}.difference(other)))


@lru_cache(maxsize=4096)
def _letters(name: str) -> tuple[str, ...]:
    return tuple(sorted(name.replace("_", "").casefold()))


def listed(
    names: Sequence[str], notes: Mapping[str, str] | None = None, word: str = "or"
) -> str:
    """Return names in words, each with its note: `a`, `b` (the note) or `c`."""
    told = [f"`{name}`" for name in names]
    for at, name in enumerate(names):
        if notes and name in notes:
            told[at] += f" ({notes[name]})"
    if len(told) < 2:
        return "".join(told)
    return f"{', '.join(told[:-1])} {word} {told[-1]}"
