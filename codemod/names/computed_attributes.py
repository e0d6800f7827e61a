"""What takes attributes of an object by a computed name, or all of them.

``getattr(t, name)``, ``vars(t)`` and ``t.__setattr__(name, value)`` say whose. Where
a function that takes any is passed on, as in ``get = getattr``, any may be meant.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from .scopes import ScopeTree
from .syntax import is_builtin, is_named, last_name, text_of

TAKING_ONE = frozenset(
    {
        *("getattr", "getattr_static", "setattr", "delattr"),
        *("__getattribute__", "__setattr__", "__delattr__"),
    }
)
"""Functions that are given the name of an attribute, which is taken, or put there."""

# Functions that are given an object, and take all of its attributes.
_TAKING_ALL = frozenset({"vars", "asdict", "getmembers", "getmembers_static"})
GETTERS = frozenset({"attrgetter", "methodcaller"})
"""Functions that are given names of attributes, and make one that takes these."""

# Methods that every object has, by how many arguments they have where they are taken
# from an object; taken from a class they are given the object first.
_METHODS = {"__getattribute__": 1, "__delattr__": 1, "__setattr__": 2}
# What all attributes are in.
_HOLDING = frozenset({"__dict__", "__reduce__", "__reduce_ex__", "__getstate__"})
_ANY_CLASS = ("object", "type")

WORDS = (*TAKING_ONE, *_TAKING_ALL, *GETTERS, *_HOLDING, "__func__", "multiple")
"""What every file says that takes attributes so."""

Taken = tuple[ast.AST, ast.expr | None]
"""What takes attributes, and those of what; None where that is not seen."""


def computed_attributes(scopes: ScopeTree) -> Iterator[Taken]:
    """Yield what takes attributes of an object that it does not name."""
    for node in scopes.nodes(*_TAKERS):
        yield from _TAKERS[type(node)](scopes, node)


def calls_getter(scopes: ScopeTree, call: ast.Call) -> bool:
    """Whether one of `GETTERS` made what is called, of no name such as ``__dict__``."""
    made: ast.AST | None = call.func
    if isinstance(made, ast.Name):
        binding = scopes.sole_binding(made)
        made = binding.value if binding is not None else None
    if not isinstance(made, ast.Call) or last_name(made.func) not in GETTERS:
        return False
    return not any("__" in (text_of(one) or "") for one in made.args)


def is_super(node: ast.expr) -> bool:
    """Whether an expression is ``super()``, by which an object's own are taken."""
    return isinstance(node, ast.Call) and is_named(node.func, "super")


def _attribute(scopes: ScopeTree, node: ast.Attribute) -> Iterator[Taken]:
    if node.attr in _HOLDING:
        yield node, _object(node.value)
    elif node.attr == "__func__":
        method = node.value
        yield node, method.value if isinstance(method, ast.Attribute) else method
    elif not scopes.is_called(node):
        if node.attr in _METHODS:
            yield node, _object(node.value)
        elif node.attr in GETTERS:
            yield node, None


def _name(scopes: ScopeTree, node: ast.Name) -> Iterator[Taken]:
    """Yield a function that is passed on, which may be given any object."""
    passed = isinstance(node.ctx, ast.Load) and not scopes.is_called(node)
    if passed and (
        node.id in GETTERS
        or (node.id in (*TAKING_ONE, "vars") and is_builtin(scopes, node))
    ):
        yield node, None


def _import(scopes: ScopeTree, node: ast.alias) -> Iterator[Taken]:
    """Yield an import that gives such a function another name."""
    renamed = node.asname not in (None, node.name)
    if renamed and node.name in TAKING_ONE | _TAKING_ALL | GETTERS:
        yield node, None


def _call(scopes: ScopeTree, node: ast.Call) -> Iterator[Taken]:
    called, given = last_name(node.func), node.args
    if called in _TAKING_ALL:
        yield from ((node, one) for one in given[:1])
    elif called in GETTERS:
        names = given[:1] if called == "methodcaller" else given
        if any(text_of(one) is None for one in names):
            yield node, _given_to(scopes, node)
    elif called == "multiple":
        if any(keyword.arg is None for keyword in node.keywords):
            yield from ((node, one) for one in given[:1])
    elif called in TAKING_ONE:
        yield from _one(node, called)


def _one(call: ast.Call, called: str) -> Iterator[Taken]:
    """Yield a call that takes one attribute, if it does not say which."""
    given: list[ast.expr] = call.args
    if any(isinstance(one, ast.Starred) for one in given):
        yield call, None
    elif isinstance(call.func, ast.Attribute) and len(given) == _METHODS.get(called):
        if text_of(given[0]) is None:
            yield call, _object(call.func.value)
    elif len(given) > 1 and text_of(given[1]) in (None, *_METHODS, *_HOLDING):
        yield call, _object(given[0])


def _matched(scopes: ScopeTree, node: ast.MatchClass) -> Iterator[Taken]:
    """Yield a pattern that takes attributes by their places in ``__match_args__``."""
    if node.patterns:
        yield node, node.cls


_TAKERS: dict[type[ast.AST], Callable[[ScopeTree, Any], Iterator[Taken]]] = {
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.MatchClass: _matched,
    ast.Name: _name,
    ast.alias: _import,
}


def _object(node: ast.expr) -> ast.expr | None:
    """Return whose attributes are taken of an expression; None where any's may be."""
    return None if is_super(node) or is_named(node, *_ANY_CLASS) else node


def _given_to(scopes: ScopeTree, made: ast.Call) -> ast.expr | None:
    """Return what is given at once to the function that a call makes, if it is."""
    call = scopes.parents[made]
    if isinstance(call, ast.Call) and call.func is made and len(call.args) == 1:
        return call.args[0]
    return None
