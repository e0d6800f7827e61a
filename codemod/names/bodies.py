"""What the body of a method does when it runs a second time."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from .definitions import Method
from .syntax import last_name

# What the body of a formula is made of, and what it calls.
_FORMULA = (
    *(ast.Return, ast.If, ast.Raise, ast.Assert, ast.Expr, ast.Pass, ast.Try),
    *(ast.Name, ast.Attribute, ast.Constant, ast.BinOp, ast.UnaryOp, ast.BoolOp),
    *(ast.Compare, ast.IfExp, ast.Call, ast.Subscript, ast.keyword, ast.JoinedStr),
    *(ast.FormattedValue, ast.ExceptHandler, ast.Tuple),
    *(ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
)
_FORMULA_CALLS = frozenset(
    {
        *("abs", "bool", "float", "int", "isinstance", "len", "round", "str", "type"),
        *("ceil", "floor", "prod", "get", "getattr", "hasattr", "super"),
        *("__getattr__", "__getattribute__", "AttributeError", "KeyError"),
    }
)
# What is called where something is only looked up.
_LOOKUPS = frozenset(
    {
        *("getattr", "hasattr", "isinstance", "super", "AttributeError", "KeyError"),
        *("__getattr__", "__getattribute__", "__getitem__"),
    }
)
_STEPS_ON = frozenset({"append", "next", "pop", "popleft"})
_PUTS = frozenset({"setattr", "setdefault"})
_CHANGING = (
    *(ast.AugAssign, ast.Delete, ast.Yield, ast.NamedExpr),
    *(ast.Global, ast.Nonlocal),
)


def is_formula(method: Method) -> bool:
    """Whether all that a body does is to work something out."""
    return _consists_of(method, _FORMULA_CALLS)


def looks_up(method: Method) -> bool:
    """Whether all that a body does is to look something up."""
    return _consists_of(method, _LOOKUPS)


def _consists_of(method: Method, calls: Collection[str]) -> bool:
    return all(
        isinstance(node, _FORMULA)
        and (not isinstance(node, ast.Call) or called(node) in calls)
        for node in _nodes(method)
    )


def changes(method: Method) -> bool:
    """Whether a body puts something somewhere, or steps on."""
    return any(
        isinstance(node, _CHANGING)
        or _is_set(node)
        or (isinstance(node, ast.Call) and called(node) in _STEPS_ON | _PUTS)
        for node in _nodes(method)
    )


def counts(method: Method) -> bool:
    """Whether a body changes its own object, or what is around it."""
    return isinstance(method, ast.FunctionDef) and any(
        isinstance(node, ast.Global | ast.Nonlocal)
        or _is_set(node)
        or (isinstance(node, ast.Call) and called(node) in _STEPS_ON | {"__setattr__"})
        for node in _own(method)
    )


def read_by(method: Method) -> frozenset[str]:
    """Return the attributes that a body takes."""
    nodes = _nodes(method)
    return frozenset(node.attr for node in nodes if isinstance(node, ast.Attribute))


def called(node: ast.AST) -> str:
    """Return the last name of what a call is of, or of what is no call."""
    return last_name(node.func if isinstance(node, ast.Call) else node)


def _nodes(method: Method) -> Iterator[ast.AST]:
    for statement in method.body:
        yield from ast.walk(statement)


def _is_set(node: ast.AST) -> bool:
    """Whether an attribute or an item is set or deleted."""
    return isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(
        node.ctx, ast.Load
    )


def _own(method: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield what a method does with its own object, or with what is around it."""
    others = _made_in(method)
    for node in _nodes(method):
        root: ast.AST = node.func if isinstance(node, ast.Call) else node
        while isinstance(root, ast.Attribute | ast.Subscript):
            root = root.value
        around = isinstance(node, ast.Global | ast.Nonlocal)
        if around or (isinstance(root, ast.Name) and root.id not in others):
            yield node


def _made_in(method: ast.FunctionDef) -> set[str]:
    """Return the names that a method is given or binds, but for its own object's."""
    given = [one.arg for one in ast.walk(method.args) if isinstance(one, ast.arg)]
    receiver = method.args.args[0].arg if method.args.args else ""
    bound = (
        one.id
        for one in ast.walk(method)
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
    )
    return {*given, *bound} - {receiver}
