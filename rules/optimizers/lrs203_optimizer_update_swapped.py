"""Gradients and model in the wrong order train nothing.

## What it does
Finds `optimizer.update(grads, model)` of an `nnx.Optimizer`.

## Why
Since Flax 0.11 the model comes first. The other way round there is no error: the
update is computed for the gradients, and the model stays what it was.

## Example
```python
optimizer.update(grads, model)
```

## Use instead
```python
optimizer.update(model, grads)
```

## Fix safety
The fix repairs the program, and so changes what it does: it is written only with
`--unsafe-fixes`. It is offered where the first argument is certainly of the second,
or the second is the model that the optimizer was made with.

## References
- google/flax#4842, released in Flax 0.11.0
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import (
    Example,
    Instance,
    Report,
    Rule,
    Severity,
    SwapArguments,
    VerdictKind,
)
from ..nnx.calls import Style, made, updates
from ..nnx.names import MODEL_AND_OPTIMIZER, OPTIMIZER, OPTIMIZERS, SINCE
from ..nnx.swapped import is_swapped

_MESSAGE = "`update(grads, model)` trains nothing, without an error: the model is first"


def check(instance: Instance) -> Iterator[Report]:
    """Report each update that is given gradients first, and their model second."""
    annotated = {name for _, name in instance.annotations} & OPTIMIZERS
    if any(made(instance, MODEL_AND_OPTIMIZER)) or not (
        any(made(instance, OPTIMIZER)) or annotated
    ):
        return
    for update in updates(instance):
        call = update.call
        if update.style is not Style.NEW or len(call.args) != 2:
            continue
        if is_swapped(instance, call):
            yield Report(
                call,
                _MESSAGE,
                (SwapArguments(call, 0, 1),),
                fix_message="Swap them: `update(model, grads)`",
                repairs="the fix repairs a bug: the model is trained from now on",
            )


RULE = Rule(
    code="LRS203",
    slug="optimizer-update-swapped",
    summary="`update(grads, model)`: no error, and nothing is trained",
    severity=Severity.ERROR,
    fixable=True,
    check_instance=check,
    since=SINCE,
    doc=__doc__ or "",
    refused=(
        Example(
            "The model is first",
            """
            from flax import nnx


            def train_step(model, optimizer: nnx.Optimizer, x):
                grads = nnx.grad(loss_fn)(model, x)
                optimizer.update(model, grads)
            """,
            findings=0,
        ),
        Example(
            "An Optax transformation takes its state second",
            """
            from flax import nnx

            def train_step(model, tx, x):
                grads = nnx.grad(loss_fn)(model, x)
                tx.update(grads, model)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "Gradients first, in a loop",
            """
            from flax import nnx


            def train(model, tx, data):
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
                for x in data:
                    optimizer.update(nnx.grad(loss_fn)(model, x), model)
            """,
            unsafe="""
            from flax import nnx


            def train(model, tx, data):
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
                for x in data:
                    optimizer.update(model, nnx.grad(loss_fn)(model, x))
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
        Example(
            "The swap trains the model from now on",
            """
            from flax import nnx


            def train_step(model, optimizer: nnx.Optimizer, x):
                grads = nnx.grad(loss_fn)(model, x)
                optimizer.update(grads, model)
            """,
            unsafe="""
            from flax import nnx


            def train_step(model, optimizer: nnx.Optimizer, x):
                grads = nnx.grad(loss_fn)(model, x)
                optimizer.update(model, grads)
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
    ),
)
