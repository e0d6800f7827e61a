"""What became of learning rates as Markdown: a comment of a pull request.

Text from user code is never markup: each of its characters that could be is written as
an entity, which Markdown takes for the character itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....report.styled import printable
from ....rule.recipe import Recipes
from ..record import Change, Difference
from .words import (
    area,
    calls,
    counted,
    drawn,
    moved,
    said,
    samples,
    states,
    story,
    where,
)

LONGEST = 60_000
"""How many characters it has at most: GitHub takes 65,536 for a comment."""
# Within a line, none of the others is; a full stop is one of an address.
_MARK = re.compile(r"[^\w\s,;%=?'\"/+.→-]|_|\.(?=[^\W\d])")
_WIDTH = 16
_HEAD = (
    "| what | where | before | after | area |",
    "|---|---|---|---|---|",
)


def markdown(difference: Difference, recipes: Recipes) -> str:
    """Return the document: how many of each kind, a table, and what moved each."""
    head = [
        f"### Learning rates: {counted(difference)}",
        "",
        f"Compared {_plain(states(difference))}.",
        "",
    ]
    told = [*difference.told]
    parts = [(_row(one), [*_details(one, recipes)]) for one in told]
    room = LONGEST - sum(map(len, head))
    kept = 0
    for row, details in parts:
        room -= len(row) + sum(map(len, details)) + len(details) + 1
        if room < 0:
            break
        kept += 1
    shown = parts[:kept]
    rows = [*_HEAD, *(row for row, _ in shown), ""] if shown else []
    body = [line for _, details in shown for line in details]
    more = len(parts) - kept
    rest = [f"… and {more} more: `lrmigrate curves --diff` tells them all.", ""]
    problems = [f"- {_plain(one)}" for one in difference.problems[:20]]
    told_of = ["", "Not everything could be read:", "", *problems] if problems else []
    return "\n".join([*head, *rows, *body, *(rest if more else []), *told_of]) + "\n"


def _row(change: Change) -> str:
    rate = change.shown
    place = _code(f"{rate.path}:{rate.start.row}")
    sides = [
        "" if one is None else _plain(story(one))
        for one in (change.before, change.after)
    ]
    grown = area(change.move) if change.move is not None else ""
    what = f"**{said(change)}**" if change.move else said(change)
    cells = (what, f"{place} {_code(where(rate))}", *sides, grown)
    return f"| {' | '.join(cells)} |"


def _details(change: Change, recipes: Recipes) -> Iterator[str]:
    """Yield what is folded away: both curves, how they part, and why."""
    lines = [*_told(change, recipes)]
    if not lines:
        return
    rate = change.shown
    yield (
        f"<details><summary>{said(change)}: {_code(f'{rate.path}:{rate.start.row}')} "
        f"{_code(where(rate))}</summary>"
    )
    yield ""
    yield from (f"- {line}" for line in lines)
    yield ""
    yield "</details>"
    yield ""


def _told(change: Change, recipes: Recipes) -> Iterator[str]:
    if change.why:
        yield _plain(change.why)
        yield from map(_code, calls(change))
        return
    sides = drawn(change, recipes, width=_WIDTH)
    if all(sides):
        yield " → ".join(f"<code>{line}</code>" for line in sides)
    if change.move is not None:
        yield from map(_plain, moved(change.move))
    yield from (_code(str(one)) for one in change.causes)
    if change.sampled:
        yield _plain(samples(change))


def _plain(text: str) -> str:
    """Return text of which nothing is markup, on one line."""
    return _MARK.sub(lambda found: f"&#{ord(found[0])};", printable(text))


def _code(text: str) -> str:
    """Return text as code, of which nothing is markup."""
    return f"<code>{_plain(text)}</code>"
