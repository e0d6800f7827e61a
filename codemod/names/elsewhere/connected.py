"""Which files of a tree an object can get to from a file, by imports alone.

It goes to what the file imports, to what imports the file, and from there on to all
that those import, over any number of steps. An import is read from the text: its words
name files. Too many are better than too few.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import PurePath

from ...files.real import real_path
from ...files.source import Source
from .other_files import OtherFiles

_IMPORTS = re.compile(
    r"(?:^|[;:])[^\S\n]*(?:from[\s\\]+([\w.]+)[\s\\]+import[\s\\]*"
    r"(\((?:[^()#]++|#[^\n]*+)*+\)|(?:\\\r?\n|[^\n;])*)"
    r"|import\b((?:\\\r?\n|[^\n;])*))",
    re.MULTILINE,
)
_COMPUTED = re.compile(r"import_module|__import__|run_path|run_module|spec_from_file")
_TEXT = re.compile(r"[\"']([\w./]+)[\"']")
_WORD = re.compile(r"\w+")


class Connected:
    """Finds them for the files of one project, each tree read once."""

    def __init__(self, elsewhere: OtherFiles) -> None:
        self._elsewhere = elsewhere
        self._words: dict[str, tuple[str, ...]] = {}
        self._found: dict[str, frozenset[str]] = {}

    def of(self, source: Source) -> frozenset[str]:
        """Return the files that are connected with one, resolved, itself left out."""
        file = real_path(source.path)
        own = str(file)
        if own not in self._found:
            others = {one.real: one for one in self._elsewhere.others(file)}
            for path in (own, *others):
                if path not in self._words:
                    text = others[path].text if path != own else source.text
                    self._words[path] = _imported_words(text)
            self._found[own] = self._closure(own, (own, *others))
        return self._found[own]

    def _closure(self, file: str, files: Iterable[str]) -> frozenset[str]:
        named: dict[str, list[str]] = {}
        importing: dict[str, list[str]] = {}
        for path in files:
            named.setdefault(_stem(path), []).append(path)
            for word in self._words[path]:
                importing.setdefault(word, []).append(path)
        above = _reached({file}, lambda one: importing.get(_stem(one), []))
        below = _reached(
            above,
            lambda one: [it for word in self._words[one] for it in named.get(word, [])],
        )
        return frozenset(below - {file})


def _reached(start: Iterable[str], step: Callable[[str], Iterable[str]]) -> set[str]:
    found = {*start}
    pending = [*found]
    while pending:
        new = {*step(pending.pop())} - found
        found |= new
        pending += new
    return found


def _stem(file: str) -> str:
    path = PurePath(file)
    return path.parent.name if path.name == "__init__.py" else path.stem


def _imported_words(text: str) -> tuple[str, ...]:
    """Return the words in a text's import statements, and in what else may be one."""
    parts = [part for found in _IMPORTS.findall(text) for part in found]
    if _COMPUTED.search(text):
        parts += _TEXT.findall(text)
    words = {word for part in parts for word in _WORD.findall(part)}
    return (*map(sys.intern, words),)  # many files say the same ones
