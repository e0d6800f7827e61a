"""`inject_hyperparams` rounds or traces a hyperparameter that must stay as it is.

## What it does
Finds two things:

- `inject_hyperparams` of an optimizer with a `b2` of 0.999, without `hyperparam_dtype`,
  in a module that makes bfloat16 parameters (`param_dtype=jnp.bfloat16`);
- `inject_hyperparams(optax.adafactor)` and `inject_hyperparams(optax.lbfgs)` without
  `static_args`: an error where the module says `jit`, else a warning.

## Why
Every number is put into the state with the dtype of the parameters. In bfloat16 0.999
is 1.0: Adam's second moment is never filled, its bias correction divides by 0, and the
first update is NaN. Adafactor and L-BFGS ask some of their numbers in an `if`, which
raises TracerBoolConversionError under `jit`.

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
)
from ..optax.calls import given, is_certain
from ..optax.optimizers import INJECT, optax_name

# Optimizers with a `b2` of 0.999, which is 1.0 in bfloat16; of the first set the first
# update is NaN then, and of both the second moment is never filled.
_NOT_A_NUMBER = frozenset({"adam", "adamw", "amsgrad", "lamb", "optimistic_adam_v2"})
_NEVER_FILLED = frozenset({"adabelief", "adamax", "adamaxw", "radam", "yogi"})
_ASKED_IN_AN_IF = frozenset({"adafactor", "lbfgs"})


def check(site: Site) -> Iterator[Report]:
    """Report an optimizer whose numbers do not stand being injected."""
    factory = given(site, "inner_factory")
    if not is_certain(site) or factory is None:
        return
    name = optax_name(site.module, factory.value)
    if name in _ASKED_IN_AN_IF and given(site, "static_args") is None:
        message = f"`inject_hyperparams({name})` without `static_args` raises "
        message += (
            "TracerBoolConversionError under `jit`: it asks its numbers in an `if`"
        )
        severity = Severity.ERROR if "jit" in _said(site.module) else Severity.WARNING
        yield Report(factory.node, message, severity=severity)
    if name not in _NOT_A_NUMBER | _NEVER_FILLED:
        return
    if given(site, "hyperparam_dtype") is None and _is_half(site.module):
        message = f"in bfloat16 the `b2` of `{name}`, 0.999, is 1.0: "
        if name in _NOT_A_NUMBER:
            message += "the first update is NaN"
        else:
            message += "its second moment is never filled"
        yield Report(site.node, f"{message}; give `hyperparam_dtype=jnp.float32`")


def _said(module: SiteModule) -> frozenset[str]:
    """Return the last names of all that a module says."""
    nodes = module.scopes.parents
    return frozenset(
        str(getattr(node, "attr", "") or getattr(node, "id", "")) for node in nodes
    )


def _is_half(module: SiteModule) -> bool:
    """Whether a module makes bfloat16 parameters."""
    return any(
        isinstance(node, ast.keyword)
        and node.arg == "param_dtype"
        and "bfloat16"
        in (getattr(node.value, "attr", ""), getattr(node.value, "value", ""))
        for node in module.scopes.parents
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
    ),
    accepted=(
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
