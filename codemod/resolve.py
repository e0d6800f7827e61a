"""What does this expression certainly refer to?

One question, answered for every name of a module: through import aliases,
from-imports, star imports, names bound once to a function, and
`functools.partial`. A name with two meanings, one of them ours, gets an answer
with its doubt in words; a name that is not ours gets none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from .scopes import Binding, Scope, ScopeTree

PARTIAL = "functools.partial"
Key = tuple[Scope, str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The functions that the rules speak about, by every path they have.

    Attributes:
        functions: from dotted path to the function's name, as in
            ``{"optax.schedules.sgdr_schedule": "sgdr_schedule"}``.
        words: a file that holds none of them, as bytes, is not parsed.
    """

    functions: Mapping[str, str]
    words: frozenset[bytes]

    def leads_to_function(self, path: str) -> bool:
        """Whether ``path`` is a function's, or of a module around one."""
        if path in self.functions or path == PARTIAL:
            return True
        return any(known.startswith(f"{path}.") for known in (*self.functions, PARTIAL))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression refers to.

    Attributes:
        path: dotted path of a module or function.
        route: the names, each with its scope, that hold the function itself
            on the way here: an imported function, an alias. They move together.
        presets: the `functools.partial` calls around the function, innermost
            first.
        partials: those names on the route that hold a partial of it.
        doubt: why this is not certain; empty if it is.
    """

    path: str
    route: tuple[Key, ...] = ()
    presets: tuple[ast.Call, ...] = ()
    partials: tuple[Key, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An expression that refers to a known function."""

    node: ast.expr
    function: str
    meaning: Meaning
    key: Key | None


class Resolver:
    """Answers for one module; every name is resolved once."""

    def __init__(self, scopes: ScopeTree, vocabulary: Vocabulary) -> None:
        self.scopes = scopes
        self.vocabulary = vocabulary
        self._meanings: dict[Key, Meaning | None] = {}
        self._replaced: dict[str, int] = {}
        self._replaced = self._assigned_attributes()
        self._meanings.clear()

    def references(self) -> Iterator[Reference]:
        """Yield every use of a known function, in the order of the walk."""
        for name, scope in self.scopes.uses:
            if not isinstance(name.ctx, ast.Load):
                continue
            meaning = self.name(name.id, scope)
            if meaning is None:
                continue
            node: ast.expr = name
            while (
                isinstance(parent := self.scopes.parents.get(node), ast.Attribute)
                and meaning.path not in self.vocabulary.functions
                and isinstance(parent.ctx, ast.Load)
            ):
                node = parent
                meaning = self._attribute(meaning, parent.attr)
            function = self.vocabulary.functions.get(meaning.path)
            if function is not None:
                owner = self.scopes.lookup(name.id, scope)
                key = (owner, name.id) if owner and node is name else None
                yield Reference(node, function, meaning, key)

    def expression(self, node: ast.expr) -> Meaning | None:
        """Return what ``node`` refers to, or None where it is not ours."""
        if isinstance(node, ast.Name):
            scope = self.scopes.scope_of.get(node)
            return None if scope is None else self.name(node.id, scope)
        if isinstance(node, ast.Attribute):
            base = self.expression(node.value)
            return None if base is None else self._attribute(base, node.attr)
        if isinstance(node, ast.Call) and node.args and self.is_partial(node):
            inner = self.expression(node.args[0])
            if inner is not None:
                return replace(inner, presets=(*inner.presets, node))
        return None

    def is_partial(self, call: ast.Call) -> bool:
        """Whether ``call`` certainly is a call of `functools.partial`."""
        meaning = self.expression(call.func)
        return meaning is not None and meaning.path == PARTIAL and not meaning.doubt

    def name(self, name: str, scope: Scope) -> Meaning | None:
        """Return what a load of ``name`` in ``scope`` refers to."""
        owner = self.scopes.lookup(name, scope)
        if owner is None:
            return self._star(name)
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
        first = known[0]
        doubt = next((meaning.doubt for meaning in known if meaning.doubt), "")
        others = [binding for binding, meaning in found if meaning is None]
        differing = {(meaning.path, meaning.presets) for meaning in known}
        if others:
            line = getattr(others[0].node, "lineno", 0)
            doubt = f"`{key[1]}` is also bound by {others[0].what} on line {line}"
        elif len(differing) > 1:
            doubt = f"`{key[1]}` is bound to different functions"
        elif not doubt:
            doubt = self._later_star(key, bindings)
        route = tuple(
            dict.fromkeys(step for meaning in known for step in meaning.route)
        )
        return replace(first, route=route, doubt=doubt)

    def _binding(self, key: Key, binding: Binding) -> Meaning | None:
        if binding.path is not None:
            if binding.level or not self.vocabulary.leads_to_function(binding.path):
                return None
            route = (key,) if binding.path in self.vocabulary.functions else ()
            return Meaning(binding.path, route)
        if binding.value is None:
            return None
        meaning = self.expression(binding.value)
        if meaning is not None and meaning.path in self.vocabulary.functions:
            partials = (*meaning.partials, key) if meaning.presets else ()
            return replace(meaning, route=(*meaning.route, key), partials=partials)
        return meaning

    def _attribute(self, base: Meaning, attribute: str) -> Meaning:
        path = f"{base.path}.{attribute}"
        doubt = base.doubt
        if not doubt and path in self._replaced:
            doubt = f"`{path}` is assigned to on line {self._replaced[path]}"
        return replace(base, path=path, doubt=doubt)

    def _star(self, name: str) -> Meaning | None:
        stars = self.scopes.module.stars
        paths = [f"{star.module}.{name}" for star in stars if not star.level]
        known = [path for path in paths if path in self.vocabulary.functions]
        if not known:
            return None
        doubt = ""
        if len(known) < len(stars):
            other = next(star for star in stars if f"{star.module}.{name}" not in known)
            source = "." * other.level + (other.module or "")
            doubt = f"`from {source} import *` may bind `{name}` too"
        return Meaning(known[0], doubt=doubt)

    def _later_star(self, key: Key, bindings: list[Binding]) -> str:
        scope, name = key
        last = max(getattr(binding.node, "lineno", 0) for binding in bindings)
        for star in scope.stars:
            path = f"{star.module}.{name}"
            if star.lineno > last and path not in self.vocabulary.functions:
                source = "." * star.level + (star.module or "")
                return f"`from {source} import *` on line {star.lineno} may rebind it"
        return ""

    def _assigned_attributes(self) -> dict[str, int]:
        """Return the known attributes that the module itself replaces, by line."""
        assigned: dict[str, int] = {}
        for node in self.scopes.parents:
            if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                meaning = self.expression(node)
                if meaning is not None:
                    assigned[meaning.path] = node.lineno
        return assigned
