"""What the expressions of a module are, as far as objects go."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeGuard

from ..files.source import Source
from ..names.meaning import Meaning
from ..names.origins import origin
from ..names.resolver import Resolver
from ..names.scopes import FUNCTION_NODES, Function
from .facts import FlowFacts
from .functions import Called, Functions
from .places import Attribute, Place, Result, Value, Variable, item


@dataclass(frozen=True, slots=True)
class Creation:
    """A call that makes an object of a known class.

    Attributes:
        call: the call.
        name: the class, as the vocabulary calls it.
        doubt: why it is not certain that it is this class; empty if it is.
        given: the arguments that a partial of the class gives by name.
    """

    call: ast.Call
    name: str
    doubt: str = ""
    given: frozenset[str | None] = frozenset()


class Values:
    """Tells an expression's place, and what makes an object of a known class.

    Args:
        source: the file.
        resolver: what its names mean, with the classes in the vocabulary.
        facts: which classes to follow, and what matters around them.
    """

    def __init__(self, source: Source, resolver: Resolver, facts: FlowFacts) -> None:
        self.source = source
        self.resolver = resolver
        self.scopes = resolver.scopes
        self.facts = facts
        self._places: dict[ast.AST, Place | None] = {}
        self._creations: dict[ast.Call, Creation | None] = {}
        self.functions = Functions(resolver, facts.transforms, facts.partials)

    def place(self, node: ast.AST) -> Place | None:
        """Return the place of an expression's value, or None."""
        if node not in self._places:
            handler = _PLACES.get(type(node))
            self._places[node] = handler(self, node) if handler is not None else None
        return self._places[node]

    def _named(self, node: ast.Name) -> Place | None:
        around = self.scopes.scope_of.get(node)
        owner = self.scopes.lookup(node.id, around) if around is not None else None
        return None if owner is None else Variable(owner, node.id)

    def _attribute(self, node: ast.Attribute) -> Place | None:
        is_module = self.resolver.expression(node.value) is not None
        return None if is_module else Attribute(node.attr)

    def _walrus(self, node: ast.NamedExpr) -> Place | None:
        return self.place(node.target)

    def _either(self, node: ast.expr) -> Place | None:
        return Value(node)

    def _display(self, node: ast.Tuple | ast.List) -> Place | None:
        return Value(node) if isinstance(node.ctx, ast.Load) else None

    def _subscript(self, node: ast.Subscript) -> Place | None:
        base = self.place(node.value)
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        return item(base, key) if base is not None and is_key(key) else None

    def _called(self, node: ast.Call) -> Place | None:
        called = self.functions.called(node.func)
        if called is not None and not called.is_constructor:
            return Result(called.function)
        return Value(node) if self.creation(node) is not None else None

    def creation(self, call: ast.Call) -> Creation | None:
        """Return what a call makes, where it is of a known class."""
        if call not in self._creations:
            self._creations[call] = self._creation(call)
        return self._creations[call]

    def _creation(self, call: ast.Call) -> Creation | None:
        callee = call.func
        if isinstance(callee, ast.Attribute) and callee.attr in self.facts.factories:
            callee = callee.value
        parametrized = isinstance(callee, ast.Subscript)
        if isinstance(callee, ast.Subscript):
            callee = callee.value
        meaning = self.resolver.expression(callee)
        if meaning is None:
            derived = self.derived(callee)
            return None if derived is None else Creation(call, f"class {derived.name}")
        name = self.resolver.vocabulary.known.get(meaning.path, "")
        if name not in self.facts.classes:
            return None
        given = {word.arg for preset in meaning.presets for word in preset.keywords}
        doubt = meaning.doubt or _doubt(meaning, parametrized)
        return Creation(call, name, doubt, frozenset(given))

    @cached_property
    def subclasses(self) -> dict[ast.ClassDef, ast.expr]:
        """The module's own classes derived from a known one, with that base."""
        return {
            node: base
            for node in self.scopes.nodes(ast.ClassDef)
            for base in node.bases
            if self.functions.known(base) in self.facts.classes
        }

    def derived(self, callee: ast.expr) -> ast.ClassDef | None:
        """Return which of the module's subclasses an expression is, if one."""
        node = origin(self.scopes, callee)
        known = isinstance(node, ast.ClassDef) and node in self.subclasses
        return node if isinstance(node, ast.ClassDef) and known else None

    def enclosing(self, node: ast.AST) -> Function | None:
        """Return the function in which a node stands, or None for the module."""
        for outer in self.scopes.ancestors(node):
            if isinstance(outer, FUNCTION_NODES):
                return outer
            if isinstance(outer, ast.ClassDef):
                return None
        return None

    def callers(self, function: Function) -> list[tuple[ast.Call, Called]]:
        """Return the calls in the module that certainly run a function."""
        return self._callers.get(function, [])

    @cached_property
    def _callers(self) -> dict[ast.AST, list[tuple[ast.Call, Called]]]:
        found: dict[ast.AST, list[tuple[ast.Call, Called]]] = {}
        for node in self.scopes.nodes(ast.Call):
            called = self.functions.called(node.func)
            if called is not None:
                found.setdefault(called.function, []).append((node, called))
        return found


def is_key(value: object) -> TypeGuard[int | str]:
    """Whether a value is a key that tells one item of a container from the others."""
    return type(value) in (int, str)


def _doubt(meaning: Meaning, parametrized: bool) -> str:
    """Return why a class is not certain to be the one it is written as, or nothing."""
    if meaning.also:
        return "it can be more than one class"
    if meaning.presets:
        return "a partial binds some of its arguments"
    return "its class is written with a type parameter" if parametrized else ""


_PLACES: dict[type[ast.AST], Callable[[Values, Any], Place | None]] = {
    ast.Name: Values._named,
    ast.Attribute: Values._attribute,
    ast.NamedExpr: Values._walrus,
    ast.IfExp: Values._either,
    ast.BoolOp: Values._either,
    ast.Dict: Values._either,
    ast.List: Values._display,
    ast.Tuple: Values._display,
    ast.Subscript: Values._subscript,
    ast.Call: Values._called,
}
PLACED = frozenset(_PLACES)
"""The kinds of expressions that can be in a place."""
