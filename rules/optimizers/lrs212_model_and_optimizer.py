"""`nnx.ModelAndOptimizer` is to be removed.

## What it does
Finds `nnx.ModelAndOptimizer`.

## Why
It keeps the behaviour that `nnx.Optimizer` had up to Flax 0.10, and Flax documents it
as deprecated: a later release removes it.

## Example
```python
optimizer = nnx.ModelAndOptimizer(model, optax.adam(1e-3))
for x, y in data:
    grads = nnx.grad(loss_fn)(model, x, y)
    optimizer.update(grads)
```

## Use instead
```python
optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)
for x, y in data:
    grads = nnx.grad(loss_fn)(model, x, y)
    optimizer.update(model, grads)
```

## Fix safety
It is rewritten where the model is certain for every update, and nothing else asks the
optimizer for it, as LRS202 says. Elsewhere it is information.

## References
- google/flax#4842, released in Flax 0.11.0
- https://flax.readthedocs.io/en/latest/api_reference/flax.nnx/training/optimizer.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import (
    Example,
    Instance,
    Report,
    Rule,
    Severity,
    VerdictKind,
)
from ..nnx.calls import Style, made, updates
from ..nnx.migration import migration
from ..nnx.names import MODEL_AND_OPTIMIZER, OPTIMIZER, SINCE
from ..nnx.replacement import replacement

_MESSAGE = f"`nnx.{MODEL_AND_OPTIMIZER}` is to be removed from Flax"


def check(instance: Instance) -> Iterator[Report]:
    """Report each constructor of the deprecated class."""
    if not instance.is_created(MODEL_AND_OPTIMIZER) or migration(instance) is not None:
        return
    if any(update.style is Style.NEW for update in updates(instance)):
        return
    plan = replacement(instance)
    for creation in made(instance, MODEL_AND_OPTIMIZER):
        callee = creation.call.func
        if plan.reason:
            info = Severity.INFO
            yield Report(callee, _MESSAGE, severity=info, unfixable=plan.reason)
        else:
            fix = f"Make it an `nnx.{OPTIMIZER}`, and pass the model"
            why = "each update is given the model that its gradients are of"
            yield Report(callee, _MESSAGE, plan.intents, fix, preserves=why)


RULE = Rule(
    code="LRS212",
    slug="model-and-optimizer",
    summary="`nnx.ModelAndOptimizer`, which is to be removed",
    severity=Severity.WARNING,
    fixable=True,
    check_instance=check,
    since=SINCE,
    doc=__doc__ or "",
    refused=(
        Example(
            "Where the model is not certain it is information",
            """
            import optax
            from flax import nnx


            def train(model, grads):
                optimizer = nnx.ModelAndOptimizer(model, optax.adam(1e-3))
                optimizer.update(grads)
            """,
        ),
        Example(
            "A model that is read from the optimizer is needed there",
            """
            import optax
            from flax import nnx


            def train(model, x):
                optimizer = nnx.ModelAndOptimizer(model, optax.adam(1e-3))
                optimizer.update(nnx.grad(loss_fn)(optimizer.model, x))
            """,
        ),
    ),
    accepted=(
        Example(
            "The model is certain",
            """
            import optax
            from flax import nnx


            def train(model, data):
                optimizer = nnx.ModelAndOptimizer(model, optax.adam(1e-3))
                for x in data:
                    grads = nnx.grad(loss_fn)(model, x)
                    optimizer.update(grads)
            """,
            after="""
            import optax
            from flax import nnx


            def train(model, data):
                optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)
                for x in data:
                    grads = nnx.grad(loss_fn)(model, x)
                    optimizer.update(model, grads)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
    ),
)
