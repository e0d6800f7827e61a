"""What does this expression certainly refer to?

One question, answered for every name of a module: through import aliases,
from-imports, star imports, names bound once to a function, and
`functools.partial`. A name with two meanings, one of them ours, gets an answer
with its doubt in words; a name that is not ours gets none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from ..names.syntax import text_of
from .holders import Holders
from .imports import Imported
from .meaning import FILE, PARTIAL, Key, Meaning, Reference, Vocabulary
from .scopes import Binding, Scope, ScopeTree

if TYPE_CHECKING:
    from .project import Project


class Resolver:
    """Answers for one module; every name is resolved once.

    Attributes:
        replaced: known attributes that the module itself assigns to, by line.
    """

    def __init__(
        self,
        scopes: ScopeTree,
        vocabulary: Vocabulary,
        project: Project | None = None,
        path: str = "",
        *,
        ask_all: bool = False,
    ) -> None:
        self.scopes = scopes
        self.vocabulary = vocabulary
        self.project = project
        self.imported = Imported(scopes, vocabulary, project, path, ask_all)
        self.holders = Holders(scopes)
        self._meanings: dict[Key, Meaning | None] = {}
        self.replaced: dict[str, int] = {}
        self.replaced = self._assigned_attributes()
        self._meanings.clear()

    def references(self) -> Iterator[Reference]:
        """Yield every use of a known function, names before attributes."""
        for name, scope in self.scopes.uses:
            if isinstance(name.ctx, ast.Load):
                yield from self._named(name, scope)
        for node in self.holders.attribute_loads:
            held = self.holders.attribute(node)
            meaning = self.expression(node)
            if held is not None and meaning is not None:
                yield from self._references(node, meaning, held[0])

    def _named(self, name: ast.Name, scope: Scope) -> Iterator[Reference]:
        owner = self.scopes.lookup(name.id, scope)
        key = (owner, name.id) if owner is not None else None
        parent = self.scopes.parents[name]
        if isinstance(parent, ast.Subscript) and parent.value is name:
            looked_up = self.expression(parent)
            if looked_up is not None:
                yield from self._references(parent, looked_up, key)
            return
        meaning = self.name(name.id, scope)
        node: ast.expr = name
        while meaning is not None and meaning.path not in self.vocabulary.functions:
            above = self.scopes.parents[node]
            inner, meaning = meaning, None
            if isinstance(above, ast.Attribute) and isinstance(above.ctx, ast.Load):
                meaning = self.expression(above)
            elif _is_getattr(above) and above.args[0] is node:
                meaning = self.expression(above)
                if meaning is None and text_of(above.args[1]) is None:
                    yield from self._computed(above, inner)
            if isinstance(above, ast.expr):
                node = above
        if meaning is not None:
            yield from self._references(node, meaning, key if node is name else None)

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

    def expression(self, node: ast.AST) -> Meaning | None:
        """Return what ``node`` refers to, or None where it is not ours."""
        if isinstance(node, ast.Name):
            scope = self.scopes.scope_of.get(node)
            return None if scope is None else self.name(node.id, scope)
        if isinstance(node, ast.Attribute):
            base = self.expression(node.value)
            if base is not None:
                return self._attribute(base, node.attr)
            held = self.holders.attribute(node)
            return None if held is None else self._any_of(*held)
        if isinstance(node, ast.NamedExpr):
            return self.expression(node.value)
        if isinstance(node, ast.IfExp):
            return self._any_of(None, [node.body, node.orelse])
        if isinstance(node, ast.Subscript):
            return self._looked_up(node)
        if isinstance(node, ast.Call) and node.args:
            if _is_getattr(node):
                base, name = self.expression(node.args[0]), text_of(node.args[1])
                return self._attribute(base, name) if base and name else None
            if self.is_partial(node):
                inner = self.expression(node.args[0])
                if inner is not None:
                    return replace(inner, presets=(*inner.presets, node))
        return None

    def _looked_up(self, node: ast.Subscript) -> Meaning | None:
        registry = self.holders.registry(node.value)
        if registry is None:
            return None
        key, entries = registry
        name = text_of(node.slice)
        chosen = [
            value
            for at, value in zip(entries.keys, entries.values, strict=True)
            if name is None or at is None or text_of(at) in (name, None)
        ]
        return self._any_of(key, chosen)

    def _any_of(self, key: Key | None, values: Iterable[ast.expr]) -> Meaning | None:
        """Return what one of ``values`` refers to, whichever it is."""
        found = [(value, self.expression(value)) for value in values]
        functions = self.vocabulary.functions
        known = [one for _, one in found if one is not None and one.path in functions]
        if not known:
            return None
        held = (key,) if key is not None else ()
        known = [replace(one, route=(*one.route, *held)) for one in known]
        doubt = next((one.doubt for one in known if one.doubt), "")
        if len(known) < len(found):
            other = next(value for value, one in found if one is None)
            text = ast.unparse(other)
            doubt = f"it can also be `{text[:40]}`, from line {other.lineno}"
        return _united(known, doubt)

    def callers_elsewhere(self, function: str) -> list[str]:
        """Return where other files call a function with an argument of ours."""
        if self.project is None:
            return []
        keywords = self.vocabulary.keywords
        file = Path(self.imported.path).resolve()
        return self.project.elsewhere.callers(function, keywords, file)

    def is_partial(self, call: ast.Call) -> bool:
        """Whether ``call`` certainly is a call of `functools.partial`."""
        meaning = self.expression(call.func)
        return meaning is not None and meaning.path == PARTIAL and not meaning.doubt

    def name(self, name: str, scope: Scope) -> Meaning | None:
        """Return what a load of ``name`` in ``scope`` refers to."""
        owner = self.scopes.lookup(name, scope)
        if owner is None:
            return self.imported.by_star(name)
        key = (owner, name)
        if key not in self._meanings:
            self._meanings[key] = None  # a binding that leads back to itself
            self._meanings[key] = self._merge(key, owner.bindings[name])
        return self._meanings[key]

    def _merge(self, key: Key, bindings: list[Binding]) -> Meaning | None:
        found = [(binding, self._binding(key, binding)) for binding in bindings]
        known = [meaning for _, meaning in found if meaning is not None]
        if not known:
            return None
        doubt = next((meaning.doubt for meaning in known if meaning.doubt), "")
        others = [binding for binding, meaning in found if meaning is None]
        if others:
            line = getattr(others[0].node, "lineno", 0)
            doubt = f"`{key[1]}` is also bound by {others[0].what} on line {line}"
        elif not doubt:
            doubt = self.imported.later_star(key, bindings)
        united = _united(known, doubt)
        plain = all(
            one.path in self.vocabulary.functions and not one.presets
            for one in united.alternatives()
        )
        if united.also and not plain and not united.doubt:
            return replace(united, doubt=f"`{key[1]}` is bound to different things")
        return united

    def _binding(self, key: Key, binding: Binding) -> Meaning | None:
        if binding.path is not None:
            if binding.level or not self.vocabulary.leads_to_function(binding.path):
                return self.imported.bound(key, binding)
            route = (key,) if binding.path in self.vocabulary.functions else ()
            return Meaning(binding.path, route)
        if binding.value is None:
            return None
        meaning = self.expression(binding.value)
        if meaning is not None and meaning.path in self.vocabulary.functions:
            partials = (*meaning.partials, key) if meaning.presets else ()
            return replace(meaning, route=(*meaning.route, key), partials=partials)
        return meaning

    def _attribute(self, base: Meaning, attribute: str) -> Meaning | None:
        if base.path.startswith(FILE):
            return self.project.member(base, attribute) if self.project else None
        path = f"{base.path}.{attribute}"
        if not self.vocabulary.leads_to_function(path):
            return None
        doubt = base.doubt
        if not doubt and path in self.replaced:
            doubt = f"`{path}` is assigned to on line {self.replaced[path]}"
        return replace(base, path=path, doubt=doubt)

    def _assigned_attributes(self) -> dict[str, int]:
        """Return the known attributes that the module itself replaces, by line."""
        assigned: dict[str, int] = {}
        for node in self.scopes.parents:
            if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                module = self.expression(node.value)
                if module is not None:
                    assigned[f"{module.path}.{node.attr}"] = node.lineno
        return assigned


def _united(known: list[Meaning], doubt: str) -> Meaning:
    """Return one meaning for all, with the different ones as alternatives."""
    route = tuple(dict.fromkeys(step for one in known for step in one.route))
    different: dict[tuple[str, tuple[ast.Call, ...]], Meaning] = {}
    for meaning in known:
        for one in meaning.alternatives():
            plain = replace(one, route=route, also=(), doubt=doubt)
            different.setdefault((one.path, one.presets), plain)
    first, *rest = different.values()
    return replace(first, also=tuple(rest))


def _is_getattr(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "getattr"
        and len(node.args) == 2
    )
