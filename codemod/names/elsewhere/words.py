"""Which files of a tree say a word.

What words a file says is noted when it is read, each as a number that some share: what
a large tree says need not be held. The first words are looked up in the numbers of each
file. Where more are asked for, an index is made of these, once: what a thousand modules
ask of each other stays linear.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from functools import cache, cached_property

from ...files.read import encoded
from .tree_files import TreeFile

_TOKEN = re.compile(rb"\w+")
_APART = bytes(
    one if _TOKEN.fullmatch(bytes((one,))) else ord(" ") for one in range(256)
)
_LOOKED_UP = 64  # words; to look up as many takes as long as the index does
_MASK = 2**16 - 1  # of the numbers; those who share one are told apart by a look


class Words:
    """Answers for some files of one tree.

    Args:
        files: those files, sorted by their resolved paths.

    Attributes:
        files: they.
        at: gives the one at a resolved path, if there is one.
    """

    def __init__(self, files: Iterable[TreeFile] = ()) -> None:
        self.files: list[TreeFile] = []
        self._numbers: list[bytes] = []  # those of the words of each file
        self.at = cache(self._at)
        self._saying: dict[str, tuple[TreeFile, ...]] = {}
        self._sets: dict[str, frozenset[TreeFile]] = {}
        for file in files:
            self.add(file)

    def add(self, file: TreeFile) -> None:
        """Take one more file, before a question is asked."""
        words = {*file.data.translate(_APART).split()}
        self.files.append(file)
        self._numbers.append(_packed(hash(word) & _MASK for word in words))

    def saying(self, word: str) -> tuple[TreeFile, ...]:
        """Return the files in which ``word`` stands as a word, in order."""
        if word not in self._saying:
            may = (self.files[number] for number in self._may_say(word))
            self._saying[word] = tuple(one for one in may if one.says(word))
        return self._saying[word]

    def saying_both(self, word: str, others: Set[TreeFile]) -> set[TreeFile]:
        """Return those of some files that say a word, too."""
        if word not in self._sets:
            self._sets[word] = frozenset(self.saying(word))
        return {*(self._sets[word] & others)}

    def saying_any(self, words: Iterable[str]) -> list[TreeFile]:
        """Return the files that say one of some words."""
        return self.sorted({one for word in words for one in self.saying(word)})

    def saying_all(self, *words: str) -> list[TreeFile]:
        """Return the files that say each of some words; others are not read."""
        may = set[int].intersection(*({*self._may_say(word)} for word in words))
        files = (self.files[number] for number in sorted(may))
        return [one for one in files if all(map(one.says, words))]

    def sorted(self, files: Iterable[TreeFile]) -> list[TreeFile]:
        """Return files in the order of all."""
        return sorted(files, key=_path)

    def _at(self, real: str) -> TreeFile | None:
        """Return the file at a resolved path, if it is one of these."""
        number = bisect_left(self.files, real, key=_path)
        found = self.files[number : number + 1]
        return found[0] if found and found[0].real == real else None

    def _may_say(self, word: str) -> Sequence[int]:
        """Return which files may say a word."""
        token = max(_TOKEN.findall(encoded(word)), key=len, default=b"")
        if not token:
            return range(len(self.files))
        number = hash(token) & _MASK
        if len(self._saying) >= _LOOKED_UP:
            return self._index.get(number, ())
        said = _packed([number])
        return [at for at, numbers in enumerate(self._numbers) if said in numbers]

    @cached_property
    def _index(self) -> dict[int, array[int]]:
        """The files that say a word of a number, for each."""
        index: dict[int, array[int]] = {}
        for at, numbers in enumerate(self._numbers):
            for number in memoryview(numbers).cast("H"):
                if number not in index:
                    index[number] = array("I")
                index[number].append(at)
        self._numbers.clear()
        return index


def _path(file: TreeFile) -> str:
    return file.real


def _packed(numbers: Iterable[int]) -> bytes:
    return array("H", {*numbers}).tobytes()
