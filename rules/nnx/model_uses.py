"""What is done with the model of an optimizer, which trains the same only if all is."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from ...codemod.names.origins import origins
from ...codemod.names.syntax import shown
from ...codemod.rule import Flow, Instance
from .apis import api_of
from .calls import model_of
from .derived import optimizers_made
from .names import JAX_JIT
from .understood import Of, is_understood

# What these do with a model has changed, or may have.
LIBRARIES = frozenset(
    {"copy", "flax", "jax", "lrmigrate", "nnx", "numpy", "optax", "pickle"}
)


def unlisted_uses_of_model(instance: Instance, *, keeping: bool) -> Iterator[str]:
    """Yield which uses of a model are not known to be harmless."""
    flow = instance.flow
    yield from _unlisted_reads(instance, keeping)
    for creation in optimizers_made(instance):
        model = model_of(creation)
        held = flow.object_of(model) if model is not None else None
        for place in held.escapes if held is not None else ():
            call = place.call
            if call is not None and not _is_listed(flow, call, keeping):
                yield f"its model {place}"
        for use in held.uses if held is not None else ():
            outer = flow.scopes.parents[use]
            if isinstance(outer, ast.Call) and _is_jitted(flow, outer):
                what = shown(outer.func)
                yield f"its model is given to `{what}` on line {use.lineno}"


def _unlisted_reads(instance: Instance, keeping: bool) -> Iterator[str]:
    """Yield where the model is read of its optimizer for a use that is not listed."""
    flow = instance.flow
    for read in instance.attributes("model"):
        call = flow.scopes.parents[read]
        if not isinstance(call, ast.Call) or read not in call.args:
            continue
        if not _is_listed(flow, call, keeping):
            what = shown(call.func)
            yield f"`{shown(read)}` is passed to `{what}` on line {read.lineno}"


def _is_jitted(flow: Flow, call: ast.Call) -> bool:
    """Whether a call is of what `jax.jit` makes on the spot, which took no model."""
    if not isinstance(call.func, ast.Call):
        return False
    return flow.functions.transform(call.func.func) == JAX_JIT


def _is_listed(flow: Flow, call: ast.Call, keeping: bool) -> bool:
    """Whether a call that is given a model is listed, or code of no such library."""
    if flow.creation(call) is not None:
        return True
    paths = [api_of(flow, one) for one in _callees(flow, call.func)]
    return all(
        is_understood(Of.MODEL, path, keeping=keeping)
        for path in paths
        if path.partition(".")[0] in LIBRARIES or hasattr(builtins, path)
    )


def _callees(flow: Flow, callee: ast.expr) -> Iterator[ast.AST]:
    """Yield a callee and all that makes it: `f`, of `f(options)(function)`, and `f`."""
    pending: list[ast.AST] = [callee]
    seen: set[ast.AST] = set()
    while pending:
        node = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        yield node
        pending += origins(flow.scopes, node)
        if isinstance(node, ast.Call):
            pending.append(node.func)
