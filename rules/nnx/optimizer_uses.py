"""What is done with an optimizer, which stays the same only if all is understood."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.names.syntax import shown
from ...codemod.rule import Instance
from .apis import api_of
from .derived import own_names
from .half_done import method_taken
from .own_code import is_of_project
from .understood import Of, is_understood


def unlisted_uses(instance: Instance, keeps: str) -> Iterator[str]:
    """Yield the uses of an optimizer that are not known to be harmless."""
    yield from _unlisted_attributes(instance, keeping=bool(keeps))
    for place in instance.escapes:
        if place.what == "is shown":
            yield f"it {place}"
        if place.call is not None and not _is_listed(instance, place.call, bool(keeps)):
            yield f"it {place}"


def _unlisted_attributes(instance: Instance, *, keeping: bool) -> Iterator[str]:
    own = own_names(instance)
    for node in (*instance.reads, *instance.writes):
        if node.attr in own:
            continue
        if node.attr == "update":
            yield from method_taken(instance.flow, node)
        elif not is_understood(Of.OPTIMIZER, f".{node.attr}", keeping=keeping):
            yield f"`{shown(node)}` is used on line {node.lineno}"
    for method in instance.calls:
        if method.name in own:
            continue
        if not is_understood(Of.OPTIMIZER, f".{method.name}", keeping=keeping):
            yield f"`{shown(method.call.func)}` is called on line {method.call.lineno}"


def _is_listed(instance: Instance, call: ast.Call, keeping: bool) -> bool:
    """Whether what is given the optimizer is listed, or is code of the project."""
    flow = instance.flow
    if is_understood(Of.OPTIMIZER, api_of(flow, call.func), keeping=keeping):
        return True
    return is_of_project(flow, call.func)
