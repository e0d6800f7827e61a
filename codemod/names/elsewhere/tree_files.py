"""A file of a tree that can see its modules: what it says, imports and names."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from ...files.read import encoded
from ...files.search.listing import Listing
from ...files.source import Source, SourceError
from ..scopes import ScopeTree
from ..taken_modules import TakenModule, module_of_text
from .imported import Imports, imports_of
from .parsed import Parsed
from .tree_texts import Said, readable, said, source_of

_STAR = re.compile(rb"\bimport\b[\s\\]*\*")
_IN_WORDS = frozenset(re.findall(rb"\w", bytes(range(256))))
_OPENS = re.compile(
    rb"\b(?:globals|vars|locals)\(\s*\)|\bexec\(|^def __getattr__\("
    rb"|\bsetattr\(\s*(?:sys\s*\.\s*)?\w*modules?\b",
    re.MULTILINE,
)
_TOKEN = re.compile(rb"\w+")
_SEARCHED = 64  # times a file; to search it as often takes as long as all its words


class TreeFile:
    """One file of a tree, read and parsed when it is asked for.

    Args:
        real: it, resolved.
        listing: its tree.
        parsed: the files that are read and parsed.
        is_text: whether it is none that Python runs.
    """

    def __init__(
        self, real: str, listing: Listing, parsed: Parsed, is_text: bool = False
    ) -> None:
        self.real = real
        self.is_text = is_text
        self._listing = listing
        self._parsed = parsed
        self._searched = 0  # bytes
        self._is_broken = False
        self._imports: Imports | None = None

    @property
    def path(self) -> Path:
        """It, resolved."""
        return Path(self.real)

    @property
    def data(self) -> bytes:
        """Its bytes; of a notebook, what its cells of code say."""
        data = self._parsed.data.get(self)
        if data is None:
            found = said(self.real, self._listing)
            data = found.data if found is not None else b""
            self._parsed.data.add(self, data)
        return data

    @property
    def name(self) -> str:
        """What a report calls it."""
        return os.path.basename(self.real)  # noqa: PTH119 (asked of many)

    def says(self, word: str) -> bool:
        """Whether ``word`` stands in it, as a word."""
        raw, data = encoded(word), self.data
        if self._searched > _SEARCHED * len(data) and _TOKEN.fullmatch(raw):
            return raw in self._tokens
        at = data.find(raw)
        self._searched += at if at >= 0 else len(data)
        while at >= 0:
            end = at + len(raw)
            if _is_edge(data[at - 1 : at], raw[:1]) and _is_edge(
                raw[-1:], data[end : end + 1]
            ):
                return True
            at = data.find(raw, at + 1)
        return False

    def may_bind(self, name: str) -> bool:
        """Whether it may have a name: it says it, or takes all names of another."""
        return self._may_have_any or self.says(name)

    @cached_property
    def _may_have_any(self) -> bool:
        """Whether it imports all, or writes names with letters that mean others."""
        return not self.data.isascii() or self.takes_all

    @property
    def takes_all(self) -> bool:
        """Whether it imports all names of another module."""
        return _STAR.search(self.data) is not None

    @cached_property
    def is_open(self) -> bool:
        """Whether it may bind names that it does not say."""
        return _OPENS.search(self.data) is not None

    @cached_property
    def _tokens(self) -> frozenset[bytes]:
        return frozenset(_TOKEN.findall(self.data))

    @property
    def source(self) -> Source | None:
        """What it says; None where it cannot be decoded."""
        found = self._parsed.decoded.get(self)
        if found is None:
            with suppress(SourceError, OSError):
                held = Said(self.data, self.is_text)
                read = source_of(self.real, self._listing, held)
                found = self._parsed.sources.lend(read)
                self._parsed.decoded.add(self, found)
        return found

    def told(self, text: str) -> str:
        """Return what is said of lines of its source, as another file has to say it."""
        source = self.source
        return source.told(text) if source else f"{text} of {self.name}"

    @property
    def text(self) -> str:
        """What it says; nothing where it cannot be decoded."""
        source = self.source
        return source.text if source is not None else ""

    @property
    def is_parsed(self) -> bool:
        """Whether its names are known already."""
        return self._parsed.of(self) is not None

    @property
    def scopes(self) -> ScopeTree | None:
        """Its names; None where it cannot be parsed."""
        return self._parsed.of(self) or self._read_names()

    def _read_names(self) -> ScopeTree | None:
        source = None if self._is_broken else self.source
        if source is None:
            return None
        try:
            scopes = self._parsed.names(self, source)
        except (SourceError, RecursionError):
            self._is_broken = True
            return None
        if self._imports is None:  # most are asked for, and stay
            self._imports = imports_of(scopes, (one.module for _, one in self.taken))
        return scopes

    def let_go(self) -> None:
        """Forget what was read of its names."""
        for name in ("strings", "taken"):
            self.__dict__.pop(name, None)

    @property
    def imports(self) -> Imports | None:
        """What it imports, which is not forgotten; None where it cannot be parsed."""
        if self._imports is None:
            self._read_names()
        return self._imports

    @property
    def aliases(self) -> list[ast.alias]:
        """Every name in an import statement."""
        return self.scopes.nodes(ast.alias) if self.scopes is not None else []

    @cached_property
    def taken(self) -> list[tuple[ast.expr, TakenModule]]:
        """Every module that it imports, runs or takes by a text."""
        parents = self.scopes.parents if self.scopes is not None else {}
        found: list[tuple[ast.expr, TakenModule]] = []
        for node in dict.fromkeys(parents[text] for text in self.strings):
            if isinstance(node, ast.Call | ast.Subscript):
                module = module_of_text(node)
                found += [(node, module)] if module is not None else []
        return found

    @property
    def attributes(self) -> dict[str, list[ast.Attribute]]:
        """Every attribute that it takes or sets, by its name."""
        return self.scopes.attributes if self.scopes is not None else {}

    @cached_property
    def strings(self) -> list[ast.Constant]:
        """Its texts, in source order, docstrings left out."""
        parents = self.scopes.parents if self.scopes is not None else {}
        return [
            node
            for node, parent in parents.items()
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and not isinstance(parent, ast.Expr)
        ]


def _is_edge(before: bytes, after: bytes) -> bool:
    """Whether a word ends or begins between two bytes."""
    return (before in _IN_WORDS) != (after in _IN_WORDS)


def files_of(listing: Listing, parsed: Parsed) -> Iterator[TreeFile]:
    """Yield the files of a tree that can see its modules, sorted, each just read."""
    for real in readable(listing):
        found = said(real, listing)
        if found is not None:
            file = TreeFile(real, listing, parsed, found.is_text)
            parsed.data.add(file, found.data)
            yield file


def nodes_of(source: Source) -> list[ast.AST]:
    """Return all nodes of a file; none where it cannot be parsed."""
    try:
        return source.nodes.all
    except SourceError:
        return []
