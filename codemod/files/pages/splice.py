"""Blocks of a text rewritten in their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import accumulate

from ...model import Edit
from ..frame import Piece
from .block import Block


def block_edits(
    text: str, blocks: Iterable[Block], pieces: Iterable[Piece]
) -> Iterator[Edit]:
    """Yield the edits of a text that give its blocks these pieces, in order."""
    rest = iter(pieces)
    for block in blocks:
        new = block.rewritten(rest)
        if new != text[block.start : block.end]:
            yield Edit(block.start, block.end, new)


def line_edits(before: str, after: str) -> Iterator[Edit]:
    """Yield the edits, of whole lines, that turn ``before`` into ``after``."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, old))]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield Edit(starts[i1], starts[i2], "".join(new[j1:j2]))
