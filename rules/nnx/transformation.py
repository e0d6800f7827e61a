"""Whether what an optimizer's transformation sees is the same since Flax 0.11."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.names.origins import origins
from ...codemod.names.scopes import FUNCTION_NODES
from ...codemod.names.syntax import shown
from ...codemod.rule import Flow, Instance
from .apis import api_of
from .calls import made, transform_given
from .masks import asks_on, is_understood_mask
from .names import OPTIMIZERS
from .transforms import (
    CALLED,
    CHAINS,
    INJECTS,
    MASKED,
    PLAIN,
    STATELESS,
    WRAPPERS,
)
from .unlisted_transforms import not_listed, unlisted

_LIBRARIES = ("jax", "numpy", "flax", "optax")


def doubts_about_transform(instance: Instance) -> Iterator[str]:
    """Yield what of an optimizer's transformation is not known to be the same."""
    for creation in made(instance, *OPTIMIZERS):
        yield from transform_doubts(instance.flow, creation.call)


def transform_doubts(flow: Flow, call: ast.Call) -> Iterator[str]:
    """Yield what of the transformation that a constructor is given is not known."""
    transform = transform_given(call)
    if transform is not None:
        yield from _Transformation(flow).doubts(transform)


class _Transformation:
    """What makes one transformation, through names and functions of the module."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._seen: set[ast.AST] = set()
        self._unseen: list[ast.AST] = []

    def doubts(self, transform: ast.expr) -> Iterator[str]:
        """Yield what is not listed; last, what it might be made with out of sight."""
        pending: list[ast.AST] = [transform]
        while pending:
            for node in origins(self.flow.scopes, pending.pop()):
                if node not in self._seen:
                    self._seen.add(node)
                    made_with, doubt = self._look(node)
                    pending += made_with
                    if doubt:
                        yield doubt
        if self._unseen:
            where = _where(self._unseen[0])
            for what in unlisted(self.flow):
                yield f"{where} may be made with {what}"

    def _look(self, node: ast.AST) -> tuple[list[ast.AST], str]:
        """Return what a part is made with in its turn, and what is wrong with it."""
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Tuple | ast.List):
            return [*node.elts], ""
        if isinstance(node, ast.ListComp | ast.Starred):
            return [node.elt if isinstance(node, ast.ListComp) else node.value], ""
        if isinstance(node, ast.arg):
            return self._parameter(node), ""
        if isinstance(node, ast.Attribute):
            held = self.flow.resolver.members.attribute(node)
            if held is not None:
                return [*held.values], ""
        if not isinstance(node, ast.Constant):
            self._unseen.append(node)
        return [], ""

    def _parameter(self, node: ast.arg) -> list[ast.AST]:
        """Return what the module gives for a parameter; others may give more."""
        self._unseen.append(node)
        around = self.flow.scopes.ancestors(node)
        function = next(
            (one for one in around if isinstance(one, FUNCTION_NODES)), None
        )
        if function is None:
            return []
        return [
            value
            for call, called in self.flow.callers(function)
            for value, parameter in called.bound(call)
            if parameter is node
        ]

    def _call(self, call: ast.Call) -> tuple[list[ast.AST], str]:
        callee = call.func
        if isinstance(callee, ast.Call) and self._name(callee.func) in INJECTS:
            inner = callee.args[0] if callee.args else callee
            return self._constructed(self._name(inner), call)
        if (
            isinstance(callee, ast.Attribute)
            and callee.attr == "gradient_transformation"
        ):
            return [callee.value], ""
        name = self._name(callee)
        if name:
            return self._constructed(name, call)
        called = self.flow.functions.called(callee)
        if called is not None and not called.is_constructor:
            return [*_returned(self.flow, called.function)], ""
        if called is not None:
            return [], f"`{shown(callee)}` on line {call.lineno} is a class of its own"
        path = api_of(self.flow, callee)
        if path.partition(".")[0] in _LIBRARIES:
            return [], not_listed(self.flow, call)
        self._unseen.append(call)
        return [], ""

    def _name(self, callee: ast.expr) -> str:
        path = api_of(self.flow, callee)
        return path.rpartition(".")[2] if path.startswith("optax.") else ""

    def _constructed(self, name: str, call: ast.Call) -> tuple[list[ast.AST], str]:
        if name in CHAINS:
            return [*call.args], ""
        if name in WRAPPERS and call.args:
            return self._wrapped(name, call)
        if name in PLAIN or name in MASKED:
            return [], self._arguments(name, call)
        return [], not_listed(self.flow, call)

    def _wrapped(self, name: str, call: ast.Call) -> tuple[list[ast.AST], str]:
        inner = call.args[0]
        if name in MASKED:
            stateless = (
                isinstance(inner, ast.Call) and self._name(inner.func) in STATELESS
            )
            if not stateless or (isinstance(inner, ast.Call) and len(inner.args) > 1):
                return [], not_listed(self.flow, call)
        return [inner], self._arguments(name, call)

    def _arguments(self, name: str, call: ast.Call) -> str:
        """Return which argument may look at more than shapes, or nothing."""
        word, index = MASKED.get(name, ("", len(call.args)))
        given = [one.value for one in call.keywords if one.arg == word]
        for mask in [*given, *call.args[index : index + 1]]:
            if not is_understood_mask(self.flow, mask):
                where = f"`{shown(mask)}`, on line {asks_on(self.flow, mask)}"
                return f"the mask {where}, may see other trees than it did"
        for keyword in call.keywords:
            if keyword.arg in CALLED:
                return not_listed(self.flow, call)
            if keyword.arg is None and name in MASKED:
                self._unseen.append(keyword.value)
        return ""


def _where(node: ast.AST) -> str:
    name = node.arg if isinstance(node, ast.arg) else shown(node)
    return f"`{name}` on line {getattr(node, 'lineno', 0)}"


def _returned(flow: Flow, function: ast.AST) -> Iterator[ast.expr]:
    if isinstance(function, ast.Lambda):
        yield function.body
    for node in ast.walk(function):
        if not isinstance(node, ast.Return) or node.value is None:
            continue
        if flow.enclosing(node) is function:
            yield node.value
