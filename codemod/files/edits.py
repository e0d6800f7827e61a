"""Text edits: the smallest ones between two texts, and applying many at once."""

from __future__ import annotations

import difflib
import itertools
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from ..model import Edit

_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)


def smallest_edits(before: str, after: str, offset: int) -> Iterator[Edit]:
    """Yield the edits, token by token, that turn ``before`` into ``after``.

    ``offset`` is where ``before`` starts in the file.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    # What both begin and end with is set aside: the matcher alone may prefer
    # a longer run in the middle, and touch what did not change.
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    offset += sum(map(len, old[:head]))
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    starts = [*itertools.accumulate(map(len, old), initial=offset)]
    if set(old).isdisjoint(new):
        if old or new:
            yield Edit(starts[0], starts[len(old)], "".join(new))
        return
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield Edit(starts[i1], starts[i2], "".join(new[j1:j2]))


def _common(old: list[str], new: list[str]) -> int:
    for at, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return at
    return min(len(old), len(new))


class Taken:
    """Edits that are made together: no two of them touch the same characters."""

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        self._ordered: list[Edit] = []
        self._made: set[Edit] = set()
        self.add(edits)

    def add(self, edits: Iterable[Edit]) -> None:
        """Take more of them, which do not overlap with those that are made."""
        for edit in edits:
            if edit not in self._made:
                self._made.add(edit)
                insort(self._ordered, edit)

    def overlaps(self, edits: Iterable[Edit]) -> bool:
        """Whether edits touch what others change, and are not the same ones."""
        return any(
            _touch(edit, other)
            for edit in edits
            if edit not in self._made
            for other in self._around(edit)
        )

    def _around(self, edit: Edit) -> Iterator[Edit]:
        """Yield the last one that starts before an edit, and those within it."""
        first = bisect_left(self._ordered, edit.start, key=attrgetter("start"))
        for at in range(max(first - 1, 0), len(self._ordered)):
            if self._ordered[at].start > edit.end:
                break
            yield self._ordered[at]


def _touch(edit: Edit, other: Edit) -> bool:
    if edit.start == edit.end == other.start == other.end:
        return True
    return edit.start < other.end and other.start < edit.end


def collide(edits: Iterable[Edit]) -> bool:
    """Whether any two of ``edits`` cannot both be made."""
    ordered = sorted(set(edits))
    pairs = itertools.pairwise(ordered)
    return any(later.start < earlier.end for earlier, later in pairs)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with all ``edits`` made; they may not overlap."""
    pieces: list[str] = []
    position = 0
    for edit in sorted(set(edits)):
        pieces += [text[position : edit.start], edit.content]
        position = edit.end
    return "".join([*pieces, text[position:]])


def places_before(edits: Iterable[Edit]) -> Callable[[int], int]:
    """Return what tells which place of a text, before edits, became one behind them.

    Of what an edit put there, it is where the edit starts.
    """
    ordered = sorted(set(edits))
    growths = [len(edit.content) - (edit.end - edit.start) for edit in ordered]
    grown = [*itertools.accumulate(growths, initial=0)]
    starts = [edit.start + by for edit, by in zip(ordered, grown, strict=False)]

    def before(place: int) -> int:
        count = bisect_right(starts, place)
        if count and place < starts[count - 1] + len(ordered[count - 1].content):
            return ordered[count - 1].start
        return place - grown[count]

    return before


def within(edits: Iterable[Edit], start: int, end: int) -> list[Edit]:
    """Return the edits inside ``start`` to ``end``, counted from ``start``."""
    return [
        Edit(edit.start - start, edit.end - start, edit.content)
        for edit in edits
        if start <= edit.start and edit.end <= end
    ]
