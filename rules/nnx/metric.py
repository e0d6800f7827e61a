"""Whether a gradient transformation follows a metric: is there a plateau in it?"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from ...codemod.names.answers import Answers, each
from ...codemod.names.origins import Asked, bound_name, origins
from ...codemod.rule import Flow
from .names import CHAIN, PLATEAU

_PASSES_ON = (tuple, ast.NamedExpr, ast.IfExp, ast.BoolOp)


def follows_metric(flow: Flow, node: ast.expr) -> bool:
    """Whether an expression certainly has `reduce_on_plateau` in it.

    Through names and conditions, whichever way they go, `optax.chain`, tuples, and
    what functions of the module return.
    """
    return flow.remember(_Metrics).answers.ask(bound_name(flow.scopes, node))


class _Metrics:
    """Answers for one module, for each expression once."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.answers = Answers[Asked, bool](
            self._follows, False, lambda node, own, circle: own
        )

    def _follows(self, node: Asked) -> bool:
        if isinstance(node, ast.Call):
            return self._is_made_with(node)
        if isinstance(node, ast.Tuple):
            return any(self._of(node.elts))
        if not isinstance(node, _PASSES_ON):
            return False
        found = origins(self.flow.scopes, node)
        return bool(found) and all(self._of(found))

    def _of(self, nodes: Iterable[ast.AST]) -> list[bool]:
        asked = [bound_name(self.flow.scopes, node) for node in nodes]
        return [value for _, value in each(self.answers.get, asked)]

    def _is_made_with(self, call: ast.Call) -> bool:
        name = self.flow.functions.known(call.func)
        if name == PLATEAU:
            return True
        if name == CHAIN:
            return any(self._of(call.args))
        called = self.flow.functions.called(call.func)
        if called is None or isinstance(called.function, ast.Lambda):
            return False
        returns = [
            node.value
            for node in ast.walk(called.function)
            if isinstance(node, ast.Return) and node.value is not None
        ]
        own = [one for one in returns if self.flow.enclosing(one) is called.function]
        return bool(own) and all(self._of(own))
