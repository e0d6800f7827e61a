"""What is done with a dict of names: `globals()`, `vars(module)`, `sys.modules`.

The uses that are understood are listed here; by any other the dict goes out of sight,
and whatever has it may set every name in it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from .scopes import ScopeTree
from .syntax import is_builtin, is_named, last_name, text_of

EVERY = ""  # the name of a use that is computed, or of all names
OWN = "__name__"
MAIN = "__main__"  # any module may be the one that is run


class Does(Enum):
    """What a use does with a name."""

    READS = auto()  # its value
    SHOWS = auto()  # which names there are, and their values
    TAKES = auto()  # a value, which goes out of sight
    SETS = auto()
    ESCAPES = auto()  # all goes out of sight


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a dict of names.

    Attributes:
        name: which one; EVERY where that is computed.
        node: the expression that uses it; what is read, where it reads.
        does: what it does.
    """

    name: str
    node: ast.AST
    does: Does


# What a method of the dict does, with the name that it is given first, or with all.
_OF_ONE = {
    "get": Does.READS,
    "__getitem__": Does.READS,
    "__contains__": Does.READS,
    "pop": Does.SETS,
    "setdefault": Does.SETS,
    "__setitem__": Does.SETS,
    "__delitem__": Does.SETS,
}
_OF_ALL = frozenset({"keys", "values", "items", "copy", "__iter__", "__len__"})
# Builtins that look at a dict that they are given, and keep nothing of it.
_LOOKS = frozenset(
    {
        *("bool", "dict", "enumerate", "frozenset", "id", "isinstance", "iter", "len"),
        *("list", "max", "min", "print", "repr", "set", "sorted", "str", "tuple"),
        *("type", "any", "all"),
    }
)
_RUNS = ("eval", "exec")  # what these do here is looked at where they are called
_OF_ITEM = ("setitem", "delitem")  # of `operator`, or of pytest's `monkeypatch`


def uses_of_names(scopes: ScopeTree, node: ast.expr) -> Iterator[Use]:
    """Yield what is done with the dict that an expression gives."""
    pending, passed = [node], {node}
    while pending:
        current = pending.pop()
        parent = scopes.parents[current]
        renamed = _renamed(scopes, current, parent)
        if renamed is None:
            handler = _HANDLERS.get(type(parent), _out_of_sight)
            yield from handler(scopes, current, parent)
        else:
            pending += [one for one in renamed if one not in passed]
            passed.update(renamed)


def key_of(node: ast.AST | None) -> str:
    """Return which name a key is, or EVERY; `OWN` is the module's own."""
    if isinstance(node, ast.Name) and node.id == OWN:
        return OWN
    return (text_of(node) if node is not None else None) or EVERY


def _key(scopes: ScopeTree, node: ast.AST | None) -> str:
    """Return which name a key is that stands in a module; its one value, of a name."""
    if isinstance(node, ast.Name) and node.id != OWN:
        binding = scopes.sole_binding(node)
        node = binding.value if binding is not None else None
    return key_of(node)


def _renamed(
    scopes: ScopeTree, node: ast.expr, parent: ast.AST
) -> list[ast.expr] | None:
    """Return the uses of the one name that the dict is given, if it is given one."""
    target: ast.expr | None = None
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        target = parent.targets[0]
    elif isinstance(parent, ast.NamedExpr):
        target = parent.target
    if not isinstance(target, ast.Name) or scopes.sole_binding(target) is None:
        return None
    owner = scopes.lookup(target.id, scopes.scope_of[target])
    assert owner is not None
    uses = scopes.uses_of[owner, target.id]
    around = [parent] if isinstance(parent, ast.NamedExpr) else []
    return [*around, *(use for use in uses if isinstance(use.ctx, ast.Load))]


def _subscripted(
    scopes: ScopeTree, node: ast.expr, parent: ast.Subscript
) -> Iterator[Use]:
    if parent.value is node:
        reads = isinstance(parent.ctx, ast.Load)
        does = Does.READS if reads else Does.SETS
        yield Use(_key(scopes, parent.slice), parent, does)


