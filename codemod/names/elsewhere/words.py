"""Which files of a tree say a word.

The first words are searched for in each file. Where more are asked for, an index of all
words is made, once: what a thousand modules ask of each other stays linear.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence, Set
from functools import cached_property

from ...files.read import encoded
from .tree_files import TreeFile

_TOKEN = re.compile(rb"\w+")
_SEARCHED = 64  # words; to search for as many takes as long as the index does
_BUCKETS = 2**16  # words that share one are told apart by a look at the files


class Words:
    """Answers for some files of one tree.

    Args:
        files: those files, in their order.
    """

    def __init__(self, files: Sequence[TreeFile]) -> None:
        self.files = files
        self._saying: dict[str, tuple[TreeFile, ...]] = {}
        self._sets: dict[str, frozenset[TreeFile]] = {}

    def saying(self, word: str) -> tuple[TreeFile, ...]:
        """Return the files in which ``word`` stands as a word, in order."""
        if word not in self._saying:
            may = self._indexed(word) if len(self._saying) >= _SEARCHED else self.files
            self._saying[word] = tuple(one for one in may if one.says(word))
        return self._saying[word]

    def saying_both(self, word: str, others: Set[TreeFile]) -> set[TreeFile]:
        """Return those of some files that say a word, too."""
        if word not in self._sets:
            self._sets[word] = frozenset(self.saying(word))
        return {*(self._sets[word] & others)}

    def sorted(self, files: Iterable[TreeFile]) -> list[TreeFile]:
        """Return files in the order of all."""
        return sorted(files, key=self._order.__getitem__)

    @cached_property
    def _order(self) -> dict[TreeFile, int]:
        return {file: number for number, file in enumerate(self.files)}

    def _indexed(self, word: str) -> Sequence[TreeFile]:
        """Return the files that may say a word."""
        token = max(_TOKEN.findall(encoded(word)), key=len, default=b"")
        if not token:
            return self.files
        return [self.files[number] for number in self._index[_bucket(token)]]

    @cached_property
    def _index(self) -> list[array[int]]:
        """The numbers of the files that say a word of a bucket, for each."""
        index = [array("L") for _ in range(_BUCKETS)]
        for number, file in enumerate(self.files):
            for bucket in {*map(_bucket, {*_TOKEN.findall(file.data)})}:
                index[bucket].append(number)
        return index


def _bucket(token: bytes) -> int:
    return hash(token) % _BUCKETS
