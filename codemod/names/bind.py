"""Fill a module's scopes: every kind of binding, noted on one walk over its tree."""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

from ..nodes import blocks_of
from .scopes import FUNCTION_NODES, Binding, Scope, ScopeTree
from .walk import Step, Walker

_WITH_SCOPES = (*FUNCTION_NODES, ast.ClassDef)
COMPREHENSION_NODES = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def bind_module(tree: ast.Module) -> ScopeTree:
    """Return the scopes of a module, with every binding in its place."""
    scopes = ScopeTree(tree)
    _Binder(scopes).walk(tree)
    return scopes


class _Binder(Walker):
    def enter(self, node: ast.AST, scope: Scope) -> Iterator[Step] | None:
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            return handler(self, node, scope)
        return super().enter(node, scope)

    def _bind(self, scope: Scope, binding: Binding) -> None:
        if binding.name in scope.globals:
            scope = self.tree.module
        elif binding.name in scope.nonlocals:
            scope = self._nonlocal_owner(binding.name, scope)
        scope.bindings.setdefault(binding.name, []).append(binding)

    def _nonlocal_owner(self, name: str, scope: Scope) -> Scope:
        functions = []
        while scope.parent is not None:
            scope = scope.parent
            if isinstance(scope.node, FUNCTION_NODES):
                functions.append(scope)
        owners = [function for function in functions if name in function.bindings]
        return (owners or functions or [self.tree.module])[0]

    def _bind_name(
        self,
        scope: Scope,
        name: str | None,
        node: ast.AST,
        what: str,
        value: ast.expr | None = None,
    ) -> None:
        if name is not None:
            statement = self.statement
            self._bind(scope, Binding(name, node, statement, value=value, what=what))

    def _name(self, node: ast.Name, scope: Scope) -> None:
        if isinstance(node.ctx, ast.Load) and node.id not in scope.bindings:
            scope = _outside_of_classes(scope)  # as in ``make = staticmethod(make)``
        self.tree.uses.append((node, scope))
        self.tree.scope_of[node] = scope
        if isinstance(node.ctx, ast.Store):
            self._bind_name(scope, node.id, node, "an assignment")
        elif isinstance(node.ctx, ast.Del):
            self._bind_name(scope, node.id, node, "a `del`")

    def _assign(self, node: ast.Assign, scope: Scope) -> Iterator[Step]:
        yield node.value
        for target in node.targets:
            yield from self._target(target, scope, node, node.value)

    def _ann_assign(self, node: ast.AnnAssign, scope: Scope) -> Iterator[Step]:
        yield node.value
        yield node.annotation
        if node.value is not None or isinstance(scope.node, FUNCTION_NODES):
            yield from self._target(node.target, scope, node, node.value)
        else:
            self.tree.parents[node.target] = node

    def _target(
        self, target: ast.expr, scope: Scope, parent: ast.AST, value: ast.expr | None
    ) -> Iterator[Step]:
        if not isinstance(target, ast.Name):
            yield target
            return
        self.tree.parents[target] = parent
        self.tree.uses.append((target, scope))
        self.tree.scope_of[target] = scope
        self._bind_name(scope, target.id, target, "an assignment", value)

    def _named_expr(self, node: ast.NamedExpr, scope: Scope) -> Iterator[Step]:
        yield node.value
        while isinstance(scope.node, COMPREHENSION_NODES) and scope.parent is not None:
            scope = scope.parent
        yield from self._target(node.target, scope, node, node.value)

    def _import(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            self.tree.parents[alias] = node
            name = alias.asname or alias.name.partition(".")[0]
            path = alias.name if alias.asname else name
            self._bind(scope, Binding(name, alias, node, path, what="an import"))

    def _import_from(self, node: ast.ImportFrom, scope: Scope) -> None:
        for alias in node.names:
            self.tree.parents[alias] = node
            if alias.name == "*":
                scope.stars.append(node)
                continue
            path = f"{node.module}.{alias.name}" if node.module else alias.name
            name = alias.asname or alias.name
            binding = Binding(name, alias, node, path, node.level, what="an import")
            self._bind(scope, binding)

    def _global(self, node: ast.Global, scope: Scope) -> None:
        scope.globals.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal, scope: Scope) -> None:
        scope.nonlocals.update(node.names)

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope
    ) -> Iterator[Step]:
        self._bind_name(scope, node.name, node, "a function")
        yield from node.decorator_list
        outer = yield from self._type_parameters(node, scope)
        yield from self._arguments(node.args, outer, node)
        yield [node.returns], outer, node
        inner = self._inner(node, outer)
        self._parameters(node.args, inner)
        declare(node.body, inner)
        yield node.body, inner, node

    def _lambda(self, node: ast.Lambda, scope: Scope) -> Iterator[Step]:
        yield from self._arguments(node.args, scope, node)
        inner = self._inner(node, scope)
        self._parameters(node.args, inner)
        yield [node.body], inner, node

    def _class(self, node: ast.ClassDef, scope: Scope) -> Iterator[Step]:
        self._bind_name(scope, node.name, node, "a class")
        yield from node.decorator_list
        outer = yield from self._type_parameters(node, scope)
        yield [*node.bases, *node.keywords], outer, node
        inner = self._inner(node, outer)
        declare(node.body, inner)
        yield node.body, inner, node

    def _comprehension(
        self,
        node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
        scope: Scope,
    ) -> Iterator[Step]:
        inner = self._inner(node, scope)
        for index, generator in enumerate(node.generators):
            self.tree.parents[generator] = node
            yield [generator.iter], inner if index else scope, generator
            yield [generator.target, *generator.ifs], inner, generator
        if isinstance(node, ast.DictComp):
            yield [node.key, node.value], inner, node
        else:
            yield [node.elt], inner, node

    def _except(self, node: ast.ExceptHandler, scope: Scope) -> Iterator[Step]:
        self._bind_name(scope, node.name, node, "an `except ... as`")
        yield from ast.iter_child_nodes(node)

    def _capture(self, node: ast.AST, scope: Scope) -> Iterator[Step]:
        name = node.rest if isinstance(node, ast.MatchMapping) else None
        if isinstance(node, (ast.MatchAs, ast.MatchStar)):
            name = node.name
        self._bind_name(scope, name, node, "a `match` capture")
        yield from ast.iter_child_nodes(node)

    def _inner(self, node: ast.AST, parent: Scope) -> Scope:
        inner = Scope(node, parent)
        self.tree.scope_of[node] = inner
        return inner

    def _type_parameters(
        self, node: ast.AST, scope: Scope
    ) -> Generator[Step, None, Scope]:
        parameters: Sequence[ast.AST] = getattr(node, "type_params", ())
        if not parameters:
            return scope
        outer = Scope(node, scope)
        for parameter in parameters:
            name: str | None = getattr(parameter, "name", None)
            self._bind_name(outer, name, parameter, "a type parameter")
        yield parameters, outer, node
        return outer

    def _arguments(
        self, args: ast.arguments, scope: Scope, parent: ast.AST
    ) -> Iterator[Step]:
        self.tree.parents[args] = parent
        yield [*args.defaults, *args.kw_defaults], scope, args
        for arg in _all_arguments(args):
            self.tree.parents[arg] = args
            yield [arg.annotation], scope, arg

    def _parameters(self, args: ast.arguments, inner: Scope) -> None:
        for arg in _all_arguments(args):
            inner.bindings.setdefault(arg.arg, []).append(
                Binding(arg.arg, arg, None, what="a parameter")
            )


