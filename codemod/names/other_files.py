"""What the other files of a tree say of a name: who takes it, who replaces it.

Text alone, on purpose: a mention that is not understood is a reason to leave a
name alone, too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path

from ..files.discover import Discovery
from ..files.project_root import tree_of
from ..files.source import Source, SourceError
from .bind import bind_module
from .module_objects import ModuleObjects
from .namespaces import Use
from .patchers import replacements

_Files = list[tuple[Path, Source]]  # each with its path, resolved


class OtherFiles:
    """Searches the trees of the files that are asked about; each name once."""

    def __init__(self) -> None:
        self._said: dict[tuple[Path, str], _Files] = {}
        self._matched: dict[tuple[Path, str, str], _Files] = {}
        self._roots: dict[Path, Path] = {}
        self._replacements: dict[Path, list[Use]] = {}

    def files_saying(self, name: str, file: Path) -> list[Source]:
        """Return the other files of the tree in which ``name`` is a word."""
        return _others(self._saying(self._root(file), name), file)

    def replaced(self, name: str, file: Path) -> str:
        """Return which other file puts something else in the place of ``name``."""
        return self._first_match("replaced", replacing, name, file)

    def replacements(self, word: str, file: Path) -> Iterator[tuple[Path, Use]]:
        """Yield what the other files that say a word put in the place of others."""
        for path, source in self._saying(self._root(file), word):
            if path not in self._replacements:
                self._replacements[path] = _replacements(source)
            for use in self._replacements[path] if path != file else ():
                yield path, use

    def subclassed(self, name: str, file: Path) -> str:
        """Return which other file derives a class from the class ``name``."""
        return self._first_match("subclassed", _deriving, name, file)

    def callers(self, name: str, keywords: Collection[str], file: Path) -> list[str]:
        """Return where other files call something of this name with a keyword.

        Each place is ``file.py:line`` with the keyword; only the name is
        compared, so a person has to look.
        """
        places: list[str] = []
        for source in self.files_saying(name, file):
            if not any(keyword in source.text for keyword in keywords):
                continue
            for node in nodes_of(source):
                if not isinstance(node, ast.Call):
                    continue
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                given = sorted({one.arg or "" for one in node.keywords} & {*keywords})
                if called == name and given:
                    where = f"{Path(source.path).name}:{node.lineno}"
                    places.append(f"`{given[0]}` in {where}")
        return places

    def _root(self, file: Path) -> Path:
        if file.parent not in self._roots:
            self._roots[file.parent] = tree_of(file)
        return self._roots[file.parent]

    def _first_match(
        self,
        question: str,
        pattern_of: Callable[[str], re.Pattern[str]],
        name: str,
        file: Path,
    ) -> str:
        root = self._root(file)
        key = (root, question, name)
        if key not in self._matched:
            pattern = pattern_of(name)
            said = self._saying(root, name)
            self._matched[key] = [one for one in said if pattern.search(one[1].text)]
        others = _others(self._matched[key], file)
        return Path(others[0].path).name if others else ""

    def _saying(self, root: Path, name: str) -> _Files:
        if (root, name) not in self._said:
            word = re.compile(rf"\b{re.escape(name)}\b")
            sources = self._said[root, name] = []
            for candidate in Discovery(
                (str(root),),
                words=frozenset({name.encode()}),
                exclude=lambda folder: (root, ()),
                on_problem=lambda problem: None,
            ):
                with suppress(SourceError):
                    source = Source.from_bytes(candidate.data, candidate.path)
                    if word.search(source.text):
                        sources.append((Path(source.path).resolve(), source))
        return self._said[root, name]


def _replacements(source: Source) -> list[Use]:
    with suppress(SourceError, RecursionError):
        return replacements(ModuleObjects(bind_module(source.tree)))
    return []


def nodes_of(source: Source) -> Iterator[ast.AST]:
    """Yield all nodes of a file; none where it cannot be parsed."""
    with suppress(SourceError):
        yield from ast.walk(source.tree)


def _others(sources: _Files, file: Path) -> list[Source]:
    return [source for path, source in sources if path != file]


def _deriving(name: str) -> re.Pattern[str]:
    return re.compile(rf"class\s+\w+\s*\([^)]*\b{re.escape(name)}\b")


def replacing(name: str) -> re.Pattern[str]:
    """Return what assigning to ``x.name``, filling ``name`` or patching looks like."""
    word = re.escape(name)
    held = r"(?:__dict__|__globals__|f_globals|\b(?:vars|globals)\([^)\n]*\))"
    return re.compile(
        rf"\.{word}\s*=(?!=)"
        rf"|\b{word}\s*\[[^\]\n]*\]\s*=(?!=)"
        rf"|\b{word}\s*\.\s*(?:update|setdefault|pop)\s*\("
        rf"|{held}\s*\[\s*[\"']{word}[\"']\s*\]\s*=(?!=)"
        rf"|{held}\s*\.\s*update\s*\([^)]{{0,200}}\b{word}\b"
        rf"|(?:setattr|patch)[\w.]*\s*\([^)]{{0,200}}[\"'](?:[\w.]+\.)?{word}[\"']"
    )
