"""The other modules of the tree: what a name that is imported from one stands for.

Nothing is read ahead: a module is parsed when a name that may be a schedule is
imported from it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from functools import cache, cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from ..files.read import ON_DISK, Files
from ..files.real import real_path
from ..files.search.listing import Listing
from ..files.source import Source
from .bind import bind_module
from .configs.calls import ConfigCalls
from .configs.files import ConfigFiles
from .configs.keys import ConfigKeys
from .configs.looking_up import AllLookups
from .configs.lookups import Lookups
from .configs.targets import ConfigTargets
from .elsewhere.connected import Connected
from .elsewhere.other_files import OtherFiles, OthersOfExample
from .elsewhere.tree_files import TreeFile
from .imports import may_bring
from .known_modules import KnownModules
from .meaning import FILE, Meaning
from .module_paths import existing, file_from, files_called
from .resolver import Resolver
from .scopes import ScopeTree
from .shadows import shadow_among
from .vocabulary import Vocabulary

T = TypeVar("T")

_NONE: Mapping[Path, str] = MappingProxyType({})


class Project:
    """Resolves imports from one file of a tree to another.

    Args:
        vocabulary: the functions that are looked for.
        root: the project's root; absolute imports are looked up there, in its
            ``src``, in the importing file's own folder and above its package.
        files: what the files of the tree hold.
        copies: files of the tree that are copies of known modules, and their paths.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        root: Path,
        files: Files = ON_DISK,
        copies: Mapping[Path, str] = _NONE,
    ) -> None:
        self.vocabulary = vocabulary
        self.root = real_path(root)
        self.files = files
        self._copies = copies
        self._copied = {file.parent for file in copies}
        listing = cache(partial(Listing, held=files))
        self.elsewhere: OtherFiles = OtherFiles(listing, self._copied)
        self.configs = ConfigFiles(listing)
        self.config_keys = ConfigKeys(self.configs)
        self.config_targets = ConfigTargets(self.configs)
        self.config_calls = ConfigCalls(self.configs)
        self._modules = KnownModules(files, self.elsewhere, self._resolver_of)
        self._lookups = AllLookups(self.configs, self._modules.each)
        self._connected = Connected(self.elsewhere)
        self.file = cache(self._file)
        self.shadow = cache(self._shadow)
        self._told: dict[Callable[[Project], Any], Any] = {}

    @cached_property
    def of_examples(self) -> Project:
        """The same for examples in pages and docstrings, whose names no file takes."""
        project = copy(self)
        project.elsewhere = OthersOfExample(self.elsewhere)
        return project

    def remember(self, make: Callable[[Project], T]) -> T:
        """Return what ``make`` tells of the project, asked only once."""
        if make not in self._told:
            self._told[make] = make(self)
        told: T = self._told[make]
        return told

    def module(self, importer: str, module: str, level: int) -> Meaning | None:
        """Return the module of the tree that an import statement names."""
        file = self.file(importer, module, level)
        return None if file is None else self._as_module(file)

    def is_copied(self, path: str) -> bool:
        """Whether a file is one of a copy of a known module."""
        return bool(self._copied) and real_path(path).parent in self._copied

    def _as_module(self, file: Path) -> Meaning:
        return Meaning(self._copies.get(file) or f"{FILE}{file}")

    def member(self, module: Meaning, name: str) -> Meaning | None:
        """Return what ``name`` stands for in a module of the tree.

        Raises:
            PendingError: that rests on what is not worked out yet.
        """
        if not module.path.startswith(FILE):
            path = f"{module.path}.{name}"
            return Meaning(path) if path in self.vocabulary.known else None
        file = Path(module.path.removeprefix(FILE))
        found = self._member(file, name)
        return None if found is None else _seen_from_outside(found, file)

    def scopes(self, module: Meaning) -> ScopeTree | None:
        """Return the scopes of a module of the tree, if it can be read."""
        resolver = self._modules.resolver(Path(module.path.removeprefix(FILE)))
        return resolver.scopes if resolver is not None else None

    def binds(self, module: Meaning, name: str) -> bool:
        """Whether a module of the tree may have a name, of its own or by a star."""
        return any(
            may_bring(one, name)
            if isinstance(one, str)
            else name in self._modules.outline(one, name).bound
            for one in self._giving(module, name)
        )

    def is_open(self, module: Meaning, name: str) -> bool:
        """Whether a module may bind a name that it does not say, or has it so."""
        files = (one for one in self._giving(module, name) if isinstance(one, Path))
        return any(one.is_open for one in map(self.elsewhere.known, files) if one)

    def _giving(self, module: Meaning, name: str) -> Iterator[Path | str]:
        """Yield a module, and what it has a name from by a star, over any steps.

        Modules that are none of the tree are yielded by their names.
        """
        pending, seen = [Path(module.path.removeprefix(FILE))], set[Path]()
        while pending:
            file = pending.pop()
            seen.add(file)
            yield file
            has_stars = self._modules.outline(file, name).has_stars
            resolver = self._modules.resolver(file) if has_stars else None
            for star in resolver.scopes.module.stars if resolver is not None else ():
                inner = self.file(str(file), star.module or "", star.level)
                if inner is None:
                    yield star.module or ""
                elif inner not in seen:
                    pending.append(inner)

    def lookups(self, file: Path) -> Lookups:
        """Return what the tree of a file finds by texts of its configurations."""
        return self._lookups.of(file, self.vocabulary)

    def is_imported(self, path: str, name: str) -> bool:
        """Whether another file of the tree takes ``name`` from the one at ``path``."""
        return self.elsewhere.takes(name, real_path(path))

    def may_use(self, path: str, name: str) -> bool:
        """Whether another file of the tree may use ``name`` of the one at ``path``."""
        return self.elsewhere.may_use(name, real_path(path))

    def connected(self, source: Source, word: str) -> Iterator[Source]:
        """Yield the other files saying ``word`` to which objects of a file may get."""
        for other in self.connected_files(source, word):
            if (read := other.source) is not None:
                yield read

    def connected_files(self, source: Source, word: str) -> Iterator[TreeFile]:
        """Yield the same as files, of which none need be decoded."""
        files = self._connected.of(source)
        for other in self.elsewhere.saying(real_path(source.path), word):
            if other.real in files:
                yield other

    def _member(self, file: Path, name: str) -> Meaning | None:
        outline = self._modules.outline(file, name)
        if outline.leads(name):
            resolver = self._modules.resolver(file)
            if resolver is not None:
                key = (resolver.scopes.module, name)
                meaning = resolver.meanings.name(name, resolver.scopes.module)
                if meaning is not None and (found := resolver.opened.sets([key])):
                    doubt = meaning.doubt or f"{found} of {file.name}"
                    return replace(meaning, doubt=doubt)
                if meaning is not None:
                    return meaning
        if name not in outline.bound and file.name == "__init__.py":
            inner = existing(file.parent, name)
            return None if inner is None else self._as_module(inner)
        return None

    def let_go(self) -> None:
        """Forget the modules that were not asked about longest, as far as memory goes.

        To be asked where no answer is being worked out: what is asked again gets
        another resolver.
        """
        self._modules.let_go()

    def _resolver_of(self, scopes: ScopeTree, file: Path) -> Resolver:
        return Resolver(scopes, self.vocabulary, self, str(file), ask_all=True)

    def scopes_of(self, source: Source) -> ScopeTree:
        """Return the names of a file that is looked at.

        Raises:
            SourceError: it cannot be parsed.
        """
        known = self.elsewhere.known(real_path(source.path))
        if known is not None and known.is_parsed and known.text == source.text:
            scopes = known.scopes
            if scopes is not None:
                return scopes
        scopes = bind_module(source.tree)
        self.elsewhere.lend(source, scopes)
        return scopes

    def _file(self, importer: str, module: str, level: int) -> Path | None:
        file = real_path(importer)
        return file_from(file, module, level, self._roots(file))

    def part(self, package: str, name: str) -> Path | None:
        """Return the file of a package's own module, if it is one and has that."""
        file = real_path(package)
        return existing(file.parent, name) if file.name == "__init__.py" else None

    def _shadow(self, importer: str, library: str) -> str:
        file = real_path(importer)
        roots = self._roots(file)
        found = map(str, files_called(library, file.parent, roots))
        if shadow := shadow_among(found, library):
            return f"`{library}` may be {os.path.relpath(shadow, roots[-1])} here"
        return ""

    def in_place_of(self, importer: str, library: str) -> str:
        """Return what may be imported in a library's place, by whatever path."""
        file = real_path(importer)
        if found := self.elsewhere.found_by_path(library, file):
            return f"`{library}` may be {found}: where modules are found is changed"
        return self.shadow(importer, library)

    def _roots(self, file: Path) -> tuple[Path, ...]:
        """Return the root of the configuration of a file, and that of its tree."""
        return (self.root, self.elsewhere.root(file))


def _seen_from_outside(meaning: Meaning, file: Path) -> Meaning:
    doubt = meaning.doubt
    if meaning.presets and not doubt:
        doubt = f"it is a partial that {file.name} makes"
    also = tuple(replace(one, route=(), partials=()) for one in meaning.also)
    return replace(meaning, route=(), presets=(), partials=(), also=also, doubt=doubt)
