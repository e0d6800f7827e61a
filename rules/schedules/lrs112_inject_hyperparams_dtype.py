"""`inject_hyperparams` rounds or traces a hyperparameter that must stay as it is.

## What it does
Finds three things:

- `inject_hyperparams` of an optimizer with a `b2` of 0.999, without `hyperparam_dtype`,
  in a module that makes bfloat16 parameters (`param_dtype=jnp.bfloat16`, or `params`
  of that dtype); as a decorator too, of a function that gives a `b2` of its own on;
- `inject_hyperparams(optax.adafactor)` and `inject_hyperparams(optax.lbfgs)` without
  `min_dim_size_to_factor` and `memory_size` among the `static_args`: an error where the
  module says `jit`, else a warning;
- a `mask` that is a function, or a `mu_dtype` that is a type, without `static_args`.

## Why
Every number is put into the state with the dtype of the parameters. In bfloat16 0.999
is 1.0: Adam's second moment is never filled, its bias correction divides by 0, and the
first update is NaN. Adafactor and L-BFGS ask some of their numbers in an `if`, which
raises TracerBoolConversionError under `jit`.

Whatever can be called is taken for a schedule, and called with the step. A mask gets a
number in place of the parameters: it raises, or is no mask, and no weight decays.

## Example
```python
optax.inject_hyperparams(optax.adamw)(learning_rate=schedule)
```

## Use instead
```python
optax.inject_hyperparams(optax.adamw, hyperparam_dtype=jnp.float32)(
    learning_rate=schedule
)
```

## Fix safety
There is no fix: the dtype changes what is trained.

## On public code
There is no finding in 68 repositories.

## References
- google-deepmind/optax#412
- google-deepmind/optax#1414
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Example,
    Report,
    Rule,
    Severity,
    Site,
    SiteModule,
    known_number,
    known_value,
    shown,
)
from ..optax.calls import given, is_certain
from ..optax.chains import uses
from ..optax.decorated import decorated, injected
from ..optax.optimizers import INJECT, optax_name
from ..optax.rounded_b2 import rounded

# Optimizers that ask a number in an `if`, and which.
_ASKED_IN_AN_IF = {"adafactor": "min_dim_size_to_factor", "lbfgs": "memory_size"}
# Arguments that are called where they can be.
_MASKS = ("mask", "weight_decay_mask")
_DTYPES = ("mu_dtype", "dtype_momentum")


def check(site: Site) -> Iterator[Report]:
    """Report an optimizer whose numbers do not stand being injected."""
    function = decorated(site)
    if function is not None:
        yield from _decorated(site, function)
    factory = given(site, "inner_factory")
    if not is_certain(site) or factory is None:
        return
    name = optax_name(site.module, factory.value)
    if name in _ASKED_IN_AN_IF:
        yield from _asked(site, factory.node, name)
    for call in _calls(site):
        yield from _called(site, call)
    b2 = _b2(site)
    if b2 is not None:
        yield from rounded(site, name, b2)


def _asked(site: Site, at: ast.AST, name: str) -> Iterator[Report]:
    """Report a number that an optimizer asks for in an `if`, and that is traced."""
    number, fixed = _ASKED_IN_AN_IF[name], _fixed(site)
    if fixed is None or number in fixed:
        return
    without = f"`{number}` among its `static_args`" if fixed else "`static_args`"
    message = f"`inject_hyperparams({name})` without {without} raises "
    message += "TracerBoolConversionError under `jit`: it asks its numbers in an `if`"
    severity = Severity.ERROR if "jit" in _said(site.module) else Severity.WARNING
    yield Report(at, message, severity=severity)


def _decorated(site: Site, function: ast.FunctionDef) -> Iterator[Report]:
    """Report what a function that is decorated is given, and gives an optimizer."""
    fixed = _fixed(site)
    for name, parameter, b2 in injected(site, function, "b2"):
        if fixed is not None and parameter not in fixed:
            yield from rounded(site, name, b2)


def _fixed(site: Site) -> frozenset[str] | None:
    """Return what is not injected, or None where that is not known."""
    argument = given(site, "static_args")
    known = known_value(site, argument.value) if argument is not None else None
    names = known.value if known is not None else ()
    if isinstance(names, str):
        return frozenset({names})
    if not isinstance(names, (tuple, list, set)) or (argument and not known):
        return None
    return frozenset(names)


def _calls(site: Site) -> Iterator[ast.Call]:
    """Yield the calls of what is made of an optimizer."""
    for use in uses(site.module, site.node) if isinstance(site.node, ast.Call) else ():
        outer = site.module.scopes.parents[use]
        if isinstance(outer, ast.Call) and outer.func is use:
            yield outer


def _b2(site: Site) -> float | None:
    """Return the `b2` of an optimizer, which is 0.999 where nobody gives another."""
    for call in _calls(site):
        for keyword in call.keywords:
            if keyword.arg == "b2":
                return known_number(site, keyword.value)
    return 0.999


def _called(site: Site, call: ast.Call) -> Iterator[Report]:
    """Report what is called as a schedule, and is none."""
    names = _fixed(site)
    if names is None:
        return
    for keyword in call.keywords:
        text = f"`{keyword.arg}={shown(keyword.value)}`"
        if keyword.arg is None or keyword.arg in names:
            continue
        if keyword.arg in _MASKS and _is_function(site.module, keyword.value):
            message = f"`inject_hyperparams` takes {text} for a schedule, and calls it "
            message += "with the step in place of the parameters: it raises, or no "
            message += f'weight decays; give `static_args="{keyword.arg}"`'
            yield Report(keyword.value, message)
        elif keyword.arg in _DTYPES and isinstance(keyword.value, ast.Attribute):
            message = f"`inject_hyperparams` takes {text} for a schedule, and calls it "
            message += "with the step: TypeError: unhashable type; give "
            message += f'`static_args="{keyword.arg}"`'
            yield Report(keyword.value, message, severity=Severity.ERROR)


def _is_function(module: SiteModule, node: ast.expr) -> bool:
    """Whether an expression certainly is a function."""
    if isinstance(node, ast.Name) and node in module.scopes.scope_of:
        binding = module.scopes.sole_binding(node)
        if binding is not None and isinstance(binding.node, ast.FunctionDef):
            return True
    return isinstance(module.origin(node), ast.Lambda)


def _said(module: SiteModule) -> frozenset[str]:
    """Return the last names of all that a module says."""
    nodes = module.scopes.parents
    return frozenset(
        str(getattr(node, "attr", "") or getattr(node, "id", "")) for node in nodes
    )


RULE = Rule(
    code="LRS112",
    slug="inject-hyperparams-dtype",
    summary="`inject_hyperparams` rounds or traces what must stay as it is",
    severity=Severity.WARNING,
    fixable=False,
    functions=frozenset({INJECT.path}),
    facts=(INJECT,),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "In float32 nothing is rounded",
            """
            import optax

            tx = optax.inject_hyperparams(optax.adamw)(learning_rate=0.1)
            """,
            findings=0,
        ),
        Example(
            "A dtype of its own",
            """
            import jax.numpy as jnp
            import optax
            from flax import linen as nn

            layer = nn.Dense(8, param_dtype=jnp.bfloat16)
            make = optax.inject_hyperparams(optax.adamw, hyperparam_dtype=jnp.float32)
            tx = make(learning_rate=0.1)
            """,
            findings=0,
        ),
        Example(
            "Numbers that are not traced",
            """
            import optax

            make = optax.inject_hyperparams(
                optax.adafactor, static_args=("min_dim_size_to_factor",)
            )
            """,
            findings=0,
        ),
        Example(
            "A `b2` that bfloat16 holds",
            """
            import jax.numpy as jnp
            import optax
            from flax import linen as nn

            layer = nn.Dense(8, param_dtype=jnp.bfloat16)
            tx = optax.inject_hyperparams(optax.adamw)(learning_rate=0.1, b2=0.95)
            """,
            findings=0,
        ),
        Example(
            "A mask that is not called",
            """
            import optax

            make = optax.inject_hyperparams(optax.adamw, static_args=("mask",))
            tx = make(learning_rate=0.1, mask=lambda params: params)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "A mask that is called with the step",
            """
            import optax

            tx = optax.inject_hyperparams(optax.adamw)(
                learning_rate=0.1, mask=lambda params: params
            )
            """,
        ),
        Example(
            "A `b2` that is 1.0",
            """
            import jax.numpy as jnp
            import optax
            from flax import linen as nn

            layer = nn.Dense(8, param_dtype=jnp.bfloat16)
            tx = optax.inject_hyperparams(optax.adamw)(learning_rate=0.1)
            """,
        ),
        Example(
            "Adafactor under `jit`",
            """
            import jax
            import optax

            tx = optax.inject_hyperparams(optax.adafactor)(learning_rate=0.1)
            state = jax.jit(tx.init)({})
            """,
        ),
    ),
)
