"""What a parameter is given: by the one call of its function, or by its default."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from ..names.own_functions import parameters
from ..names.scopes import FUNCTION_NODES, Function, Scope
from ..names.syntax import is_named, last_name, written
from .gin import given_by_gin
from .spots import Given, Spot, Way
from .tree import Module, Tree

_MOST = 20  # modules that are searched for calls of one function


def given_to_parameter(tree: Tree, module: Module, node: ast.arg) -> Given | None:
    """Return what gives a parameter its value, if one place does."""
    function = module.scopes.parents[module.scopes.parents[node]]
    if not isinstance(function, FUNCTION_NODES):
        return None
    bound = given_by_gin(tree, module, node)
    if bound is not None:
        return bound
    calls, unseen = _calls(tree, module, function)
    passed = [
        (where, value)
        for where, call in calls
        for value in _passed(call, function, node.arg)
    ]
    default = default_of(function.args, node.arg)
    if default is not None and (not calls or len(passed) < len(calls)):
        given = _by_default(module, node, default, passed, unseen)
        return replace(given, owner=_owner(function, node))
    if len(passed) != 1 or len(calls) != 1:
        return None
    where, value = passed[0]
    owner = _owner(function, node)
    return Given(Spot(where, value), Way.CALL, value.lineno, unseen, owner)


def given_by_calls(tree: Tree, module: Module, node: ast.arg) -> list[Spot]:
    """Return what the calls that are seen of its function give a parameter."""
    function = module.scopes.parents[module.scopes.parents[node]]
    if not isinstance(function, FUNCTION_NODES):
        return []
    return [
        Spot(where, value)
        for where, call in _calls(tree, module, function)[0]
        for value in _passed(call, function, node.arg)
    ]


def _owner(function: Function, node: ast.arg) -> str:
    return f"{getattr(function, 'name', 'lambda')}({node.arg})"


def default_of(args: ast.arguments, name: str) -> ast.expr | None:
    """Return the default of a parameter, if it has one."""
    positional = [*args.posonlyargs, *args.args]
    last = positional[len(positional) - len(args.defaults) :]
    pairs = [
        *zip(last, args.defaults, strict=True),
        *zip(args.kwonlyargs, args.kw_defaults, strict=True),
    ]
    return next((value for one, value in pairs if one.arg == name), None)


def _by_default(
    module: Module,
    node: ast.arg,
    default: ast.expr,
    passed: list[tuple[Module, ast.expr]],
    unseen: str,
) -> Given:
    choice = unseen
    if passed:
        where, value = passed[0]
        choice = f"the call on {where.at(value)} gives another"
    return Given(Spot(module, default), Way.DEFAULT, node.lineno, choice)


def _calls(
    tree: Tree, module: Module, function: Function
) -> tuple[list[tuple[Module, ast.Call]], str]:
    """Return the calls of a function, and why there may be more of them."""
    if isinstance(function, ast.Lambda):
        return [], "the lambda may be called with another"
    name, owner = _called_as(module, function)
    if owner is None:
        return [], f"`{function.name}` may be called with another"
    uses: list[tuple[Module, ast.expr]] = [
        (module, use)
        for use in module.scopes.uses_of.get((owner, name), ())
        if isinstance(use.ctx, ast.Load)
    ]
    if owner is module.scopes.module:
        uses += used_by_others(tree, module, name)
    calls = [(where, call) for where, use in uses if (call := _call_of(where, use))]
    decorated = bool(function.decorator_list)
    unseen = [f"`{name}` may be called with another"] if decorated or not uses else []
    unseen += [
        f"`{name}` is passed on as a function on {where.at(use)}"
        for where, use in uses
        if _call_of(where, use) is None
    ]
    unseen += filter(None, (_unpacking(call) for _, call in calls))
    if owner is module.scopes.module:
        unseen += filter(None, [tree.opened(module)[0].reads([(owner, name)])])
    unseen += _made_otherwise(module, function)
    return calls, next(iter(unseen), "")


def _made_otherwise(
    module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef
) -> Iterator[str]:
    """Yield where a class makes instances of itself, but not by its name."""
    if function.name != "__init__":
        return
    for node in ast.walk(module.scopes.parents[function]):
        if not isinstance(node, ast.Call):
            continue
        func = node.func
        of_type = isinstance(func, ast.Call) and is_named(func.func, "type")
        if of_type or is_named(func, "cls") or last_name(func) == "__class__":
            yield f"`{written(func)}` on {module.at(node)} may be given another"


def _called_as(
    module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef
) -> tuple[str, Scope | None]:
    """Return by which name a function is called, and the scope that has it.

    An ``__init__`` is called by the name of its class; other methods by none.
    """
    parent = module.scopes.parents.get(function)
    named: ast.AST = function
    if isinstance(parent, ast.ClassDef):
        if function.name != "__init__":
            return function.name, None
        named = parent
    around = module.scopes.scope_of[named].parent
    name = getattr(named, "name", "")
    owner = module.scopes.lookup(name, around) if around is not None else None
    sole = owner is not None and len(owner.bindings[name]) == 1
    return name, owner if sole else None


def _call_of(module: Module, use: ast.expr) -> ast.Call | None:
    parent = module.scopes.parents[use]
    return parent if isinstance(parent, ast.Call) and parent.func is use else None


def _unpacking(call: ast.Call) -> str:
    """Return why it is not seen what a call gives, or nothing."""
    stars = any(isinstance(one, ast.Starred) for one in call.args)
    stars = stars or any(one.arg is None for one in call.keywords)
    return f"what is unpacked on line {call.lineno} is not seen" if stars else ""


def used_by_others(
    tree: Tree, module: Module, name: str
) -> Iterator[tuple[Module, ast.expr]]:
    """Yield where other modules use a name of this one."""
    for count, other in enumerate(tree.importing(name, module)):
        if count == _MOST:
            return
        for node in other.reads.get(name, ()):
            if tree.is_imported_as(other, node, module):
                yield other, node


def _passed(call: ast.Call, function: Function, name: str) -> Iterator[ast.expr]:
    """Yield what a call gives a parameter."""
    method = isinstance(function, ast.FunctionDef) and function.name == "__init__"
    args = [ast.Constant(None), *call.args] if method else call.args
    given = ast.Call(call.func, args, call.keywords)
    for value, parameter in parameters(given, function).items():
        if parameter == name and hasattr(value, "lineno"):  # not the instance itself
            yield value
