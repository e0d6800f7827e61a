"""All files of a tree that can see its modules, whatever leaves them out of a run.

What git ignores or a configuration excludes runs all the same, and so do notebooks and
scripts without a suffix. Stubs and configurations are read as text, and so is a
notebook that cannot be read as one.
"""

from __future__ import annotations

import ast
import errno
import re
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePath

from ...files.kinds import module_of
from ...files.notebooks.said import code_of
from ...files.read import ON_DISK, Files, encoded
from ...files.search.listing import Listing
from ...files.source import MAX_BYTES, Source, SourceError
from ..scopes import ScopeTree
from ..taken_modules import TakenModule, module_of_text
from .imported import Imports, aliases_of, imports_of
from .parsed import Parsed

_PYTHON = frozenset({".py", ".pyw"})
NOTEBOOK = ".ipynb"
_CODE = frozenset({NOTEBOOK, ".pyi"})  # searched as text
_PLAIN = frozenset({".txt"})  # so too, where it may hold code
_SETTINGS = frozenset({".cfg", ".ini", ".json", ".toml", ".yaml", ".yml"})
_TEXTS = _CODE | _PLAIN | _SETTINGS
_DOTTED = re.compile(rb"[A-Za-z_]\w*(?:[.:][A-Za-z_]\w*)+")
_STAR = re.compile(rb"\bimport\b[\s\\]*\*")
_IN_WORDS = frozenset(re.findall(rb"\w", bytes(range(256))))
_TOKEN = re.compile(rb"\w+")
_SEARCHED = 64  # times a file; to search it as often takes as long as all its words
_LARGEST = 2**18  # of settings, and of scripts without a suffix; more is data


class TreeFile:
    """One file of a tree, read once and parsed when it is asked for.

    Attributes:
        path: it, resolved.
        data: its bytes; of a notebook, what its cells of code say.
        is_text: whether it is none that Python runs.
        parsed: those of its tree that are parsed.
        held: what the files of its tree hold.
    """

    def __init__(
        self,
        path: Path,
        data: bytes,
        is_text: bool,
        parsed: Parsed | None = None,
        held: Files = ON_DISK,
    ) -> None:
        self._held = held
        self.path = path
        self.data = data
        self.is_text = is_text
        self._parsed = parsed or Parsed()
        self._searched = 0  # bytes
        self._is_broken = False
        self._imports: Imports | None = None

    @property
    def name(self) -> str:
        """What a report calls it."""
        return self.path.name

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
        return not self.data.isascii() or _STAR.search(self.data) is not None

    @cached_property
    def _tokens(self) -> frozenset[bytes]:
        return frozenset(_TOKEN.findall(self.data))

    @cached_property
    def source(self) -> Source | None:
        """What it says; None where it cannot be decoded."""
        with suppress(SourceError, OSError):
            if self.path.suffix == NOTEBOOK and not self.is_text:
                read = module_of(self._held.read(self.path), str(self.path))
                read = replace(read, data=b"")  # which has images, and is not written
            else:
                read = Source.from_bytes(self.data, str(self.path))
            return self._parsed.sources.lend(read)
        return None

    def told(self, text: str) -> str:
        """Return what is said of lines of its source, as another file has to say it."""
        return self.source.told(text) if self.source else f"{text} of {self.name}"

    @property
    def text(self) -> str:
        """What it says; nothing where it cannot be decoded."""
        return self.source.text if self.source is not None else ""

    @property
    def is_parsed(self) -> bool:
        """Whether its names are known already."""
        return self._parsed.of(self) is not None

    @property
    def scopes(self) -> ScopeTree | None:
        """Its names; None where it cannot be parsed."""
        return self._parsed.of(self) or self._read_names()

    def _read_names(self) -> ScopeTree | None:
        if self.source is None or self._is_broken:
            return None
        try:
            scopes = self._parsed.names(self, self.source)
        except (SourceError, RecursionError):
            self._is_broken = True
            return None
        if self._imports is None:  # most are asked for, and stay
            self._imports = imports_of(scopes, (one.module for _, one in self.taken))
        return scopes

    def let_go(self) -> None:
        """Forget what was read of its names."""
        for name in ("aliases", "attributes", "strings", "taken"):
            self.__dict__.pop(name, None)

    @property
    def imports(self) -> Imports | None:
        """What it imports, which is not forgotten; None where it cannot be parsed."""
        if self._imports is None:
            self._read_names()
        return self._imports

    @cached_property
    def aliases(self) -> list[ast.alias]:
        """Every name in an import statement."""
        return aliases_of(self.scopes) if self.scopes is not None else []

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

    @cached_property
    def attributes(self) -> dict[str, list[ast.Attribute]]:
        """Every attribute that it takes or sets, by its name."""
        found: dict[str, list[ast.Attribute]] = {}
        for node in self.scopes.parents if self.scopes is not None else ():
            if isinstance(node, ast.Attribute):
                found.setdefault(node.attr, []).append(node)
        return found

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


def files_of(listing: Listing, parsed: Parsed) -> list[TreeFile]:
    """Return the files of a tree that can see its modules, sorted."""
    found: dict[str, TreeFile] = {}
    for path, real in sorted(listing.files):
        if real not in found and _may_hold_code(PurePath(path)):
            with suppress(OSError):
                data = _read(real, listing)
                if data is not None:
                    found[real] = _file(Path(real), data, parsed, listing.held)
    return list(found.values())


def nodes_of(source: Source) -> list[ast.AST]:
    """Return all nodes of a file; none where it cannot be parsed."""
    try:
        return source.nodes.all
    except SourceError:
        return []


def _file(path: Path, data: bytes, parsed: Parsed, held: Files) -> TreeFile:
    if path.suffix == NOTEBOOK:
        with suppress(SourceError):
            return TreeFile(path, code_of(data), False, parsed, held)
    return TreeFile(path, data, path.suffix in _TEXTS, parsed)


def _may_hold_code(path: PurePath) -> bool:
    suffix = path.suffix
    return suffix in _PYTHON or suffix in _TEXTS or (not suffix and path.name[0] != ".")


def _read(path: str, listing: Listing) -> bytes | None:
    """Return what a file holds, if that may be Python or tell of it."""
    suffix = PurePath(path).suffix
    if suffix in _PYTHON:
        try:
            return listing.code(path, MAX_BYTES)
        except OSError as error:
            if error.errno != errno.EFBIG:
                raise
            return b""
    try:
        data = listing.held.read(path, MAX_BYTES if suffix in _CODE else _LARGEST)
    except OSError:
        return None
    if suffix in _SETTINGS:
        return b"\n".join({*_DOTTED.findall(data)})  # as `lib.make` and `lib:make`
    if suffix in _CODE or re.match(rb"#!.*python", data):
        return data
    return data if b"import" in data and b"\0" not in data else None
