"""Which functions of a file a called name may mean, as far as all of them are seen.

A definition, a lambda, and what a loop or pytest's ``parametrize`` takes from a display
of those.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .scopes import Binding, Function, ScopeTree
from .syntax import is_named, last_name, text_of

_LONGEST = 8  # names that lead from one to another
_ITEMS = ("items", "values")
_NO_FUNCTIONS = (ast.Constant, ast.JoinedStr, ast.UnaryOp, ast.BinOp, ast.Compare)
# Decorators that call a function with what they are called with.
_SAME_FUNCTION = frozenset({"cache", "contextmanager", "lru_cache"})
_Column = tuple[int, int]  # which part of an item, of how many


class OutOfSightError(Exception):
    """Something that a name may mean is none of the file's functions."""


def functions_of(scopes: ScopeTree, node: ast.expr) -> list[Function]:
    """Return all functions that a called expression may be; none if one is unseen."""
    try:
        return list(_functions(scopes, node, 0))
    except OutOfSightError:
        return []


def parameters(call: ast.Call, function: Function) -> dict[ast.expr, str]:
    """Return which parameter gets each argument, of those for which that is plain."""
    arguments = function.args
    names = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
    by_name = {*names, *(one.arg for one in arguments.kwonlyargs)}
    found: dict[ast.expr, str] = {}
    for value, name in zip(call.args, names, strict=False):
        if isinstance(value, ast.Starred):
            return found
        found[value] = name
    for keyword in call.keywords:
        if keyword.arg in by_name:
            found[keyword.value] = keyword.arg
    return found


def values_given(scopes: ScopeTree, node: ast.arg) -> list[ast.expr]:
    """Return what `parametrize` gives a parameter, as far as that is written."""
    try:
        source, column = _given(scopes, node)
        return list(_parts(_display(scopes, source), column))
    except OutOfSightError:
        return []


def _functions(scopes: ScopeTree, node: ast.expr, depth: int) -> Iterator[Function]:
    if isinstance(node, ast.Lambda):
        yield node
    elif isinstance(node, ast.Name) and depth < _LONGEST:
        yield from _bound(scopes, _sole(scopes, node), depth + 1)
    elif not isinstance(node, _NO_FUNCTIONS):
        for one in _held(node):
            yield from _functions(scopes, one, depth)


def _held(node: ast.expr) -> list[ast.expr]:
    """Return what a display, or an item that pytest is given, has in it."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return node.elts
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "param":
        return node.args
    raise OutOfSightError


def _bound(scopes: ScopeTree, binding: Binding, depth: int) -> Iterator[Function]:
    """Yield the functions that a binding gives a name."""
    node = binding.node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        for one in node.decorator_list:
            called = one.func if isinstance(one, ast.Call) else one
            name = last_name(called)
            if name not in _SAME_FUNCTION:
                raise OutOfSightError
        yield node
    elif binding.value is not None:
        yield from _functions(scopes, binding.value, depth)
    else:
        source, column = _given(scopes, node)
        for one in _parts(_display(scopes, source), column):
            yield from _functions(scopes, one, depth)


def _sole(scopes: ScopeTree, node: ast.Name) -> Binding:
    binding = scopes.sole_binding(node)
    if binding is None or binding.is_import:
        raise OutOfSightError
    return binding


def _given(scopes: ScopeTree, node: ast.AST) -> tuple[ast.expr, _Column]:
    """Return of what a parameter or the target of a loop is a part, and which one."""
    parent = scopes.parents[node]
    if isinstance(parent, ast.arguments):
        return _parameter(scopes.parents[parent], parent, node)
    column = (0, 1)
    if isinstance(parent, ast.Tuple) and isinstance(node, ast.expr):
        column = (parent.elts.index(node), len(parent.elts))
        node, parent = parent, scopes.parents[parent]
    if not isinstance(parent, ast.For | ast.comprehension) or parent.target is not node:
        raise OutOfSightError
    return parent.iter, column


def _parameter(
    function: ast.AST, arguments: ast.arguments, node: ast.AST
) -> tuple[ast.expr, _Column]:
    """Return what `parametrize` gives a parameter, or what ``lambda f=f:`` keeps."""
    name = getattr(node, "arg", "")
    for call in getattr(function, "decorator_list", ()):
        if getattr(getattr(call, "func", None), "attr", "") == "parametrize":
            names = _names(call.args[0]) if len(call.args) > 1 else []
            if name in names:
                return call.args[1], (names.index(name), len(names))
    positional = [*arguments.posonlyargs, *arguments.args]
    last = positional[len(positional) - len(arguments.defaults) :]
    defaults = [
        *zip(last, arguments.defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    default = next((value for one, value in defaults if one is node), None)
    kept = isinstance(function, ast.Lambda) and is_named(default or function, name)
    if default is None or not kept:
        raise OutOfSightError
    return ast.List([default]), (0, 1)


def _names(node: ast.expr) -> list[str]:
    """Return which parameters `parametrize` is given, in a text or in several."""
    parts = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    return [name for one in parts for name in re.findall(r"\w+", text_of(one) or "")]


def _display(scopes: ScopeTree, node: ast.expr) -> ast.expr:
    """Return the display that is gone over, where its names are only read."""
    items = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _ITEMS
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and items:
        node = node.func.value
    for _ in range(_LONGEST):
        if not isinstance(node, ast.Name):
            break
        value = _sole(scopes, node).value
        owner = scopes.lookup(node.id, scopes.scope_of[node])
        if value is None or owner is None:
            raise OutOfSightError
        if not all(_is_read(scopes, use) for use in scopes.uses_of[owner, node.id]):
            raise OutOfSightError
        node = value
    return node


def _is_read(scopes: ScopeTree, use: ast.Name) -> bool:
    """Whether a use of a display puts nothing into it."""
    parent = scopes.parents[use]
    if isinstance(parent, ast.Attribute):
        return parent.attr in (*_ITEMS, "keys", "get")
    if isinstance(parent, ast.Subscript):
        return isinstance(parent.ctx, ast.Load)
    if isinstance(parent, ast.Call):
        name = last_name(parent.func)
        return name in ("parametrize", "len", "list", "sorted", "set")
    return isinstance(parent, ast.For | ast.comprehension | ast.Compare | ast.Assign)


def _parts(display: ast.expr, column: _Column) -> Iterator[ast.expr]:
    """Yield the part that is taken of each item, or whole items that show no parts."""
    if isinstance(display, ast.Dict):
        yield from display.values
        return
    if not isinstance(display, ast.Tuple | ast.List | ast.Set):
        raise OutOfSightError
    index, count = column
    for item in display.elts:
        parts = _held(item) if count > 1 else [item]
        yield parts[index] if len(parts) == count else item
