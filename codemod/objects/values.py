"""What the expressions of a module are, as far as objects go."""

from __future__ import annotations

import ast
from functools import cached_property

from ..files.source import Source
from ..names.resolver import Resolver
from .facts import FlowFacts
from .functions import FUNCTION_NODES, Function, Functions
from .instance import Creation
from .places import Attribute, Place, Result, Value, Variable


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
        self._places: dict[ast.expr, Place | None] = {}
        self.functions = Functions(resolver, facts.transforms, facts.partials)

    def place(self, node: ast.expr) -> Place | None:
        """Return the place of an expression's value, or None."""
        if node not in self._places:
            self._places[node] = self._place(node)
        return self._places[node]

    def _place(self, node: ast.expr) -> Place | None:
        if isinstance(node, ast.Name):
            around = self.scopes.scope_of.get(node)
            owner = self.scopes.lookup(node.id, around) if around is not None else None
            return None if owner is None else Variable(owner, node.id)
        if isinstance(node, ast.Attribute):
            if self.resolver.expression(node.value) is not None:
                return None
            return Attribute(node.attr)
        if isinstance(node, ast.NamedExpr):
            return self.place(node.target)
        if isinstance(node, ast.IfExp | ast.BoolOp):
            return Value(node)
        if isinstance(node, ast.Call):
            called = self.functions.called(node.func)
            if called is not None and not called.is_constructor:
                return Result(called.function)
            return Value(node) if self.creation(node) is not None else None
        return None

    def creation(self, call: ast.Call) -> Creation | None:
        """Return what a call makes, where it is of a known class."""
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
        name = self.resolver.vocabulary.functions.get(meaning.path, "")
        if name not in self.facts.classes:
            return None
        given = {word.arg for preset in meaning.presets for word in preset.keywords}
        doubt = meaning.doubt
        if meaning.also:
            doubt = doubt or "it can be more than one class"
        elif meaning.presets:
            doubt = doubt or "a partial binds some of its arguments"
        elif parametrized:
            doubt = doubt or "its class is written with a type parameter"
        return Creation(call, name, doubt, frozenset(given))

    @cached_property
    def subclasses(self) -> dict[ast.ClassDef, ast.expr]:
        """The module's own classes derived from a known one, with that base."""
        return {
            node: base
            for node in self.scopes.parents
            if isinstance(node, ast.ClassDef)
            for base in node.bases
            if self.functions.known(base) in self.facts.classes
        }

    def derived(self, callee: ast.expr) -> ast.ClassDef | None:
        """Return which of the module's subclasses an expression is, if one."""
        if not isinstance(callee, ast.Name):
            return None
        binding = self.scopes.sole_binding(callee)
        node = binding.node if binding is not None else None
        return (
            node if isinstance(node, ast.ClassDef) and node in self.subclasses else None
        )

    def enclosing(self, node: ast.AST) -> Function | None:
        """Return the function in which a node stands, or None for the module."""
        for outer in self.scopes.ancestors(node):
            if isinstance(outer, FUNCTION_NODES):
                return outer
            if isinstance(outer, ast.ClassDef):
                return None
        return None
