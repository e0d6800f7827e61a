"""What an argument is, in numbers, as far as the project tells.

A value is known where nothing in sight can give another one. One that is stated with a
choice, as a default is, is known where it is supposed: see `judged`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

from ..model import Severity
from ..names.certain import sole_value
from ..names.scopes import ScopeTree

if TYPE_CHECKING:
    from ..sites.site import Site
    from .rule import Report

_DEEPEST = 8  # lists in lists
_MOST = 1_000  # parts of one

Check: TypeAlias = "Callable[[Site], Iterator[Report]]"


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is known; it may be None."""

    value: object


def known_value(site: Site, node: ast.expr) -> Known | None:
    """Return the value that an expression of a site's module has, or None."""
    stated = site.module.values.of(node)
    if stated is None or (stated.choice and site.supposed is None):
        return None
    if stated.choice and site.supposed is not None:
        site.supposed.update({one.name: str(one) for one in stated.places})
    return Known(stated.value)


def known_number(site: Site, node: ast.expr) -> int | float | None:
    """Return the number that an expression of a site's module is, or None."""
    known = known_value(site, node)
    if known is None or isinstance(known.value, bool):
        return None
    return known.value if isinstance(known.value, (int, float)) else None


def judged(check: Check) -> Check:
    """Let a check look at values with a choice, and then at what is certain alone.

    What the first look alone finds is information, and says who states the values.
    What the second one finds as well, gets its numbers from the first.
    """

    @wraps(check)
    def look(site: Site) -> Iterator[Report]:
        places: dict[str, str] = {}
        supposed = [*check(replace(site, supposed=places))]
        if not places:  # nothing was supposed
            yield from supposed
            return
        certain = [*check(site)]
        said = " and ".join(f"`{name}` on {place}" for name, place in places.items())
        for report in supposed:
            same = next((one for one in certain if one.node is report.node), None)
            if same is not None:
                certain.remove(same)
            if same is not None and same.message == report.message:
                yield same
                continue
            severity = same.severity if same is not None else Severity.INFO
            message = f"{report.message} (by {said})"
            yield replace(report, message=message, severity=severity)
        yield from certain

    return look


def known_parts(site: Site, node: ast.expr) -> list[ast.expr] | None:
    """Return the parts of a list that is written out, here or for a name read here.

    Those that are appended to it before, one after the other, are among them. So are
    those of another one that is added to it or unpacked in it, and of one that is
    repeated, as often.
    """
    return _parts(site, node, 0)


def _parts(site: Site, node: ast.expr, depth: int) -> list[ast.expr] | None:
    scopes, appended = site.module.scopes, list[ast.expr]()
    if isinstance(node, ast.Name) and node in scopes.scope_of:
        value, more = sole_value(scopes, node), _appended(scopes, node)
        if value is None or more is None:
            return None
        node, appended = value, more
    if depth > _DEEPEST:
        return None
    inner: list[list[ast.expr] | None] = []
    if isinstance(node, (ast.List, ast.Tuple)):
        for one in node.elts:
            if isinstance(one, ast.Starred):
                inner.append(_parts(site, one.value, depth + 1))
            else:
                inner.append([one])
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        inner += (_parts(site, one, depth + 1) for one in (node.left, node.right))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        inner += [_parts(site, node.left, depth + 1)] * _times(site, node.right)
    if None in inner or not (inner or isinstance(node, (ast.List, ast.Tuple))):
        return None
    found = [one for part in inner for one in part or ()]
    return [*found, *appended] if len(found) <= _MOST else None


def _times(site: Site, node: ast.expr) -> int:
    """Return how often a list is repeated, or 0."""
    count = known_number(site, node)
    return count if isinstance(count, int) and 0 < count <= _MOST else 0


def _appended(scopes: ScopeTree, name: ast.Name) -> list[ast.expr] | None:
    """Return what is appended to a list before it is read here, if that is all.

    None where anything else is done with it.
    """
    owner = scopes.lookup(name.id, scopes.scope_of[name])
    uses = scopes.uses_of.get((owner, name.id), ()) if owner is not None else ()
    found, block = list[ast.expr](), _block(scopes, name)
    for use in uses:
        if use is name or isinstance(use.ctx, ast.Store):
            continue
        call = scopes.parents[scopes.parents[use]]
        in_line = scopes.parents.get(call) in block
        if not _appends(call, use) or not in_line or call.lineno >= name.lineno:
            return None
        found.append(call.args[0])
    stored = [use for use in uses if isinstance(use.ctx, ast.Store)]
    in_line = all(_statement(scopes, one) in block for one in stored)
    return found if not found or in_line else None


def _appends(call: ast.AST, name: ast.Name) -> TypeGuard[ast.Call]:
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
