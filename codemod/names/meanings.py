"""What the names and expressions of one module mean, each worked out once.

All that is here is asked from inside an answer that is being worked out, and lets
PendingError through; `Resolver` is what others ask.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeGuard

from .answers import Answers, each
from .imports import Imported
from .meaning import FILE, GUESSED, Key, Meaning, Modules, led_back, united
from .members import Held, Members
from .registry import registry
from .scopes import Binding, Scope, ScopeTree
from .surroundings import is_none_in_place
from .syntax import shown, text_of
from .vocabulary import PARTIAL, Vocabulary

Asked = Key | Held | ast.expr
_DEPTH = 20  # of an expression; what is nested deeper is a place of its own


class Meanings:
    """The meanings of one module.

    Args:
        scopes: its names.
        vocabulary: the functions that are told apart.
        imported: what its imports bring.
        members: what its classes give to attributes.
        modules: the other modules of the tree.
        replaced: from a known path to the line on which it assigns to that, or 0.
        guesses: whether a name from nowhere may be the module that is called so.
    """

    def __init__(
        self,
        scopes: ScopeTree,
        vocabulary: Vocabulary,
        imported: Imported,
        members: Members,
        modules: Modules | None,
        replaced: Callable[[str], int],
        guesses: bool = False,
    ) -> None:
        self.scopes = scopes
        self.vocabulary = vocabulary
        self.imported = imported
        self.members = members
        self.modules = modules
        self.replaced = replaced
        self._guesses = guesses
        self._answers = Answers[Asked, Meaning | None](self._work_out, None, _settled)

    def name(self, name: str, scope: Scope) -> Meaning | None:
        """Return what a load of ``name`` in ``scope`` refers to."""
        owner = self.scopes.lookup(name, scope)
        if owner is None and not self.scopes.module.stars:
            return self._guessed(name) if self._guesses else None
        return self._answers.get((owner or self.scopes.module, name))

    def _guessed(self, name: str) -> Meaning | None:
        path = self.vocabulary.short_names.get(name)
        return Meaning(path, doubt=f"{GUESSED} `{name}`") if path else None

    def expression(self, node: ast.AST, depth: int = 0) -> Meaning | None:
        """Return what ``node`` refers to, or None where it is not known."""
        handler = _HANDLERS.get(type(node))
        if handler is None:
            return None
        if depth > _DEPTH and isinstance(node, ast.expr):
            return self._answers.get(node)
        return handler(self, node, depth + 1)

    def is_partial(self, call: ast.Call, depth: int = 0) -> bool:
        """Whether ``call`` certainly is a call of `functools.partial`."""
        meaning = self.expression(call.func, depth)
        return meaning is not None and meaning.path == PARTIAL and not meaning.doubt

    def _work_out(self, asked: Asked) -> Meaning | None:
        if isinstance(asked, Held):
            return self._any_of(asked.key, asked.values)
        if isinstance(asked, ast.expr):
            return self.expression(asked)
        scope, name = asked
        if name not in scope.bindings:
            return self.imported.by_star(name)
        return self._bound(asked, scope.bindings[name])

    def _named(self, node: ast.Name, depth: int) -> Meaning | None:
        scope = self.scopes.scope_of.get(node)
        return None if scope is None else self.name(node.id, scope)

    def _attribute(self, node: ast.Attribute, depth: int) -> Meaning | None:
        held = self.members.attribute(node)
        if held is not None:
            return self._answers.get(held)
        return self.member(self.expression(node.value, depth), node.attr)

    def _walrus(self, node: ast.NamedExpr, depth: int) -> Meaning | None:
        return self.expression(node.value, depth)

    def _conditional(self, node: ast.IfExp, depth: int) -> Meaning | None:
        return self._any_of(None, (node.body, node.orelse), depth)

    def _looked_up(self, node: ast.Subscript, depth: int) -> Meaning | None:
        found = registry(self.scopes, node.value)
        if found is None:
            return None
        key, entries = found
        name = text_of(node.slice)
        chosen = (
            value
            for at, value in zip(entries.keys, entries.values, strict=True)
            if name is None or at is None or text_of(at) in (name, None)
        )
        return self._answers.get(Held(key, tuple(chosen)))

    def _called(self, node: ast.Call, depth: int) -> Meaning | None:
        if is_getattr(node):
            name = text_of(node.args[1])
            base = self.expression(node.args[0], depth) if name else None
            return self.member(base, name) if name else None
        if not node.args or not self.is_partial(node, depth):
            return None
        inner = self.expression(node.args[0], depth)
        if inner is None:
            return None
        return inner.preset(node)

    def _any_of(
        self, key: Key | None, values: Iterable[ast.expr], depth: int = 0
    ) -> Meaning | None:
        """Return what one of ``values`` refers to, whichever it is."""
        found = list(each(lambda value: self.expression(value, depth), values))
        known = [
            one if key is None else one.held(key)
            for _, one in found
            if self._is_function(one)
        ]
        if not known:
            return None
        doubt = next((one.doubt for one in known if one.doubt), "")
        for other in [value for value, one in found if not self._is_function(one)][:1]:
            doubt = f"it can also be `{shown(other)}`, from line {other.lineno}"
        return self._united(known, doubt)

    def _bound(self, key: Key, bindings: list[Binding]) -> Meaning | None:
        """Return what a name is that has these bindings."""
        found = list(each(lambda binding: self._binding(key, binding), bindings))
        known = [meaning for _, meaning in found if meaning is not None]
        if not known:
            return None
        doubt = next((meaning.doubt for meaning in known if meaning.doubt), "")
        others = [
            binding
            for binding, meaning in found
            if meaning is None and not is_none_in_place(self.scopes, binding)
        ]
        if others:
            line = getattr(others[0].node, "lineno", 0)
            doubt = f"`{key[1]}` is also bound by {others[0].what} on line {line}"
        elif not doubt:
            doubt = self.imported.later_star(key, bindings)
            doubt = doubt or self.imported.part(key, bindings)
        whole = self._united(known, doubt)
        plain = all(
            self._is_function(one) and not one.presets for one in whole.alternatives()
        )
        if whole.also and not plain and not whole.doubt:
            return in_doubt(whole, f"`{key[1]}` is bound to different things")
        return whole

    def _binding(self, key: Key, binding: Binding) -> Meaning | None:
        if binding.path is not None:
            if binding.level or not self.vocabulary.leads_to_function(binding.path):
                return self.imported.bound(key, binding)
            route = (key,) if binding.path in self.vocabulary.known else ()
            return Meaning(
                binding.path, route, doubt=self.imported.shadowed(binding.path)
            )
        if binding.value is None:
            return None
        meaning = self.expression(binding.value)
        if self._is_function(meaning):
            return meaning.held(key, partial=bool(meaning.presets))
        return meaning

    def _is_function(self, meaning: Meaning | None) -> TypeGuard[Meaning]:
        return meaning is not None and meaning.path in self.vocabulary.known

    def member(self, base: Meaning | None, attribute: str) -> Meaning | None:
        """Return what an attribute of a module is."""
        if base is None:
            return None
        if base.path.startswith(FILE):
            return self.modules.member(base, attribute) if self.modules else None
        path = f"{base.path}.{attribute}"
        if not self.vocabulary.leads_to_function(path):
            return None
        doubt = base.doubt
        if not doubt and (line := self.replaced(path)):
            doubt = f"`{path}` is assigned to on line {line}"
        return replace(base, path=path, doubt=doubt)

    def _united(self, known: list[Meaning], doubt: str) -> Meaning:
        """Return one meaning for all, what is looked for first."""
        sought = self.vocabulary.functions
        whole = united(sorted(known, key=lambda one: one.path not in sought), doubt)
        others = [one for one in whole.also if one.path not in sought]
        if whole.path in sought and others and not doubt:
            return in_doubt(whole, f"it can also be `{others[0].path}`")
        return whole


def in_doubt(meaning: Meaning, doubt: str) -> Meaning:
    """Return a meaning, with all that it can be, that is not certain."""
    also = tuple(replace(one, doubt=doubt) for one in meaning.also)
    return replace(meaning, doubt=doubt, also=also)


def is_getattr(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether a node is a call of ``getattr`` that gives no default."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "getattr"
        and len(node.args) == 2
    )


def _settled(asked: Asked, own: Meaning | None, circle: list[object]) -> Meaning | None:
    if isinstance(asked, ast.expr):
        return led_back(shown(asked), own, circle)
    key = asked.key if isinstance(asked, Held) else asked
    return led_back(key[1], own, circle)


_HANDLERS: dict[type[ast.AST], Callable[[Meanings, Any, int], Meaning | None]] = {
    ast.Name: Meanings._named,
    ast.Attribute: Meanings._attribute,
    ast.NamedExpr: Meanings._walrus,
    ast.IfExp: Meanings._conditional,
    ast.Subscript: Meanings._looked_up,
    ast.Call: Meanings._called,
}
