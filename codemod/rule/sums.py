"""Lengths as sums, so that `total - warmup` is seen to be short by `warmup`.

An expression becomes a sum of products of what it is made of, each with its factor:
``(epochs - 2) * n`` is ``{(epochs, n): 1, (n,): -2}``. Names that are bound once stand
for what they are bound to, unless that is a plain number, which keeps its name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from ..names.certain import binding_here, through_names, value_here
from ..names.own_fields import field_value
from ..names.scopes import ScopeTree
from ..names.syntax import is_builtin, is_deep
from ..verify.call import is_impure
from .known import is_number

if TYPE_CHECKING:
    from ..sites.site import Site

Term: TypeAlias = tuple[str, ...]
Sum: TypeAlias = Mapping[Term, float]

_DEEPEST = 20
_MOST = 32  # parts of a sum, and of each of them
_LONGEST = 10_000  # letters of a part
_ROUNDING = frozenset({"int", "round", "float"})
_LIMITING = frozenset({"max", "min"})


def sum_of(site: Site, node: ast.expr) -> Sum:
    """Return what a length of a site is the sum of.

    It is that up to rounding, and a limit from above or below is passed over, as in
    ``max(total - warmup, 1)``.
    """
    return _Reader(site.module.scopes).sum(node, 0)


def _plain(scopes: ScopeTree, node: ast.expr, depth: int) -> ast.expr:
    """Return a length without the rounding and the limits around it."""
    if isinstance(node, ast.Name) and depth < _DEEPEST:
        value = value_here(scopes, node)
        if isinstance(value, ast.Call) and _wraps(scopes, value):
            return _plain(scopes, value, depth + 1)
    if isinstance(node, ast.Call) and (inner := _wraps(scopes, node)) is not None:
        return _plain(scopes, inner, depth + 1)
    return node


def _wraps(scopes: ScopeTree, call: ast.Call) -> ast.expr | None:
    """Return the product that a call rounds, or the difference, which it may limit."""
    if not is_builtin(scopes, call.func) or call.keywords:
        return None
    name = getattr(call.func, "id", "")
    if name in _LIMITING:
        rest = [one for one in call.args if not isinstance(one, ast.Constant)]
    else:
        rest = call.args if name in _ROUNDING else []
    if len(rest) != 1 or isinstance(rest[0], ast.Starred):
        return None
    parts = [*ast.walk(rest[0])]
    differs = any(isinstance(one, ast.Sub) for one in parts)
    if name in _ROUNDING and not differs:
        # A share of a length is a part of its own: the length less it is no share.
        differs = not any(isinstance(one, ast.Constant) for one in parts)
    return rest[0] if differs else None


class _Reader:
    def __init__(self, scopes: ScopeTree) -> None:
        self._scopes = scopes
        self._sums: dict[ast.expr, Sum] = {}
        self._texts: dict[ast.AST, str] = {}

    def sum(self, node: ast.expr, depth: int) -> Sum:
        """Return an expression as a sum, worked out once."""
        if node not in self._sums:
            self._sums[node] = self._sum(node, depth)
        return self._sums[node]

    def _sum(self, node: ast.expr, depth: int) -> Sum:
        if depth > _DEEPEST:
            return {(f"{id(node)}",): 1}
        if isinstance(node, ast.Constant) and is_number(node.value):
            return {(): node.value}
        plain = _plain(self._scopes, node, depth)
        if plain is not node:
            return self.sum(plain, depth + 1)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return _product({(): -1}, self.sum(node.operand, depth + 1))
        if isinstance(node, ast.BinOp):
            found = self._combined(node, depth + 1)
            if found is not None and _is_small(found):
                return found
        value = self._behind(node)
        if value is not None:
            return self.sum(value, depth + 1)
        return {(self._text(node, depth),): 1}

    def _combined(self, node: ast.BinOp, depth: int) -> Sum | None:
        if not isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)):
            return None
        left, right = self.sum(node.left, depth), self.sum(node.right, depth)
        if isinstance(node.op, ast.Mult):
            return _product(left, right)
        if isinstance(node.op, ast.Sub):
            right = _product({(): -1}, right)
        return _added((*left.items(), *right.items()))

    def _behind(self, node: ast.expr) -> ast.expr | None:
        """Return what a name or a field stands for, if looking at it tells."""
        value: ast.expr | None = None
        if isinstance(node, ast.Name):
            value = value_here(self._scopes, node)
        elif isinstance(node, ast.Attribute):
            value = field_value(self._scopes, node)
        if value is None or isinstance(value, ast.Constant) or is_deep(value):
            return None
        return None if any(map(self._may_change, ast.walk(value))) else value

    def _may_change(self, node: ast.AST) -> bool:
        """Whether what a node is may be something else where it is read again."""
        if not isinstance(node, ast.Name):
            return is_impure(node)
        if binding_here(self._scopes, node) is not None:
            return False
        scope = self._scopes.scope_of.get(node)
        return scope is not None and self._scopes.lookup(node.id, scope) is not None

    def _text(self, node: ast.AST, depth: int) -> str:
        """Return a text that is the same for what certainly has the same value."""
        if node not in self._texts:
            text = self._written(node, depth)
            self._texts[node] = text if len(text) < _LONGEST else f"{id(node)}"
        return self._texts[node]

    def _written(self, node: ast.AST, depth: int) -> str:
        if isinstance(node, (ast.Name, ast.Attribute)):
            value = self._behind(node)
            if value is not None and depth < _DEEPEST:
                return self._text(value, depth + 1)
        if isinstance(node, ast.Attribute):
            value = field_value(self._scopes, node)
            if isinstance(value, ast.Constant):
                return f"{node.attr}@{id(value)}"
        if isinstance(node, ast.Name):
            scope = self._scopes.scope_of.get(node)
            if scope is None:
                return f"{id(node)}"  # it stands for a value that is not seen
            binding = binding_here(self._scopes, node)
            owner = self._scopes.lookup(node.id, scope)
            return f"{node.id}@{id(owner)}#{id(binding)}"
        if depth > _DEEPEST:
            return f"{id(node)}"
        parts = [
            self._text(part, depth + 1) if isinstance(part, ast.AST) else repr(part)
            for name, field in ast.iter_fields(node)
            if name != "ctx"
            for part in (field if isinstance(field, list) else [field])
        ]
        return f"{type(node).__name__}({','.join(parts)})"


def _is_small(terms: Sum) -> bool:
    few = len(terms) <= _MOST and all(len(term) <= _MOST for term in terms)
    return few and all(map(is_number, terms.values()))


def _added(terms: Iterable[tuple[Term, float]]) -> Sum:
    found: dict[Term, float] = {}
    for term, factor in terms:
        found[term] = found.get(term, 0) + factor
    return found


def _product(left: Sum, right: Sum) -> Sum:
    return _added(
        (tuple(sorted((*one, *other))), factor * own)
        for one, factor in left.items()
        for other, own in right.items()
    )


def is_short_by(length: Sum, part: Sum, times: int = 1) -> bool:
    """Whether a part is subtracted from a length, at least so many times.

    A part that is a plain number is not looked for: any number could be it.
    """
    telling = {term: factor for term, factor in part.items() if term and factor}
    return bool(telling) and all(
        length.get(term, 0) * (1 if factor > 0 else -1) <= -abs(factor) * times
        for term, factor in telling.items()
    )


def difference(one: Sum, other: Sum) -> float | None:
    """Return the number by which one sum is more than another, or None."""
    left = {term: one.get(term, 0) - other.get(term, 0) for term in {*one, *other}}
    constant = left.pop((), 0)
    return None if any(left.values()) else constant


def subtracted(site: Site, node: ast.expr) -> list[ast.expr]:
    """Return what a length is written to subtract, outermost first."""
    scopes = site.module.scopes
    found: list[ast.expr] = []
    for _ in range(_DEEPEST):
        node = through_names(scopes, _plain(scopes, node, 0))
        if isinstance(node, ast.Name):
            node = value_here(scopes, node) or node
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub):
            break
        found.append(node.right)
        node = node.left
    return found
