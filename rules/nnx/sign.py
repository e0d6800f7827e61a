"""Whether a metric can be negative, as far as its expression and its names say."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from ...codemod.names.origins import origins
from ...codemod.rule import Flow, constant_number

_MOSTLY_NEGATIVE = r"elbo|log_?probs?|log_?lik(?:elihoods?)?"
_NEGATIVE = re.compile(rf"(?:^|_)(?:{_MOSTLY_NEGATIVE})(?:_|$)")
_EITHER = re.compile(r"(?:^|_)rewards?(?:_|$)")
_TURNED = re.compile(r"(?:^|_)(?:neg|negative|minus)(?:_|$)")
_POSITIVE = re.compile(r"(?:^|_)(?:loss|losses|nll|cost|error)(?:_|$)")
# Functions and methods whose result has the sign of what they are given.
_KEEP_SIGN = frozenset(
    {
        *("mean", "nanmean", "median", "sum", "average", "pmean", "psum"),
        *("float", "float32", "asarray", "array", "item", "astype"),
        *("stop_gradient", "device_get", "block_until_ready"),
    }
)
_DEPTH = 20


class Sign(StrEnum):
    """What is in sight of the sign of a number."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    EITHER = "either"
    UNKNOWN = "unknown"

    @property
    def turned(self) -> Sign:
        """The sign behind a minus."""
        if self is Sign.NEGATIVE:
            return Sign.POSITIVE
        return Sign.EITHER if self is Sign.EITHER else Sign.NEGATIVE


def may_be_negative(flow: Flow, node: ast.expr) -> bool:
    """Whether a minus or a name in an expression says that it can be below 0."""
    return _Signs(flow).of(node, _DEPTH) in (Sign.NEGATIVE, Sign.EITHER)


class _Signs:
    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    def of(self, node: ast.AST, depth: int) -> Sign:
        handler = _HANDLERS.get(type(node))
        if handler is None or not depth:
            return Sign.UNKNOWN
        return handler(self, node, depth - 1)

    def _name(self, node: ast.Name, depth: int) -> Sign:
        said = _said(node.id)
        if said is not Sign.UNKNOWN:
            return said
        found = origins(self.flow.scopes, node)
        return _common(self.of(one, depth) for one in found if one is not node)

    def _attribute(self, node: ast.Attribute, _: int) -> Sign:
        return _said(node.attr)

    def _subscript(self, node: ast.Subscript, _: int) -> Sign:
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        return _said(key) if isinstance(key, str) else Sign.UNKNOWN

    def _call(self, node: ast.Call, depth: int) -> Sign:
        callee = node.func
        name = ast.unparse(callee).rpartition(".")[2]
        if name not in _KEEP_SIGN:
            return _said(name)
        given = [one for one in node.args if constant_number(one) is None]
        if isinstance(callee, ast.Attribute) and (not given or name == "astype"):
            return self.of(callee.value, depth)
        return self.of(given[0], depth) if given else Sign.UNKNOWN

    def _unary(self, node: ast.UnaryOp, depth: int) -> Sign:
        if not isinstance(node.op, ast.USub):
            return Sign.UNKNOWN
        return self.of(node.operand, depth).turned

    def _binary(self, node: ast.BinOp, depth: int) -> Sign:
        left, right = constant_number(node.left), constant_number(node.right)
        if isinstance(node.op, ast.Sub) and left == 0:
            return self.of(node.right, depth).turned
        if not isinstance(node.op, ast.Mult | ast.Div):
            return Sign.UNKNOWN
        if left is not None:
            sign = self.of(node.right, depth)
            return sign.turned if left < 0 else sign
        sign = self.of(node.left, depth)
        return sign.turned if right is not None and right < 0 else sign


def _said(name: str) -> Sign:
    """Return what a name says of the sign of what it holds."""
    words = name.lower()
    if _POSITIVE.search(words):
        return Sign.POSITIVE
    found = Sign.EITHER if _EITHER.search(words) else Sign.UNKNOWN
    if _NEGATIVE.search(words):
        found = Sign.NEGATIVE
    turned = found is not Sign.UNKNOWN and _TURNED.search(words)
    return found.turned if turned else found


def _common(signs: Iterable[Sign]) -> Sign:
    found = {*signs}
    return found.pop() if len(found) == 1 else Sign.UNKNOWN


_HANDLERS: dict[type[ast.AST], Callable[[_Signs, Any, int], Sign]] = {
    ast.Attribute: _Signs._attribute,
    ast.BinOp: _Signs._binary,
    ast.Call: _Signs._call,
    ast.Name: _Signs._name,
    ast.Subscript: _Signs._subscript,
    ast.UnaryOp: _Signs._unary,
}
