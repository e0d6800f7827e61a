"""Which files of a tree may derive a class from one, by whatever name they have it.

``from lib import Base as Core``, ``bases = (Base, Mixin)`` and ``variant(Base)`` give
it another name, under which a class may have it as a base. All that may is taken: too
many are better than too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property

from .tree_files import TreeFile
from .words import Words

_BASES = re.compile(r"\bclass\s+\w+\s*\(([^)]*)")
_WORD = re.compile(r"\w+")
_PARAMETER = re.compile(r"(?:^|,)\s*\*{0,2}(\w+)")
_MOST = 64  # names of a class that are followed; the others are bases themselves


class Deriving:
    """Answers for the files of one tree.

    Args:
        run: those that Python runs.

    Attributes:
        files: gives the files that may derive from a class of a name.
    """

    def __init__(self, run: Words) -> None:
        self._run = run
        self.files = cache(self._files)

    def _files(self, name: str) -> list[TreeFile]:
        names = self._names(name)
        found = {file for one in names for file in self._by_word.get(one, ())}
        for one in names:
            made = re.compile(
                rf"\b(?:type|new_class|make_dataclass)\b.{{0,500}}\b{one}\b"
            )
            saying = self._run.saying(one)
            found |= {file for file in saying if made.search(file.text)}
        return self._run.sorted(found)

    def _names(self, name: str) -> set[str]:
        """Return all names that a class may have."""
        found, pending = {name}, [name]
        while pending and len(found) < _MOST:
            current = pending.pop()
            for file in self._run.saying(current):
                new = {*self._given(current, file.text)} - found
                found |= new
                pending += sorted(new)
        return found

    def _given(self, name: str, text: str) -> Iterator[str]:
        """Yield the names that a file gives to what has a name."""
        said = re.escape(name)
        yield from re.findall(rf"\b{said}\s+as\s+(\w+)", text)
        assigned = rf"(\w+)[ \t]*(?::[^=\n]*)?=(?!=)[^\n=]*\b{said}\b(?!\s*\()"
        yield from re.findall(rf"^[ \t]*(?:\w+\.)*{assigned}", text, re.MULTILINE)
        for names in re.findall(
            rf"\bfor\b([^\n]{{1,200}}?)\bin\b[^\n]{{0,500}}\b{said}\b", text
        ):
            yield from _WORD.findall(names)
        for function in re.findall(rf"\b(\w+)\([^()\n]{{0,500}}\b{said}\b", text):
            for file in self._run.saying(function) if function != "isinstance" else ():
                for given in re.findall(
                    rf"\bdef\s+{function}\s*\(([^)]{{0,2000}})", file.text
                ):
                    yield from _PARAMETER.findall(given)

    @cached_property
    def _by_word(self) -> dict[str, list[TreeFile]]:
        """The files that derive classes, by each word of their bases."""
        found: dict[str, list[TreeFile]] = {}
        for one in self._run.saying("class"):
            for word in {*_WORD.findall(" ".join(_BASES.findall(one.text)))}:
                found.setdefault(word, []).append(one)
        return found
