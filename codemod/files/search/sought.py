"""The words that a file must say one of to be looked at, and what comes before them.

All that a rule speaks of is of some package. Where no file of a run says one of those,
no word of the others means anything, and each file is searched for a few words alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from functools import cache


@dataclass(slots=True)
class Sought:
    """Words that are searched for.

    Attributes:
        words: those of which a file says one that is looked at.
        leading: groups of which one file at least says one, wherever a word counts;
            none where each word counts by itself.
    """

    words: Set[bytes] = frozenset()
    leading: Set[Set[bytes]] = frozenset()

    def add(self, other: Sought) -> None:
        """Search for other words, too."""
        self.words |= other.words
        self.leading |= other.leading

    def concerns(self, data: bytes) -> bool:
        """Whether a file says one of the words."""
        return any(
            says(data, word)
            for end, words in _by_end(frozenset(self.words))
            if end in data
            for word in words
            if word in data
        )


class Leading:
    """Searches for what leads to a word, each file for as few words as will do.

    Args:
        groups: of which a file that leads there says one, whole.
    """

    def __init__(self, groups: Set[Set[bytes]]) -> None:
        count = Counter(word for group in groups for word in group)
        self._groups: dict[bytes, list[Set[bytes]]] = {}
        for group in groups:
            first = max(group, key=lambda word: (count[word], word))
            self._groups.setdefault(first, []).append(group)

    def is_said(self, data: bytes) -> bool:
        """Whether a file says one of the groups."""
        return any(
            all(says(data, word) for word in group)
            for first, groups in self._groups.items()
            if first in data
            for group in groups
        )


def says(data: bytes, word: bytes) -> bool:
    """Whether a word stands in the bytes of a file, and is no part of another one.

    So ``nnx`` is not in ``onnx``, and ``LRS`` not in ``LRScheduler``. The letter of an
    escape, such as a line end in the JSON of a notebook, is none of the word behind it.
    """
    if word not in data:
        return False
    begins, escaped = _patterns(word)
    return bool(begins.search(data) or escaped.search(data))


@cache
def _by_end(words: frozenset[bytes]) -> list[tuple[bytes, list[bytes]]]:
    """Return words, each with those that end as it does, and what these all say.

    Few files say ``schedule``, so few are searched for each word that ends so.
    """
    found: dict[bytes, list[bytes]] = {}
    for word in sorted(words):
        found.setdefault(word.rpartition(b"_")[2], []).append(word)
    return [
        (end if len(alike) > 1 else alike[0], alike) for end, alike in found.items()
    ]


@cache
def _patterns(word: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    said = re.escape(word) + rb"(?![A-Za-z])"
    begins = re.compile(rb"(?<![0-9A-Za-z])" + said)
    escape = rb"\\(?:[a-z]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})"
    return begins, re.compile(escape + said)
