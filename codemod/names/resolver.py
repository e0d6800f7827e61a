"""What does this expression certainly refer to?

One question, answered for every name of a module: through import aliases,
from-imports, star imports, names bound once to a function, and
`functools.partial`. A name with two meanings, one of them ours, gets an answer
with its doubt in words; a name that is not ours gets none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from ..files.real import real_path
from .answers import answered
from .attribute_uses import AttributeUses
from .imports import Imported
from .instances import Instances
from .meaning import Key, Meaning, Modules, Reference
from .meanings import Meanings, is_getattr
from .members import Members
from .module_objects import ModuleObjects
from .opened import Opened
from .own_code import OwnCode
from .patched import Patched
from .patchers import replacements
from .registry import registry
from .replaced import Replaced
from .scopes import Binding, Scope, ScopeTree
from .syntax import text_of
from .vocabulary import Vocabulary


class Resolver:
    """Answers for one module; every place in it is worked out once.

    Attributes:
        members: what its classes give to attributes.
        imported: what its imports bring.
        meanings: the answers, for other modules that work out theirs.
    """

    def __init__(
        self,
        scopes: ScopeTree,
        vocabulary: Vocabulary,
        project: Modules | None = None,
        path: str = "",
        *,
        ask_all: bool = False,
        guesses: bool = False,
    ) -> None:
        self.scopes = scopes
        self.vocabulary = vocabulary
        self.project = project
        self.path = path
        self.imported = Imported(scopes, vocabulary, project, path, ask_all)
        self.members = Members(scopes)
        meant = (scopes, vocabulary, self.imported, self.members, project)
        self._replaced = Replaced(scopes, Meanings(*meant, lambda path: 0))
        self.meanings = Meanings(*meant, self._replaced.line, guesses)

    @cached_property
    def attribute_uses(self) -> AttributeUses:
        """Who takes attributes of the objects of the module's classes."""
        return AttributeUses(
            self.scopes, Instances(self.scopes, self._is_foreign, lambda scope: False)
        )

    def _is_foreign(self, path: str) -> bool:
        """Whether a module is certainly none of the tree."""
        project = self.project
        return project is None or project.elsewhere.is_foreign(path, self.file)

    @cached_property
    def file(self) -> Path:
        """The file of the module, resolved."""
        return real_path(self.path)

    @cached_property
    def objects(self) -> ModuleObjects:
        """The modules that its names point to, as objects."""
        return self.scopes.remember(ModuleObjects)

    @cached_property
    def patched(self) -> Patched:
        """What is put in the place of functions and of the module's names."""
        own = self.scopes.remember(replacements)
        return Patched(self.path, own, self.vocabulary, self.project)

    @cached_property
    def opened(self) -> Opened:
        """What reaches the names of the module by text."""
        return Opened(self.scopes, self.objects, self.patched)

    @cached_property
    def own_code(self) -> OwnCode:
        """What looks at how the module's code is written."""
        return OwnCode(self.objects)

    @property
    def opener(self) -> str:
        """Why some code can reach every name of the module, or nothing."""
        return self.opened.opener

    def name(self, name: str, scope: Scope) -> Meaning | None:
        """Return what a load of ``name`` in ``scope`` refers to."""
        return answered(lambda: self.meanings.name(name, scope))

    def expression(self, node: ast.AST) -> Meaning | None:
        """Return what ``node`` refers to, or None where it is not ours."""
        return answered(lambda: self.meanings.expression(node))

    def member(self, module: Meaning, name: str) -> Meaning | None:
        """Return what ``name`` is of a module, of the tree or of a known library."""
        return answered(lambda: self.meanings.member(module, name))

    def module(self, name: str, level: int) -> Meaning | None:
        """Return what a from-import takes names from, if that is ours."""
        library = "" if level else name
        if self.vocabulary.leads_to_function(library):
            return Meaning(library, doubt=self.imported.shadowed(library))
        return self.project.module(self.path, name, level) if self.project else None

    def is_partial(self, call: ast.Call) -> bool:
        """Whether ``call`` certainly is a call of `functools.partial`."""
        return answered(lambda: self.meanings.is_partial(call))

    def brings(self, star: ast.ImportFrom, name: str) -> bool:
        """Whether a star import is what ``name`` comes from."""
        return answered(lambda: self.imported.from_star(star, name)) is not None

    def registry(self, node: ast.expr) -> Key | None:
        """Return the name of a dict display that is only looked up in."""
        found = registry(self.scopes, node)
        return found[0] if found is not None else None

    def module_of(self, binding: Binding) -> ScopeTree | None:
        """Return the module of the tree that an import takes a name from, if one."""
        statement = binding.statement
        if self.project is None or not binding.is_import:
            return None
        name, level = binding.path or "", binding.level
        if isinstance(statement, ast.ImportFrom):
            name = statement.module or ""
        found = self.project.module(self.path, name, level)
        return self.project.scopes(found) if found is not None else None

    def is_replaced(self, path: str) -> bool:
        """Whether the module itself assigns to a known attribute."""
        return path in self._replaced.lines

    def callers_elsewhere(self, function: str) -> list[str]:
        """Return where other files call a function with an argument of ours."""
        if self.project is None:
            return []
        keywords = self.vocabulary.keywords
        return self.project.elsewhere.callers(function, keywords, self.file)

    def references(self) -> Iterator[Reference]:
        """Yield every use of a known function, names before attributes."""
        for name, scope in self.scopes.uses:
            if isinstance(name.ctx, ast.Load):
                yield from self._used(name, scope)
        for node in self.members.loads:
            held = self.members.attribute(node)
            meaning = self.expression(node) if held is not None else None
            if held is not None and meaning is not None:
                yield from self._references(node, meaning, held.key)

    def _used(self, name: ast.Name, scope: Scope) -> Iterator[Reference]:
        """Yield what a name, or what is taken from it, refers to."""
        owner = self.scopes.lookup(name.id, scope)
        key = (owner, name.id) if owner is not None else None
        parent = self.scopes.parents[name]
        if isinstance(parent, ast.Subscript) and parent.value is name:
            looked_up = self.expression(parent)
            if looked_up is not None:
                yield from self._references(parent, looked_up, key)
            return
        meaning = self.name(name.id, scope)
        if meaning is not None and self._is_sought(meaning):
            yield from self._references(name, meaning, key)
        elif meaning is not None:
            yield from self._taken(name, meaning)

    def _taken(self, node: ast.expr, module: Meaning) -> Iterator[Reference]:
        """Yield which function is taken from a module, by attributes or getattr."""
        above = self.scopes.parents[node]
        while isinstance(above, ast.expr) and _takes_from(above, node):
            meaning = self.expression(above)
            if meaning is None:
                if is_getattr(above) and text_of(above.args[1]) is None:
                    yield from self._computed(above, module)
                return
            if self._is_sought(meaning):
                yield from self._references(above, meaning, None)
                return
            node, above, module = above, self.scopes.parents[above], meaning

    def _is_sought(self, meaning: Meaning) -> bool:
        return meaning.path in self.vocabulary.functions

    def _references(
        self, node: ast.expr, meaning: Meaning, key: Key | None
    ) -> Iterator[Reference]:
        for one in meaning.alternatives():
            function = self.vocabulary.functions.get(one.path)
            if function is not None:
                yield Reference(node, function, one, key)

    def _computed(self, node: ast.expr, module: Meaning) -> Iterator[Reference]:
        """Yield what ``getattr(module, name)`` can be: each function, in doubt."""
        doubt = f"which function this is, is computed on line {node.lineno}"
        for path, function in self.vocabulary.functions.items():
            if path.rpartition(".")[0] == module.path:
                meaning = Meaning(path, doubt=doubt)
                yield Reference(node, function, meaning, None, computed=True)


def _takes_from(above: ast.expr, node: ast.expr) -> bool:
    """Whether an expression is an attribute of ``node``."""
    if isinstance(above, ast.Attribute):
        return isinstance(above.ctx, ast.Load)
    return is_getattr(above) and above.args[0] is node
