"""Which files of a tree an object can get to from a file, by imports alone.

It goes to what the file imports, to what imports the file, and from there on to all
that those import, over any number of steps. An import is read from the text: its words
name files. Too many are better than too few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

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
        self._words: dict[Path, frozenset[str]] = {}
        self._found: dict[Path, frozenset[Path]] = {}

    def of(self, source: Source) -> frozenset[Path]:
        """Return the files that are connected with one, itself left out."""
        file = Path(source.path).resolve()
        if file not in self._found:
            files = {file: source}
            for word in ("import", "def"):
                for other in self._elsewhere.files_saying(file, word):
                    files[Path(other.path).resolve()] = other
            for path, one in files.items():
                if path not in self._words:
                    self._words[path] = _imported_words(one.text)
            self._found[file] = self._closure(file, files)
        return self._found[file]

    def _closure(self, file: Path, files: Iterable[Path]) -> frozenset[Path]:
        named: dict[str, list[Path]] = {}
        importing: dict[str, list[Path]] = {}
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


def _reached(
    start: Iterable[Path], step: Callable[[Path], Iterable[Path]]
) -> set[Path]:
    found = {*start}
    pending = [*found]
    while pending:
        new = {*step(pending.pop())} - found
        found |= new
        pending += new
    return found


def _stem(path: Path) -> str:
    return path.parent.name if path.name == "__init__.py" else path.stem


def _imported_words(text: str) -> frozenset[str]:
    """Return the words in a text's import statements, and in what else may be one."""
    parts = [part for found in _IMPORTS.findall(text) for part in found]
    if _COMPUTED.search(text):
        parts += _TEXT.findall(text)
    return frozenset(word for part in parts for word in _WORD.findall(part))
