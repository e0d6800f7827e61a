"""Follow the values of a module: join its places, then see what is done with each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property

from ..resolve import Resolver
from ..scopes import ScopeTree
from ..source import Source
from .facts import FlowFacts
from .functions import FUNCTION_NODES, Called, Function, Functions
from .instance import Creation, Elsewhere, Instance
from .places import Attribute, Joined, Place, Result, Value, Variable
from .uses import UseReader


class Flow:
    """The flow of one module.

    Args:
        source: the file.
        resolver: what its names mean, with the classes in the vocabulary.
        functions: finds the module's functions.
        facts: which classes to follow, and what matters around them.
    """

    def __init__(
        self,
        source: Source,
        resolver: Resolver,
        functions: Functions,
        facts: FlowFacts,
    ) -> None:
        self.source = source
        self.resolver = resolver
        self.scopes = resolver.scopes
        self.functions = functions
        self.facts = facts
        self._joined = Joined()
        self._origins: list[tuple[Place, Elsewhere]] = []
        self._called: set[ast.AST] = set()
        for node in self.scopes.parents:
            place = self.place(node) if isinstance(node, ast.expr) else None
            if place is not None:
                self._joined.find(place)
            self._join(node)
        self._adopt()

    @cached_property
    def instances(self) -> list[Instance]:
        """Every object that the module makes, is given, or calls methods of."""
        found: dict[Place, Instance] = {}
        for places in self._joined.groups():
            root = self._joined.find(places[0])
            instance = found[root] = Instance(self, places=places)
            for place in places:
                self._describe(instance, place)
        for place, origin in self._origins:
            found[self._joined.find(place)].origins.append(origin)
        uses = UseReader(self)
        for node in self.scopes.parents:
            if not isinstance(node, ast.expr) or _is_store(node):
                continue
            held = self.place(node)
            if held is not None:
                uses.read(node, found[self._joined.find(held)])
        return list(found.values())

    def instance_of(self, node: ast.expr) -> Instance | None:
        """Return the object that an expression is, where it has a place."""
        place = self.place(node)
        if place is None:
            return None
        root = self._joined.find(place)
        return next(
            (one for one in self.instances if self._joined.find(one.places[0]) == root),
            None,
        )

    def place(self, node: ast.expr) -> Place | None:
        """Return the place of an expression's value, or None."""
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
        meaning = self.resolver.expression(callee)
        if meaning is None:
            derived = self.derived(callee)
            return None if derived is None else Creation(call, f"class {derived.name}")
        name = self.resolver.vocabulary.functions.get(meaning.path, "")
        if name not in self.facts.classes:
            return None
        doubt = meaning.doubt
        if meaning.also:
            doubt = doubt or "it can be more than one class"
        elif meaning.presets:
            doubt = doubt or "a partial binds some of its arguments"
        return Creation(call, name, doubt)

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
        owner = self.scopes.lookup(callee.id, self.scopes.scope_of[callee])
        bindings = owner.bindings[callee.id] if owner is not None else []
        node = bindings[0].node if len(bindings) == 1 else None
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

    def callers(self, function: Function) -> Iterator[tuple[ast.Call, Called]]:
        """Yield the calls in the module that certainly run a function."""
        for node in self.scopes.parents:
            if isinstance(node, ast.Call):
                called = self.functions.called(node.func)
                if called is not None and called.function is function:
                    yield node, called

    def _join(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._assign(target, node.value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr):
            if node.value is not None:
                self._assign(node.target, node.value)
        elif isinstance(node, ast.Return):
            self._return(node)
        elif isinstance(node, ast.Lambda):
            self._give(Result(node), node.body)
        elif isinstance(node, ast.IfExp):
            self._give(Value(node), node.body)
            self._give(Value(node), node.orelse)
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                self._give(Value(node), value)
        elif isinstance(node, ast.Call):
            self._call(node)
        if isinstance(node, FUNCTION_NODES):
            self._defaults(node)
        elif isinstance(node, ast.Name) and _is_bound_otherwise(node, self.scopes):
            place = self.place(node)
            if place is not None:
                self._from_elsewhere(place, node)

    def _adopt(self) -> None:
        """Take a function that nothing here calls to be called by the names it has.

        The module's own object of a parameter's name is then what it is given.
        """
        module = self.scopes.module
        for function in [node for node in self.scopes.parents if _is_def(node)]:
            scope = self.scopes.scope_of[function]
            if scope.parent is not module or function in self._called:
                continue
            for name in {*scope.bindings} & {*module.bindings}:
                given = [one.value for one in module.bindings[name]]
                if isinstance(scope.bindings[name][0].node, ast.arg) and any(
                    isinstance(one, ast.Call) and self.creation(one) for one in given
                ):
                    self._joined.join(Variable(scope, name), Variable(module, name))

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            self._unpack(target, value)
        elif isinstance(target, ast.Name | ast.Attribute):
            place = self.place(target)
            if place is not None:
                self._give(place, value)

    def _unpack(self, target: ast.Tuple | ast.List, value: ast.expr) -> None:
        if isinstance(value, ast.Tuple | ast.List) and _same_length(target, value):
            for one, given in zip(target.elts, value.elts, strict=True):
                self._assign(one, given)
            return
        made = self.place(value)
        for index, one in enumerate(target.elts):
            place = None if isinstance(one, ast.Starred) else self.place(one)
            if place is None:
                continue
            if isinstance(made, Result) and made.index is None:
                self._joined.join(place, Result(made.function, index))
            else:
                self._from_elsewhere(place, value)

    def _return(self, node: ast.Return) -> None:
        function = self.enclosing(node)
        if function is None or node.value is None:
            return
        if not isinstance(node.value, ast.Tuple):
            self._give(Result(function), node.value)
            return
        for index, element in enumerate(node.value.elts):
            self._give(Result(function, index), element)

    def _call(self, call: ast.Call) -> None:
        called, given = self.functions.bound_by(call)
        if called is not None:
            self._called.add(called.function)
        scope = self.scopes.scope_of.get(called.function) if called else None
        for value, parameter in given:
            if scope is not None and parameter is not None:
                self._give(Variable(scope, parameter.arg), value)

    def _defaults(self, function: Function) -> None:
        scope = self.scopes.scope_of.get(function)
        arguments = function.args
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults = arguments.defaults
        given = [
            *zip(positional[len(positional) - len(defaults) :], defaults, strict=True),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]
        for parameter, default in given:
            if scope is not None and default is not None:
                self._give(Variable(scope, parameter.arg), default)

    def _give(self, place: Place, value: ast.expr) -> None:
        source = self.place(value)
        if source is not None:
            self._joined.join(place, source)
        elif not (isinstance(value, ast.Constant) and value.value is None):
            self._from_elsewhere(place, value)

    def _from_elsewhere(self, place: Place, node: ast.expr) -> None:
        self._joined.find(place)
        text = ast.unparse(node)
        what = f"can also be `{text[:40]}`"
        self._origins.append((place, Elsewhere(node, what)))

    def _describe(self, instance: Instance, place: Place) -> None:
        if isinstance(place, Variable):
            if place.scope is self.scopes.module:
                instance.module_names.append(place.name)
            for binding in place.scope.bindings.get(place.name, ()):
                node = binding.node
                if binding.is_import:
                    what = f"`{place.name}` is imported"
                    instance.origins.append(Elsewhere(node, what))
                if isinstance(node, ast.arg):
                    function = place.scope.node
                    assert isinstance(function, FUNCTION_NODES)
                    instance.parameters.append((function, node))
                    self._annotate(instance, node.annotation)
                elif isinstance(binding.statement, ast.AnnAssign):
                    self._annotate(instance, binding.statement.annotation)
        elif isinstance(place, Result):
            assert isinstance(place.function, FUNCTION_NODES)
            instance.results.append(place.function)
        elif isinstance(place, Value) and isinstance(place.node, ast.Call):
            creation = self.creation(place.node)
            if creation is not None:
                instance.creations.append(creation)

    def _annotate(self, instance: Instance, annotation: ast.expr | None) -> None:
        name = self.functions.known(annotation) if annotation is not None else ""
        if annotation is not None and name in self.facts.classes:
            instance.annotations.append((annotation, name))


def _is_def(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _same_length(target: ast.Tuple | ast.List, value: ast.Tuple | ast.List) -> bool:
    starred = any(isinstance(one, ast.Starred) for one in (*target.elts, *value.elts))
    return not starred and len(target.elts) == len(value.elts)


def _is_store(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and not isinstance(
        node.ctx, ast.Load
    )


def _is_bound_otherwise(name: ast.Name, scopes: ScopeTree) -> bool:
    """Whether something other than an assignment to it alone gives a name its value."""
    if isinstance(name.ctx, ast.Load):
        return False
    parent = scopes.parents[name]
    if isinstance(parent, ast.Tuple | ast.List):
        parent = scopes.parents[parent]
        return not isinstance(parent, ast.Assign)
    return not isinstance(parent, ast.Assign | ast.AnnAssign | ast.NamedExpr)
