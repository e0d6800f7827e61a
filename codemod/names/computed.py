"""What the classes in sight compute when an attribute is read, or a length asked for.

A property whose body is a formula gives the same twice, and so does a `__getattr__`
that looks something up. One that counts does not.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator

from ..files.definitions import Method
from ..files.source import Source
from .syntax import last_name

# What decorates a method that is only called, or whose first value is kept.
_STEADY = frozenset(
    {"abstractmethod", "cached_property", "classmethod", "overload", "staticmethod"}
)
_KEPT = frozenset({"cached_property"})
# What a class body calls to say what an attribute is; other calls may make something
# that computes it.
_FIELDS = frozenset({"Field", "dict", "field", "float", "int", "list", "param"})
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
_STEPS_ON = frozenset({"append", "next", "pop", "popleft", "setattr", "setdefault"})
_CHANGING = (
    *(ast.AugAssign, ast.Delete, ast.Yield, ast.NamedExpr),
    *(ast.Global, ast.Nonlocal),
)


def computed(
    name: str, saying: Callable[[str], Iterable[Source]], *, first: bool = False
) -> str:
    """Return where an attribute may be computed anew when it is read, or nothing.

    Args:
        name: the attribute's name.
        saying: the files in sight that say a name.
        first: whether it may be the first time that it is read, so that a value that
            is kept from then on is computed, too.
    """
    pending, asked = [name], {name}
    while pending:
        current = pending.pop()
        for source in saying(current):
            for node, is_member in source.definitions.attributes.get(current, ()):
                if not _computes(node, current, is_member):
                    continue
                if not (isinstance(node, Method) and _is_steady(node, first)):
                    return f"`{current}` is computed {_where(node, source)}"
                more = _read_by(node) - asked
                asked |= more
                pending += more
    return ""


def changing(hook: str, sources: Iterable[Source], *, all_but_formulas: bool) -> str:
    """Return where a method like `__getattr__` changes what it gives, or nothing.

    Args:
        hook: the method's name.
        sources: the files to look into.
        all_but_formulas: whether one counts that is more than a formula, too.
    """
    for source in sources:
        for node in source.definitions.functions.get(hook, ()):
            if _changes(node) or (all_but_formulas and not _is_formula(node)):
                return f"`{hook}` is no formula {_where(node, source)}"
    return ""


def _where(node: ast.AST, source: Source) -> str:
    line = source.told(f"line {getattr(node, 'lineno', 0)}")
    return f"on {line}"


def _computes(node: ast.AST, name: str, is_member: bool) -> bool:
    """Whether to read what a definition gives an attribute may compute."""
    if not is_member:
        return _puts_property(node, name)
    if isinstance(node, Method):
        return bool(node.decorator_list)
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    return isinstance(value, ast.Call) and _last_name(value) not in _FIELDS


def _puts_property(node: ast.AST, name: str) -> bool:
    """Whether a property is put under a name, as ``C.name = property(...)`` does.

    Or by ``setattr`` or ``type``, which are given the name.
    """
    if isinstance(node, ast.Assign):
        targets = (getattr(target, "attr", "") for target in node.targets)
        return name in targets and "property" in _last_name(node.value).lower()
    if not isinstance(node, ast.Call):
        return False
    inside = list(ast.walk(node))
    said = any(isinstance(one, ast.Constant) and one.value == name for one in inside)
    return said and any("property" in _last_name(one).lower() for one in inside)


def _read_by(method: Method) -> set[str]:
    """Return the attributes that a formula reads."""
    nodes = _body(method)
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _is_steady(method: Method, first: bool) -> bool:
    """Whether reading an attribute that a method is decorated to be gives the same."""
    names = {_last_name(one) for one in method.decorator_list}
    if names <= _STEADY and not (first and names & _KEPT):
        return True
    return names <= _KEPT | {"property"} and _is_formula(method)


def _is_formula(method: Method) -> bool:
    """Whether all that a body does is to work something out."""
    return all(
        isinstance(node, _FORMULA)
        and (not isinstance(node, ast.Call) or _last_name(node) in _FORMULA_CALLS)
        for node in _body(method)
    )


def _changes(method: Method) -> bool:
    """Whether a body puts something somewhere, or steps on."""
    return any(
        isinstance(node, _CHANGING)
        or (
            isinstance(node, (ast.Attribute, ast.Subscript))
            and not isinstance(node.ctx, ast.Load)
        )
        or (isinstance(node, ast.Call) and _last_name(node) in _STEPS_ON)
        for node in _body(method)
    )


def _body(method: Method) -> Iterator[ast.AST]:
    for statement in method.body:
        yield from ast.walk(statement)


def _last_name(node: ast.AST) -> str:
    function = node.func if isinstance(node, ast.Call) else node
    return last_name(function)
