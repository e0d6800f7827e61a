"""What a call does with a state that it is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ....codemod.names.origins import origins
from ....codemod.names.own_functions import parameters
from ....codemod.names.scopes import FUNCTION_NODES, Function
from ....codemod.rule import Flow
from ..apis import api_of
from ..names import JAX_JIT
from ..understood import Of, is_understood

# What these make of an array is another one.
_ARRAYS = frozenset({"jax.numpy", "jax.numpy.linalg", "numpy", "numpy.linalg"})
# Methods of others that are given a state; the other methods are a state's own.
_TAKING = frozenset({".init", ".restore", ".save"})
# What stands around a function and hands it other objects than it is given itself.
_TRACING = frozenset(
    f"jax.{name}"
    for name in (
        *("checkpoint", "grad", "hessian", "jacfwd", "jacrev", "jit", "make_jaxpr"),
        *("eval_shape", "pmap", "remat", "value_and_grad", "vmap"),
    )
)
_OF_LEAVES = frozenset({"value", "shape", "dtype", "ndim", "size", "sharding"})


def is_used_up(flow: Flow, node: ast.expr, call: ast.Call) -> bool:
    """Whether what comes out of a call has nothing of the state in it."""
    api = api_of(flow, call.func)
    if api.rpartition(".")[0] in _ARRAYS or _is_traced(flow, call.func):
        return True
    if _keeps_variables(flow, call):
        return False
    if api == "sorted":  # of a part, such as its items, it gives what is in them
        return isinstance(node, ast.Call) and api_of(flow, node.func) == "nnx.state"
    method = f".{call.func.attr}" if isinstance(call.func, ast.Attribute) else ""
    names = [name for name in (api, method if method in _TAKING else "") if name]
    return any(is_understood(Of.STATE, name, keeping=True) for name in names)


def _keeps_variables(flow: Flow, call: ast.Call) -> bool:
    """Whether ``is_leaf`` lets the variables themselves come out of `jax.tree.map`."""
    names = [one.arg for one in call.keywords]
    if not {"is_leaf", None} & {*names}:
        return False
    mapped = call.args[0] if call.args else None
    if not isinstance(mapped, ast.Lambda):
        return True
    given = {one.arg for one in mapped.args.args}
    return any(
        isinstance(one, ast.Name)
        and one.id in given
        and getattr(flow.scopes.parents[one], "attr", "") not in _OF_LEAVES
        for one in ast.walk(mapped.body)
    )


def _is_traced(flow: Flow, callee: ast.expr) -> bool:
    """Whether `jax.grad` or its like stands around a function, and copies."""
    return isinstance(callee, ast.Call) and is_traced_by(flow, callee.func)


def is_traced_by(flow: Flow, function: ast.expr) -> bool:
    """Whether a function traces what it is given, and hands it copies."""
    return api_of(flow, function) in _TRACING


def is_copied(flow: Flow, function: Function, callee: ast.expr) -> bool:
    """Whether `jax.jit` stands between a call and the function, and copies."""
    if is_jitted(flow, function):
        return True
    binding = flow.scopes.sole_binding(callee) if isinstance(callee, ast.Name) else None
    made = binding.value if binding is not None else None
    return isinstance(made, ast.Call) and flow.functions.transform(made.func) == JAX_JIT


def is_jitted(flow: Flow, function: Function) -> bool:
    """Whether a function is decorated with `jax.jit`, and so copied in and out."""
    ways = flow.functions.decorators(function)
    return any(flow.functions.transform(one) == JAX_JIT for one in ways)


def received_by(
    flow: Flow, node: ast.expr, call: ast.Call
) -> Iterator[tuple[Function, str]]:
    """Yield the functions of the module that a call may run, with the parameter."""
    called, pairs = flow.functions.bound_by(call)
    if called is not None:
        for value, parameter in pairs:
            if value is node and parameter is not None:
                yield called.function, parameter.arg
        return
    found = origins(flow.scopes, call.func)
    functions = [one for one in found if isinstance(one, FUNCTION_NODES)]
    names = [parameters(call, one).get(node) for one in functions]
    if len(functions) == len(found) and None not in names:
        yield from zip(functions, filter(None, names), strict=True)
