"""`nnx.Optimizer` no longer has the model.

## What it does
Finds `optimizer.model` of an `nnx.Optimizer`.

## Why
Since Flax 0.11 an optimizer does not hold its model: reading `.model` raises
`AttributeError`, and `nnx.state(optimizer)` and `nnx.split(optimizer)` are without it,
so that a checkpoint of the optimizer silently loses the parameters.

## Example
```python
optimizer = nnx.Optimizer(model, optax.adam(1e-3))
loss = loss_fn(optimizer.model, batch)
```

## Use instead
```python
optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)
loss = loss_fn(model, batch)
```

## Fix safety
The fix makes the optimizer an `nnx.ModelAndOptimizer`, which still holds the model.
Which name the model has elsewhere is for a person to say.

## References
- google/flax#4842, released in Flax 0.11.0
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import Example, Instance, Report, Rule, Severity, VerdictKind
from ..nnx.calls import made
from ..nnx.migration import migration
from ..nnx.names import MODEL_AND_OPTIMIZER, OPTIMIZER, SINCE

_MESSAGE = "`.model` of `nnx.Optimizer` raises AttributeError since Flax 0.11"


def check(instance: Instance) -> Iterator[Report]:
    """Report each use of the model that an optimizer held."""
    reads = instance.attributes("model")
    if not any(made(instance, OPTIMIZER)):
        if {name for _, name in instance.annotations} == {OPTIMIZER}:
            for node in () if instance.creations else reads:
                reason = "the optimizer is made out of sight"
                severity = Severity.WARNING
                yield Report(node, _MESSAGE, severity=severity, unfixable=reason)
        return
    plan = migration(instance)
    if plan is None:
        return
    for node in reads:
        fix = f"Make the optimizer an `nnx.{MODEL_AND_OPTIMIZER}`, which has the model"
        yield plan.report(node, _MESSAGE, fix)


RULE = Rule(
    code="LRS205",
    slug="optimizer-model",
    summary="`.model` of an `nnx.Optimizer`, which no longer holds it",
    severity=Severity.ERROR,
    fixable=True,
    check_instance=check,
    since=SINCE,
    doc=__doc__ or "",
    refused=(
        Example(
            "`nnx.ModelAndOptimizer` has the model",
            """
            from flax import nnx


            def train(model, tx):
                optimizer = nnx.ModelAndOptimizer(model, tx)
                return evaluate(optimizer.model)
            """,
            findings=0,
        ),
        Example(
            "An optimizer whose updates pass the model has no other way out",
            """
            from flax import nnx

            def train(model, tx, grads):
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
                optimizer.update(model, grads)
                return evaluate(optimizer.model)
            """,
        ),
    ),
    accepted=(
        Example(
            "The optimizer keeps its model",
            """
            from flax import nnx


            def train(model, tx):
                optimizer = nnx.Optimizer(model, tx)
                return evaluate(optimizer.model)
            """,
            after="""
            from flax import nnx


            def train(model, tx):
                optimizer = nnx.ModelAndOptimizer(model, tx)
                return evaluate(optimizer.model)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
    ),
)
