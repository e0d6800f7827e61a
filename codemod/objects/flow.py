"""The objects of a module, and all that it does with each."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..files.source import Source
from ..names.resolver import Resolver
from ..names.scopes import Binding, Function, Scope
from ..names.syntax import shown
from .facts import FlowFacts
from .places import Place
from .values import Creation, Values

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MethodCall:
    """A call of a method on an object.

    Attributes:
        call: the call.
        receiver: the expression that is the object.
        name: the method's name.
        scope: the scope in which the call stands.
    """

    call: ast.Call
    receiver: ast.expr
    name: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where an object goes out of sight, or comes from there.

    Attributes:
        node: the expression there.
        clause: about the object, as "is stored in a list".
        quoted: the expression with which the clause ends, if it does.
        call: the call that is given the object, where that is one.
    """

    node: ast.AST
    clause: str
    quoted: ast.AST | None = None
    call: ast.Call | None = None

    def __str__(self) -> str:
        """Return the clause with its line."""
        return f"{self.what} on line {getattr(self.node, 'lineno', 0)}"

    @property
    def what(self) -> str:
        """The clause, written out when it is asked for: few of them are."""
        if self.quoted is None:
            return self.clause
        return f"{self.clause} `{shown(self.quoted)}`"


class Flow(Values):
    """Where the objects of one module go; `follow` fills it.

    Attributes:
        instances: every object that the module makes or names, and those that it
            calls or takes attributes of; what is only handed on is none of them.
        held_in: from a place to the object that can be in it, or None.
    """

    def __init__(self, source: Source, resolver: Resolver, facts: FlowFacts) -> None:
        super().__init__(source, resolver, facts)
        self.instances: list[Instance] = []
        self.held_in: Callable[[Place], Instance | None]
        self._told: dict[Callable[[Flow], Any], Any] = {}

    def object_of(self, node: ast.AST) -> Instance | None:
        """Return the object that an expression is, if it is in a place."""
        place = self.place(node)
        return None if place is None else self.held_in(place)

    def annotated(self, binding: Binding) -> tuple[ast.expr, str] | None:
        """Return the annotation at a binding and the known class that it names."""
        owner = binding.node if isinstance(binding.node, ast.arg) else binding.statement
        if not isinstance(owner, ast.arg | ast.AnnAssign) or owner.annotation is None:
            return None
        name = self.functions.known(owner.annotation)
        return (owner.annotation, name) if name in self.facts.classes else None

    def remember(self, make: Callable[[Flow], T]) -> T:
        """Return what ``make`` tells of this module, asked only once."""
        if make not in self._told:
            self._told[make] = make(self)
        told: T = self._told[make]
        return told


@dataclass(eq=False, slots=True)
class Instance:
    """One object, or several that the module's names do not tell apart.

    Attributes:
        flow: of the whole module.
        creations: the calls that make it; none where it comes from elsewhere.
        calls: its method calls.
        reads: its attributes that are read, other than methods that are called.
        writes: its attributes that are assigned to.
        parameters: the parameters that it goes through, with their functions.
        annotations: annotations that name a known class, with the class.
        results: the functions that return it.
        module_names: the module's own names for it.
        kept: attributes of other objects that hold it.
        origins: values of another origin that may be in its place.
        escapes: where it goes out of sight.
        uses: every expression that is it and reads it.
    """

    flow: Flow
    creations: list[Creation] = field(default_factory=list)
    calls: list[MethodCall] = field(default_factory=list)
    reads: list[ast.Attribute] = field(default_factory=list)
    writes: list[ast.Attribute] = field(default_factory=list)
    parameters: list[tuple[Function, ast.arg]] = field(default_factory=list)
    annotations: list[tuple[ast.expr, str]] = field(default_factory=list)
    results: list[Function] = field(default_factory=list)
    module_names: list[str] = field(default_factory=list)
    kept: list[Occurrence] = field(default_factory=list)
    origins: list[Occurrence] = field(default_factory=list)
    escapes: list[Occurrence] = field(default_factory=list)
    uses: list[ast.expr] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    _told: dict[Callable[[Instance], Any], Any] = field(default_factory=dict)

    def remember(self, make: Callable[[Instance], T]) -> T:
        """Return what ``make`` tells of this object, asked only once."""
        if make not in self._told:
            self._told[make] = make(self)
        told: T = self._told[make]
        return told

    def methods(self, name: str) -> list[MethodCall]:
        """Return the calls of one method, in source order."""
        found = [call for call in self.calls if call.name == name]
        return sorted(found, key=lambda one: (one.call.lineno, one.call.col_offset))

    def attributes(self, name: str) -> list[ast.Attribute]:
        """Return the reads of one attribute, in source order; calls of it, too."""
        found = [node for node in self.reads if node.attr == name]
        called = (one.call.func for one in self.calls if one.name == name)
        found += [node for node in called if isinstance(node, ast.Attribute)]
        return sorted(found, key=lambda one: (one.lineno, one.col_offset))

    def is_created(self, *names: str) -> bool:
        """Whether it is certainly made as one of these classes, and nothing else."""
        if self.origins or not self.creations:
            return False
        return all(one.name in names and not one.doubt for one in self.creations)
