"""What the other files of a tree say of a name: who takes it, who replaces it.

Text alone, on purpose: a mention that is not understood is a reason to leave a
name alone, too.
"""

from __future__ import annotations

import re
from pathlib import Path

from .discover import Candidate, Discovery
from .source import Source, SourceError

_ROOT_MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg")


def tree_of(file: Path) -> Path:
    """Return the root of a file's project; else where we are, or its folder."""
    for folder in file.parents:
        if any((folder / mark).exists() for mark in _ROOT_MARKS):
            return folder
    return Path.cwd() if file.is_relative_to(Path.cwd()) else file.parent


class Elsewhere:
    """Searches the trees of the files that are asked about; each name once."""

    def __init__(self) -> None:
        self._found: dict[tuple[Path, str], list[Candidate]] = {}

    def files_saying(self, name: str, file: Path) -> list[Source]:
        """Return the other files of the tree in which ``name`` is a word."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        sources: list[Source] = []
        for candidate in self._candidates(name, file):
            if Path(candidate.path).resolve() == file:
                continue
            try:
                source = Source.from_bytes(candidate.data, candidate.path)
            except SourceError:
                continue
            if word.search(source.text):
                sources.append(source)
        return sources

    def replaced(self, name: str, file: Path) -> str:
        """Return which other file puts something else in the place of ``name``."""
        replacement = replacing(name)
        for source in self.files_saying(name, file):
            if replacement.search(source.text):
                return Path(source.path).name
        return ""

    def subclassed(self, name: str, file: Path) -> str:
        """Return which other file derives a class from the class ``name``."""
        derived = re.compile(rf"class\s+\w+\s*\([^)]*\b{re.escape(name)}\b")
        for source in self.files_saying(name, file):
            if derived.search(source.text):
                return Path(source.path).name
        return ""

    def _candidates(self, name: str, file: Path) -> list[Candidate]:
        key = (tree_of(file), name)
        if key not in self._found:
            found = Discovery(
                (str(key[0]),),
                words=frozenset({name.encode()}),
                exclude=(),
                root=key[0],
                on_problem=lambda problem: None,
            )
            self._found[key] = list(found)
        return self._found[key]


def replacing(name: str) -> re.Pattern[str]:
    """Return what assigning to ``x.name``, filling ``name`` or patching looks like."""
    word = re.escape(name)
    return re.compile(
        rf"\.{word}\s*=(?!=)"
        rf"|\b{word}\s*\[[^\]\n]*\]\s*=(?!=)"
        rf"|\b{word}\s*\.\s*(?:update|setdefault|pop)\s*\("
        rf"|[\"'][\w.]+\.{word}[\"']"
        rf"|(?:setattr|patch)\b[^\n]*[\"']{word}[\"']"
    )
