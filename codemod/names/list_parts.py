"""The parts of a list that is written out, in one piece or in several."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeGuard

from .certain import sole_value, through_names
from .lists import only_looks
from .own_fields import field_value
from .scopes import ScopeTree

_DEEPEST = 8  # lists in lists
_MOST = 1_000  # parts of one


def parts_of_list(
    scopes: ScopeTree, node: ast.expr, depth: int = 0
) -> list[ast.expr] | None:
    """Return the parts of a list that is written out, here or for a name read here.

    Those that are appended to it before, one after the other, are among them. So are
    those of another one that is added to it or unpacked in it, and of one that is
    repeated, as often. None where there may be others.
    """
    if depth > _DEEPEST:
        return None
    if isinstance(node, ast.Name) and node in scopes.scope_of:
        value, more = sole_value(scopes, node), _appended(scopes, node)
        found = parts_of_list(scopes, value, depth + 1) if value is not None else None
        return None if found is None or more is None else [*found, *more]
    if isinstance(node, ast.Attribute):
        reads = scopes.attributes.get(node.attr, ())
        value = field_value(scopes, node) if len(reads) == 2 else None  # with its store
        return parts_of_list(scopes, value, depth + 1) if value is not None else None
    pieces = [*_pieces(scopes, node, depth + 1)]
    if None in pieces or not (pieces or _is_display(node)):
        return None
    parts = [one for piece in pieces for one in piece or ()]
    return parts if len(parts) <= _MOST else None


def parts_unpacked(scopes: ScopeTree, node: ast.expr) -> list[ast.expr] | None:
    """Return what ``*args`` gives a call, if all of it is written out, or None.

    A tuple stays what it is, whatever else is done with it.
    """
    if isinstance(node, ast.Name) and node in scopes.scope_of:
        value = sole_value(scopes, node)
        if isinstance(value, ast.Tuple):
            return parts_of_list(scopes, value)
    return parts_of_list(scopes, node)


def _pieces(
    scopes: ScopeTree, node: ast.expr, depth: int
) -> Iterator[list[ast.expr] | None]:
    """Yield the pieces that a list is put together of."""
    if _is_display(node):
        for one in node.elts:
            inner = one.value if isinstance(one, ast.Starred) else None
            yield [one] if inner is None else parts_of_list(scopes, inner, depth)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield parts_of_list(scopes, node.left, depth)
        yield parts_of_list(scopes, node.right, depth)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        count = through_names(scopes, node.right)
        times = count.value if isinstance(count, ast.Constant) else None
        if type(times) is int and 0 < times <= _MOST:
            yield from [parts_of_list(scopes, node.left, depth)] * times


def _is_display(node: ast.expr) -> TypeGuard[ast.List | ast.Tuple]:
    return isinstance(node, (ast.List, ast.Tuple))


def _appended(scopes: ScopeTree, name: ast.Name) -> list[ast.expr] | None:
    """Return what is appended to a list before it is read here, if that is all.

    None where anything else is done with it.
    """
    owner = scopes.lookup(name.id, scopes.scope_of[name])
    uses = scopes.uses_of.get((owner, name.id), ()) if owner is not None else ()
    found, block = list[ast.expr](), _block(scopes, name)
    for use in uses:
        outer = scopes.parents[use]
        looks = isinstance(outer, ast.Call) and only_looks(scopes, outer.func)
        if use is name or isinstance(use.ctx, ast.Store) or looks:
            continue
        if isinstance(outer, ast.Starred):
            continue  # whoever unpacks it does not change it
        call = scopes.parents[outer]
        in_line = scopes.parents.get(call) in block
        if not appends(call, use) or not in_line or call.lineno >= name.lineno:
            return None
        found.append(call.args[0])
    stored = [use for use in uses if isinstance(use.ctx, ast.Store)]
    in_line = all(_statement(scopes, one) in block for one in stored)
    return found if not found or in_line else None


def appends(call: ast.AST, name: ast.expr) -> TypeGuard[ast.Call]:
    """Whether a call appends one thing to the list of a name."""
    method = call.func if isinstance(call, ast.Call) else None
    if not isinstance(method, ast.Attribute) or method.value is not name:
        return False
    return method.attr == "append" and len(getattr(call, "args", ())) == 1


def _block(scopes: ScopeTree, name: ast.Name) -> Sequence[ast.AST]:
    """Return the statements that are run one after the other around a name."""
    statement = _statement(scopes, name)
    around = scopes.parents[statement]
    body = getattr(around, "body", [])
    return body if isinstance(body, list) and statement in body else []


def _statement(scopes: ScopeTree, node: ast.AST) -> ast.AST:
    return next(one for one in scopes.ancestors(node) if isinstance(one, ast.stmt))