def _outside_of_classes(scope: Scope) -> Scope:
    """Return where a name is looked up that the body of a class does not have yet."""
    while scope.is_class and scope.parent is not None:
        scope = scope.parent
    return scope


def _all_arguments(args: ast.arguments) -> list[ast.arg]:
    extra = [arg for arg in (args.vararg, args.kwarg) if arg is not None]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *extra]


def declare(body: Sequence[ast.stmt], scope: Scope) -> None:
    """Note the scope's ``global`` and ``nonlocal`` names before anything binds."""
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Global):
            scope.globals.update(node.names)
        elif isinstance(node, ast.Nonlocal):
            scope.nonlocals.update(node.names)
        elif not isinstance(node, _WITH_SCOPES):
            pending += blocks_of(node)


_HANDLERS: dict[
    type[ast.AST], Callable[[_Binder, Any, Scope], Iterator[Step] | None]
] = {
    ast.Name: _Binder._name,
    ast.Assign: _Binder._assign,
    ast.AnnAssign: _Binder._ann_assign,
    ast.NamedExpr: _Binder._named_expr,
    ast.Import: _Binder._import,
    ast.ImportFrom: _Binder._import_from,
    ast.Global: _Binder._global,
    ast.Nonlocal: _Binder._nonlocal,
    ast.FunctionDef: _Binder._function,
    ast.AsyncFunctionDef: _Binder._function,
    ast.Lambda: _Binder._lambda,
    ast.ClassDef: _Binder._class,
    ast.ListComp: _Binder._comprehension,
    ast.SetComp: _Binder._comprehension,
    ast.DictComp: _Binder._comprehension,
    ast.GeneratorExp: _Binder._comprehension,
    ast.ExceptHandler: _Binder._except,
    ast.MatchAs: _Binder._capture,
    ast.MatchStar: _Binder._capture,
    ast.MatchMapping: _Binder._capture,
}
