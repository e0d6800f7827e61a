"""A schedule evaluated at an NNX optimizer's step can come out wrong.

## What it does
Finds a schedule that subtracts from the step, called with the `step` of an
`nnx.Optimizer`: `piecewise_constant_schedule`, every schedule with `transition_begin`,
and a `join_schedules` with one of them. The step is followed through `.value`, `[...]`,
`.get_value()`, names, and sums with whole numbers; `int()` and `.astype(int)` make it
signed.

## Why
`nnx.Optimizer.step` is an unsigned integer. A boundary or a beginning that is
subtracted from it wraps around: `piecewise_constant_schedule(1.0, {10: 0.1})` is still
1.0 at step 11, and `linear_schedule(1.0, 0.0, 20, 10)` is 0.0 at step 0, without an
error. What is trained is not concerned, since Optax counts for itself; what is logged,
or decided from it, is.

## Example
```python
schedule = optax.piecewise_constant_schedule(1e-3, {1000: 0.1})
print(schedule(optimizer.step.value))
```

## Use instead
```python
print(schedule(optimizer.step.value.astype(int)))
```

## Fix safety
The fix repairs a number, and so changes what the program prints or decides: it is
written only with `--unsafe-fixes`.

## References
- https://flax.readthedocs.io/en/latest/api_reference/flax.nnx/training/optimizer.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Example,
    Flow,
    Instance,
    ReplaceExpression,
    Report,
    Rule,
    Severity,
    VerdictKind,
)
from ..nnx.calls import made
from ..nnx.names import OPTIMIZERS
from ..nnx.unsigned_step import evaluations, wrapping


def check(instance: Instance) -> Iterator[Report]:
    """Report each schedule that is given the unsigned step as it is."""
    annotated = {name for _, name in instance.annotations} & OPTIMIZERS
    if not annotated and not any(made(instance, *OPTIMIZERS)):
        return
    flow = instance.flow
    for node in instance.attributes("step"):
        for value, call in evaluations(flow, node):
            if culprit := wrapping(flow, call.func):
                yield _report(flow, value, culprit)


def _report(flow: Flow, value: ast.expr, culprit: str) -> Report:
    return Report(
        value,
        f"`{culprit}` is wrong at an unsigned step, which `optimizer.step` is",
        (ReplaceExpression(value, f"{flow.source.segment(value)}.astype(int)"),),
        fix_message="Make the step signed: `.astype(int)`",
        repairs="the fix repairs a number: the schedule comes out otherwise",
    )


RULE = Rule(
    code="LRS208",
    slug="schedule-at-optimizer-step",
    summary="a schedule evaluated at `nnx.Optimizer.step`, which is unsigned",
    severity=Severity.ERROR,
    fixable=True,
    check_instance=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "The step is made signed",
            """
            import optax
            from flax import nnx

            schedule = optax.piecewise_constant_schedule(1e-3, {1000: 0.1})


            def train(model):
                optimizer = nnx.Optimizer(model, optax.adam(schedule), wrt=nnx.Param)
                print(schedule(optimizer.step.value.astype(int)))
            """,
            findings=0,
        ),
        Example(
            "A whole number of Python is signed",
            """
            import optax
            from flax import nnx

            schedule = optax.piecewise_constant_schedule(1e-3, {1000: 0.1})


            def train(model):
                optimizer = nnx.Optimizer(model, optax.adam(schedule), wrt=nnx.Param)
                print(schedule(int(optimizer.step.get_value())))
            """,
            findings=0,
        ),
        Example(
            "A schedule that does not subtract from the step is right",
            """
            import optax
            from flax import nnx

            schedule = optax.cosine_decay_schedule(1e-3, 1000)


            def train(model):
                optimizer = nnx.Optimizer(model, optax.adam(schedule), wrt=nnx.Param)
                print(schedule(optimizer.step.value))
            """,
            findings=0,
        ),
        Example(
            "No beginning, no subtraction",
            """
            import optax
            from flax import nnx

            schedule = optax.linear_schedule(1e-3, 0.0, 1000, 0)


            def train(model):
                optimizer = nnx.Optimizer(model, optax.adam(schedule), wrt=nnx.Param)
                print(schedule(optimizer.step.value))
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "A piecewise constant schedule never gets to its next piece",
            """
            import optax
            from flax import nnx

            schedule = optax.piecewise_constant_schedule(1e-3, {1000: 0.1})


            def train(model):
                optimizer = nnx.Optimizer(model, optax.adam(schedule), wrt=nnx.Param)
                print(schedule(optimizer.step.value))
            """,
            unsafe="""
            import optax
            from flax import nnx

            schedule = optax.piecewise_constant_schedule(1e-3, {1000: 0.1})


            def train(model):
                optimizer = nnx.Optimizer(model, optax.adam(schedule), wrt=nnx.Param)
                print(schedule(optimizer.step.value.astype(int)))
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
        Example(
            "The step by a name",
            """
            import optax
            from flax import nnx

            schedule = optax.piecewise_constant_schedule(1e-3, {1000: 0.1})


            def train(model):
                optimizer = nnx.Optimizer(model, optax.adam(schedule), wrt=nnx.Param)
                step = optimizer.step.get_value()
                print(schedule(step))
            """,
            unsafe="""
            import optax
            from flax import nnx

            schedule = optax.piecewise_constant_schedule(1e-3, {1000: 0.1})


            def train(model):
                optimizer = nnx.Optimizer(model, optax.adam(schedule), wrt=nnx.Param)
                step = optimizer.step.get_value()
                print(schedule(step.astype(int)))
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
        Example(
            "A schedule that begins later is at its end before it begins",
            """
            import optax
            from flax import nnx

            schedule = optax.linear_schedule(1e-3, 0.0, 1000, transition_begin=100)


            def train(model):
                optimizer = nnx.Optimizer(model, optax.adam(schedule), wrt=nnx.Param)
                print(schedule(optimizer.step.value))
            """,
            unsafe="""
            import optax
            from flax import nnx

            schedule = optax.linear_schedule(1e-3, 0.0, 1000, transition_begin=100)


            def train(model):
                optimizer = nnx.Optimizer(model, optax.adam(schedule), wrt=nnx.Param)
                print(schedule(optimizer.step.value.astype(int)))
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
    ),
)
