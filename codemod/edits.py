"""Text edits: the smallest ones between two texts, and applying many at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from .model import Edit

_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)


def smallest_edits(before: str, after: str, offset: int) -> Iterator[Edit]:
    """Yield the edits, token by token, that turn ``before`` into ``after``.

    ``offset`` is where ``before`` starts in the file.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    starts = [offset]
    for token in old:
        starts.append(starts[-1] + len(token))
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield Edit(starts[i1], starts[i2], "".join(new[j1:j2]))


def overlap(edits: Iterable[Edit], others: Iterable[Edit]) -> bool:
    """Whether two sets of edits touch the same characters in different ways."""
    taken = set(others)
    return any(
        edit.start < other.end and other.start < edit.end
        if edit.start < edit.end and other.start < other.end
        else other.start <= edit.start <= other.end
        and edit.start <= other.start <= edit.end
        for edit in set(edits) - taken
        for other in taken
    )


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with all ``edits`` made; they may not overlap."""
    pieces: list[str] = []
    position = 0
    for edit in sorted(set(edits)):
        pieces += [text[position : edit.start], edit.content]
        position = edit.end
    return "".join([*pieces, text[position:]])


def within(edits: Iterable[Edit], start: int, end: int) -> list[Edit]:
    """Return the edits inside ``start`` to ``end``, counted from ``start``."""
    return [
        Edit(edit.start - start, edit.end - start, edit.content)
        for edit in edits
        if start <= edit.start and edit.end <= end
    ]
