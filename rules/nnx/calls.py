"""The calls around an NNX optimizer, told apart by the Flax that they are for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ...codemod.objects.values import Creation
from ...codemod.rule import Flow, Instance, MethodCall


class Style(StrEnum):
    """For which Flax an update is written."""

    OLD = "old"
    NEW = "new"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Update:
    """A call of an optimizer's ``update``.

    Attributes:
        method: the call.
        style: OLD is ``update(grads)``, NEW ``update(model, grads)``; OTHER is
            neither, or does not show it.
        gradients: the gradients, where the style is OLD.
        by_name: whether they are given as ``grads=``.
    """

    method: MethodCall
    style: Style
    gradients: ast.expr | None = None
    by_name: bool = False

    @property
    def call(self) -> ast.Call:
        """The call itself."""
        return self.method.call


def updates(instance: Instance) -> list[Update]:
    """Return an optimizer's updates, in source order."""
    return [_update(method) for method in instance.methods("update")]


def unheld_updates(flow: Flow) -> Iterator[Update]:
    """Yield the updates of what is in no place, as of an entry of a computed key."""
    for node in flow.scopes.nodes(ast.Call):
        if (
            isinstance(node.func, ast.Attribute)
            and node.func.attr == "update"
            and isinstance(node.func.value, ast.Subscript)
            and flow.object_of(node.func.value) is None
        ):
            scope = flow.scopes.module
            yield _update(MethodCall(node, node.func.value, "update", scope))


def style_of(call: ast.Call) -> Style:
    """Return for which Flax a call of ``update`` is written."""
    named = {keyword.arg for keyword in call.keywords}
    starred = any(isinstance(one, ast.Starred) for one in call.args)
    count = len(call.args) + ("model" in named) + ("grads" in named)
    if starred or not count or count > 2 or (len(call.args) == 1 and "model" in named):
        return Style.OTHER
    if count == 2:
        return Style.NEW
    if None in named and not call.args:
        return Style.OTHER
    return Style.OLD if call.args or "grads" in named else Style.OTHER


def is_old_update(node: ast.AST, *, by_name: bool = False) -> bool:
    """Whether a node is an old-style call of some ``update``, of whatever object.

    With ``by_name``, only where it gives its gradients so.
    """
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "update"
        and style_of(node) is Style.OLD
        and not (by_name and node.args)
    )


def _update(method: MethodCall) -> Update:
    style = style_of(method.call)
    if style is not Style.OLD:
        return Update(method, style)
    if method.call.args:
        return Update(method, style, method.call.args[0])
    given = [one.value for one in method.call.keywords if one.arg == "grads"]
    return Update(method, style, given[0], by_name=True)


_LISTS = (ast.Tuple, ast.List)


class Wrt(StrEnum):
    """How a constructor is told which variables to train."""

    MISSING = "missing"
    POSITIONAL = "positional"
    KEYWORD = "keyword"
    OPAQUE = "opaque"


def lacks_wrt(call: ast.Call) -> bool:
    """Whether arguments that are unpacked where they stand, all seen, give no `wrt`."""
    opaque = [one.value for one in call.args if isinstance(one, ast.Starred)]
    opaque += [one.value for one in call.keywords if one.arg is None]
    if not opaque or not all(isinstance(one, (*_LISTS, ast.Dict)) for one in opaque):
        return False
    count, named = 0, {keyword.arg for keyword in call.keywords}
    for one in call.args:
        inner = one.value if isinstance(one, ast.Starred) else None
        count += len(inner.elts) if isinstance(inner, _LISTS) else 1
    for given in opaque:
        keys = given.keys if isinstance(given, ast.Dict) else []
        named |= {getattr(key, "value", None) for key in keys}
    return count < 3 and "wrt" not in named


def wrt_of(call: ast.Call) -> Wrt:
    """Return how the constructor ``call`` gives ``wrt``."""
    named = {keyword.arg for keyword in call.keywords}
    if "wrt" in named:
        return Wrt.KEYWORD
    if None in named or any(isinstance(one, ast.Starred) for one in call.args):
        return Wrt.OPAQUE
    count = len(call.args) + len(named & {"model", "tx"})
    if count > 3:
        return Wrt.OPAQUE
    return Wrt.POSITIONAL if count == 3 else Wrt.MISSING


def model_of(creation: Creation) -> ast.expr | None:
    """Return the model that a constructor is given, where it shows."""
    call = creation.call
    if call.args:
        return None if isinstance(call.args[0], ast.Starred) else call.args[0]
    return next((one.value for one in call.keywords if one.arg == "model"), None)


def transform_of(creation: Creation) -> ast.expr | None:
    """Return the gradient transformation that a constructor is given."""
    return transform_given(creation.call)


def transform_given(call: ast.Call) -> ast.expr | None:
    """Return the gradient transformation among the arguments of a constructor."""
    named = next((one.value for one in call.keywords if one.arg == "tx"), None)
    if named is not None or len(call.args) < 2:
        return named
    starred = any(isinstance(one, ast.Starred) for one in call.args[:2])
    return None if starred else call.args[1]


def made(instance: Instance, *names: str) -> Iterator[Creation]:
    """Yield the constructors of these classes that make the object."""
    for creation in instance.creations:
        if creation.name in names:
            yield creation