def _method(scopes: ScopeTree, node: ast.expr, parent: ast.Attribute) -> Iterator[Use]:
    call = scopes.parents[parent]
    called = isinstance(call, ast.Call) and call.func is parent
    if isinstance(call, ast.Call) and called and parent.attr in _OF_ONE:
        given = call.args[0] if call.args else None
        yield Use(_key(scopes, given), call, _OF_ONE[parent.attr])
    elif isinstance(call, ast.Call) and called and parent.attr == "update":
        for name in names_given(call):
            yield Use(name, call, Does.SETS)
    elif called and parent.attr in _OF_ALL:
        yield Use(EVERY, call, Does.SHOWS)
    else:
        yield Use(EVERY, parent, Does.ESCAPES)


def names_given(call: ast.Call, first: int = 0) -> Iterator[str]:
    """Yield the names that a call of ``update`` sets, by keywords or in a dict."""
    for keyword in call.keywords:
        yield EVERY if keyword.arg in (None, "values") else keyword.arg or EVERY
    for node in call.args[first:]:
        if isinstance(node, ast.Dict):
            yield from map(key_of, node.keys)
        else:
            yield EVERY


def _compared(scopes: ScopeTree, node: ast.expr, parent: ast.Compare) -> Iterator[Use]:
    asked = isinstance(parent.ops[-1], ast.In | ast.NotIn) and parent.left is not node
    name = key_of(parent.left) if asked else EVERY
    yield Use(name, parent, Does.READS if name else Does.SHOWS)


def _is_of_here(node: ast.expr) -> bool:
    """Whether a dict of names is written as that of the module or function itself."""
    return (
        isinstance(node, ast.Call)
        and not node.args
        and is_named(node.func, "globals", "locals", "vars")
    )


def _passed(scopes: ScopeTree, node: ast.expr, parent: ast.Call) -> Iterator[Use]:
    function = parent.func
    if isinstance(function, ast.Name) and is_builtin(scopes, function):
        if function.id in _RUNS:
            if not _is_of_here(node):
                yield Use(EVERY, parent, Does.SETS)
            return
        if function.id in _LOOKS:
            yield Use(EVERY, parent, Does.SHOWS)
            return
    name = last_name(function)
    first = parent.args[:1] == [node]
    if name in _OF_ITEM and first and len(parent.args) > 1:
        yield Use(_key(scopes, parent.args[1]), parent, Does.SETS)
    elif name == "dict" and first:  # `mock.patch.dict`
        for given in names_given(parent, 1):
            yield Use(given, parent, Does.SETS)
    else:
        yield Use(EVERY, parent, Does.ESCAPES)


def _unpacked(scopes: ScopeTree, node: ast.expr, parent: ast.keyword) -> Iterator[Use]:
    does = Does.SHOWS if parent.arg is None else Does.ESCAPES
    yield Use(EVERY, scopes.parents[parent], does)


def _displayed(scopes: ScopeTree, node: ast.expr, parent: ast.Dict) -> Iterator[Use]:
    unpacked = any(
        key is None and value is node
        for key, value in zip(parent.keys, parent.values, strict=True)
    )
    yield Use(EVERY, parent, Does.SHOWS if unpacked else Does.ESCAPES)


def _shown(scopes: ScopeTree, node: ast.expr, parent: ast.AST) -> Iterator[Use]:
    yield Use(EVERY, node, Does.SHOWS)


def _dropped(scopes: ScopeTree, node: ast.expr, parent: ast.AST) -> Iterator[Use]:
    yield from ()


def _out_of_sight(scopes: ScopeTree, node: ast.expr, parent: ast.AST) -> Iterator[Use]:
    yield Use(EVERY, node, Does.ESCAPES)


_Handler = Callable[[ScopeTree, ast.expr, Any], Iterator[Use]]
_HANDLERS: dict[type[ast.AST], _Handler] = {
    ast.Subscript: _subscripted,
    ast.Attribute: _method,
    ast.Compare: _compared,
    ast.Call: _passed,
    ast.keyword: _unpacked,
    ast.Dict: _displayed,
    ast.For: _shown,
    ast.comprehension: _shown,
    ast.FormattedValue: _shown,
    ast.Starred: _shown,
    ast.BinOp: _shown,
    ast.Expr: _dropped,
}
