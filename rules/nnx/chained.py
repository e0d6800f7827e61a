"""Which of Optax's transformations are certainly in an expression."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from ...codemod.names.answers import Answers, each
from ...codemod.names.list_parts import parts_of_list
from ...codemod.names.origins import Asked, bound_name, origin, origins
from ...codemod.names.scopes import ScopeTree
from ...codemod.rule import Flow
from ..optax.transformations import (
    CHAIN,
    HOLDERS,
    LBFGS,
    NAMED_CHAIN,
    NEEDED,
    ZOOM,
    Inner,
)

_PASSES_ON = (tuple, ast.NamedExpr, ast.IfExp, ast.BoolOp)
_WHOLE = "gradient_transformation"  # the method of `MultiSteps` that gives one


@dataclass(frozen=True, slots=True)
class Chained:
    """What is in a gradient transformation of those that an update has to serve.

    Attributes:
        certain: the names of those that are in it, whichever way the code goes.
        calls: the calls of all that may be in it.
    """

    certain: frozenset[str] = frozenset()
    calls: frozenset[ast.Call] = frozenset()

    def __and__(self, other: Chained) -> Chained:
        """Return what is in one of two that hold both."""
        return Chained(self.certain | other.certain, self.calls | other.calls)

    def __or__(self, other: Chained) -> Chained:
        """Return what is in one that is the one or the other."""
        return Chained(self.certain & other.certain, self.calls | other.calls)


_NOTHING = Chained()
# What leads back to itself is nothing but what it also comes from.
_ANYTHING = Chained(frozenset(NEEDED))


def chained(flow: Flow, nodes: Iterable[ast.expr | None]) -> Chained:
    """Return what is in a transformation that is one of these expressions.

    Through names and conditions, tuples, what holds other transformations, and what
    functions of the module return. None is an expression out of sight.
    """
    answers = flow.remember(_Chains).answers
    return _either(
        answers.ask(bound_name(flow.scopes, node)) if node is not None else _NOTHING
        for node in nodes
    )


def _either(found: Iterable[Chained]) -> Chained:
    all_found = [*found]
    return reduce(Chained.__or__, all_found) if all_found else _NOTHING


def _all(found: Iterable[Chained]) -> Chained:
    return reduce(Chained.__and__, found, _NOTHING)


def _settled(circle: Iterable[Chained]) -> Chained:
    """Return what all of a circle is; what nothing else leads to is nothing."""
    found = _either(circle)
    return found if found.calls else _NOTHING


class _Chains:
    """Answers for one module, for each expression once."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.answers = Answers[Asked, Chained](
            self._chained, _ANYTHING, lambda node, own, circle: _settled(circle)
        )

    def _chained(self, node: Asked) -> Chained:
        if isinstance(node, ast.Call):
            return self._made(node)
        if isinstance(node, ast.Tuple):
            return _all(self._of(node.elts))
        if not isinstance(node, _PASSES_ON):
            return _NOTHING
        return _either(self._of(origins(self.flow.scopes, node)))

    def _of(self, nodes: Iterable[ast.AST]) -> list[Chained]:
        asked = [bound_name(self.flow.scopes, node) for node in nodes]
        return [value for _, value in each(self.answers.get, asked)]

    def _made(self, call: ast.Call) -> Chained:
        name = self.flow.functions.known(call.func)
        if name in NEEDED:
            return Chained(frozenset({name}), frozenset({call}))
        if name in (CHAIN, NAMED_CHAIN):
            return _all(self._of(_spread(self.flow.scopes, call.args)))
        if name in HOLDERS:
            return self._held(name, call)
        if isinstance(call.func, ast.Attribute) and call.func.attr == _WHOLE:
            return _all(self._of([call.func.value]))
        return self._returned(call)

    def _held(self, name: str, call: ast.Call) -> Chained:
        inner = HOLDERS[name]
        given = _argument(call, inner)
        if given is None:
            plain = name == LBFGS and not _is_opaque(call)
            return Chained(frozenset({ZOOM}), frozenset({call})) if plain else _NOTHING
        return _all(self._of(self._values(given) if inner.values else [given]))

    def _values(self, node: ast.expr) -> list[ast.expr]:
        """Return what a dict holds that is written out."""
        written = origin(self.flow.scopes, node)
        if isinstance(written, ast.Dict):
            pairs = zip(written.keys, written.values, strict=True)
            return [value for key, value in pairs if key is not None]
        if isinstance(written, ast.Call) and ast.unparse(written.func) == "dict":
            return [keyword.value for keyword in written.keywords if keyword.arg]
        return []

    def _returned(self, call: ast.Call) -> Chained:
        called = self.flow.functions.called(call.func)
        if called is None or isinstance(called.function, ast.Lambda):
            return _NOTHING
        returns = [
            node.value
            for node in ast.walk(called.function)
            if isinstance(node, ast.Return) and node.value is not None
        ]
        own = [one for one in returns if self.flow.enclosing(one) is called.function]
        return _either(self._of(own))


def _spread(scopes: ScopeTree, arguments: Iterable[ast.expr]) -> list[ast.expr]:
    """Return the arguments, those of a list or tuple that is unpacked one by one."""
    spread: list[ast.expr] = []
    for argument in arguments:
        if isinstance(argument, ast.Starred):
            spread += parts_of_list(scopes, argument.value) or [argument.value]
        else:
            spread.append(argument)
    return spread


def _argument(call: ast.Call, inner: Inner) -> ast.expr | None:
    """Return the argument by which a call is given what it holds."""
    named = [one.value for one in call.keywords if one.arg == inner.name]
    if named:
        return named[0]
    before = call.args[: inner.index + 1]
    if any(isinstance(one, ast.Starred) for one in before):
        return None
    return before[inner.index] if len(before) > inner.index else None


def _is_opaque(call: ast.Call) -> bool:
    starred = any(isinstance(one, ast.Starred) for one in call.args)
    return starred or any(keyword.arg is None for keyword in call.keywords)
