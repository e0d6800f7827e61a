"""The modules of a tree, and what their imports bring."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..files.real import real_path
from ..files.source import Source
from ..names.certain import imported
from ..names.meaning import FILE, Meaning, Modules
from ..names.module_objects import ModuleObjects
from ..names.opened import Opened
from ..names.patched import Patched
from ..names.patchers import replacements
from ..names.scopes import Binding, Scope, ScopeTree
from ..names.vocabulary import Vocabulary

_NOTHING_KNOWN = Vocabulary({}, frozenset(), frozenset())


@dataclass(eq=False)
class Module:
    """A module of the tree.

    Attributes:
        path: its file.
        scopes: its names.
        row: from a line as ``ast`` counts it to what it is in the file.
        by_key: the uses of names that were asked about, by the key of each; a name
            is known by its first use, and their number.
    """

    path: str
    scopes: ScopeTree
    row: Callable[[int], str] = str
    by_key: dict[tuple[ast.Name, int], dict[str, list[tuple[int, ast.Name]]]] = field(
        default_factory=dict
    )

    @cached_property
    def file(self) -> Path:
        """Its file, resolved."""
        return real_path(self.path)

    @property
    def stem(self) -> str:
        """What it is called where it is imported, without its packages."""
        file = self.file
        return file.parent.name if file.stem == "__init__" else file.stem

    def line(self, node: ast.AST) -> str:
        """Return the line of a node in words, or its cell and line."""
        row = self.row(getattr(node, "lineno", 0))
        return f"line {row}" if row.isdigit() else row

    def at(self, node: ast.AST) -> str:
        """Return where a node stands, in words."""
        return f"{self.line(node)} of {self.file.name}"

    @cached_property
    def reads(self) -> dict[str, list[ast.expr]]:
        """What may read a name of another module, by that name."""
        found: dict[str, list[ast.expr]] = {}
        for node in self.scopes.nodes(ast.Attribute, ast.Name):
            if isinstance(node, ast.Attribute):
                found.setdefault(node.attr, []).append(node)
            elif isinstance(node, ast.Name) and node in self.scopes.scope_of:
                binding = self.scopes.sole_binding(node)
                path = (binding.path or "") if binding is not None else ""
                found.setdefault(path.rpartition(".")[2], []).append(node)
        return found


@dataclass(eq=False, slots=True)
class Tree:
    """The modules of a tree, each once.

    Attributes:
        project: finds them; None where a file stands alone.
    """

    project: Modules | None
    _modules: dict[Path, Module] = field(default_factory=dict)
    _opened: dict[Module, tuple[Opened, Patched]] = field(default_factory=dict)

    def root(
        self, path: str, scopes: ScopeTree, row: Callable[[int], str] = str
    ) -> Module:
        """Return the module that is looked at, by its own scopes."""
        module = Module(path, scopes, row)
        self._modules[module.file] = module
        return module

    def opened(self, module: Module) -> tuple[Opened, Patched]:
        """Return what reaches the names of a module by text, and from other files."""
        if module not in self._opened:
            objects = module.scopes.remember(ModuleObjects)
            own = module.scopes.remember(replacements)
            patched = Patched(module.path, own, _NOTHING_KNOWN, self.project)
            self._opened[module] = Opened(module.scopes, objects, patched), patched
        return self._opened[module]

    def importing(self, name: str, module: Module) -> Iterator[Module]:
        """Yield the other modules of the tree that may import a name of a module."""
        yield from self._modules_of(self.texts(module, name, module.stem))

    def saying(self, word: str, module: Module, other: str) -> Iterator[Module]:
        """Yield the other modules of the tree that say one word, and what fits."""
        fits = re.compile(other, re.M)
        texts = self.texts(module, word)
        yield from self._modules_of(one for one in texts if fits.search(one.text))

    def texts(self, module: Module, word: str, *others: str) -> Sequence[Source]:
        """Return the other files of the tree that say some words, not parsed."""
        if self.project is None:
            return ()
        return self.project.elsewhere.files_saying(module.file, word, *others)

    def _modules_of(self, sources: Iterable[Source]) -> Iterator[Module]:
        for source in sources:
            found = self._module(Meaning(f"{FILE}{real_path(source.path)}"))
            if found is not None:
                yield found

    def binding(self, module: Module, node: ast.AST) -> tuple[Module, Binding] | None:
        """Return the one binding that a name, or one of another module, has."""
        if isinstance(node, ast.Name):
            owner = owner_of(module, node)
            bindings = owner.bindings[node.id] if owner is not None else []
            if len(bindings) == 1 and not bindings[0].is_import:
                return module, bindings[0]
        dotted = imported(module.scopes, node)
        seen = {module}
        while dotted is not None:
            path, level = dotted
            prefix, _, name = path.rpartition(".")
            other = self._imported(module, prefix, level) if prefix or level else None
            if other is None or other in seen:
                return None
            seen.add(other)
            bindings = other.scopes.module.bindings.get(name, [])
            if len(bindings) != 1:
                return None
            if not bindings[0].is_import:
                return other, bindings[0]
            module, dotted = other, (bindings[0].path or "", bindings[0].level)
        return None

    def is_imported_as(self, module: Module, node: ast.AST, of: Module) -> bool:
        """Whether a name, or its first part, is of another module of the tree."""
        dotted = imported(module.scopes, node)
        if dotted is None:
            return False
        prefix = dotted[0].rpartition(".")[0]
        return self._imported(module, prefix, dotted[1]) is of

    def _imported(self, module: Module, dotted: str, level: int) -> Module | None:
        if self.project is None:
            return None
        found = self.project.module(module.path, dotted, level)
        return self._module(found) if found is not None else None

    def _module(self, meaning: Meaning) -> Module | None:
        file = Path(meaning.path.removeprefix(FILE))
        if file not in self._modules and self.project is not None:
            scopes = self.project.scopes(meaning)
            if scopes is None:
                return None
            self._modules[file] = Module(str(file), scopes)
        return self._modules.get(file)


def owner_of(module: Module, name: ast.Name) -> Scope | None:
    """Return the scope whose binding a name sees."""
    scope = module.scopes.scope_of.get(name, module.scopes.module)
    return module.scopes.lookup(name.id, scope)


def path_of(module: Module, node: ast.AST) -> str:
    """Return the dotted path of what an import brings, or a builtin's name."""
    dotted = imported(module.scopes, node)
    if dotted is not None:
        return "" if dotted[1] else dotted[0]
    if isinstance(node, ast.Name) and owner_of(module, node) is None:
        return node.id
    return ""
