"""A `b2` that is 1.0 in bfloat16: of which optimizers, and in which modules.

Every number is injected with the dtype of the parameters.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import Report, Site, SiteModule
from .calls import given, told

# Optimizers with a `b2` of 0.999, which is 1.0 in bfloat16; of the first set the first
# update is NaN then, and of both the second moment is never filled.
_NOT_A_NUMBER = frozenset({"adam", "adamw", "amsgrad", "lamb", "optimistic_adam_v2"})
_NEVER_FILLED = frozenset({"adabelief", "adamax", "adamaxw", "radam", "yogi"})
# From here on a number is 1.0 in bfloat16.
_ONE_IN_HALF = 1 - 2**-9
# Functions of `jax.numpy` that make arrays, and methods that turn one into another.
_MAKING = frozenset(
    {
        *("array", "asarray", "astype", "empty", "full", "normal", "ones", "uniform"),
        *("zeros", "zeros_like", "ones_like"),
    }
)


def rounded(site: Site, name: str, b2: float) -> Iterator[Report]:
    """Report a `b2` that becomes 1.0."""
    is_given = given(site, "hyperparam_dtype") is not None
    if is_given or name not in _NOT_A_NUMBER | _NEVER_FILLED:
        return
    if b2 > _ONE_IN_HALF and _is_half(site.module):
        message = f"in bfloat16 the `b2` of `{name}`, {told(b2)}, is 1.0: "
        if name in _NOT_A_NUMBER:
            message += "the first update is NaN"
        else:
            message += "its second moment is never filled"
        yield Report(site.node, f"{message}; give `hyperparam_dtype=jnp.float32`")


def _is_half(module: SiteModule) -> bool:
    """Whether a module makes bfloat16 parameters."""
    return any(_says_half(module, node) for node in module.scopes.parents)


def _says_half(module: SiteModule, node: ast.AST) -> bool:
    """Whether a node gives bfloat16 to what makes parameters."""
    if isinstance(node, ast.keyword):
        call, values = module.scopes.parents[node], [node.value]
        if node.arg == "param_dtype":
            return _is_bfloat16(node.value)
        if node.arg != "dtype":
            return False
    else:
        call, values = node, getattr(node, "args", [])
    if not isinstance(call, ast.Call) or getattr(call.func, "attr", "") not in _MAKING:
        return False
    return any(map(_is_bfloat16, values)) and _is_of_parameters(module, call)


def _is_of_parameters(module: SiteModule, node: ast.AST) -> bool:
    """Whether the statement around a node names parameters."""
    around = module.scopes.ancestors(node)
    statement = next((one for one in around if isinstance(one, ast.stmt)), node)
    return any(
        "params" in str(getattr(one, "id", "") or getattr(one, "attr", ""))
        for one in ast.walk(statement)
    )


def _is_bfloat16(node: ast.AST) -> bool:
    return "bfloat16" in (getattr(node, "attr", ""), getattr(node, "value", ""))
