"""An update of `nnx.Optimizer` has to be given the model.

## What it does
Finds `optimizer.update(grads)` of an `nnx.Optimizer`, and `update(grads=grads)` or
`update(model, grads)` of an `nnx.ModelAndOptimizer`.

## Why
Up to Flax 0.10 an optimizer held its model. Since Flax 0.11 it does not, and
`update(grads)` raises `TypeError`. No single call works on both sides of 0.11.

## Example
```python
@nnx.jit
def train_step(model, optimizer, x, y):
    loss, grads = nnx.value_and_grad(loss_fn)(model, x, y)
    optimizer.update(grads)
```

## Use instead
```python
@nnx.jit
def train_step(model, optimizer, x, y):
    loss, grads = nnx.value_and_grad(loss_fn)(model, x, y)
    optimizer.update(model, grads)
```

## Fix safety
The model is passed only where it is certain: the gradients come, in the same function,
from `nnx.grad` or `nnx.value_and_grad` of a function called with it, and both names,
model and optimizer, lead back to the one constructor, through every call of the
functions around. All updates of an optimizer are rewritten, or none: otherwise it
becomes `nnx.ModelAndOptimizer`, whose `update(grads)` is the old one. No function gets
another signature. An update of an optimizer that is made elsewhere is reported, and
left. `update` of an Optax transformation is not concerned.

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
    VerdictKind,
    shown,
)
from ..nnx.calls import Style, made, updates
from ..nnx.made import only_with_model
from ..nnx.migration import migration
from ..nnx.names import MODEL_AND_OPTIMIZER, OPTIMIZER, OPTIMIZERS, SINCE
from ..nnx.subclass import report_by_name, updates_by_name
from ..nnx.unknown_optimizer import is_of_unknown_optimizer

_MESSAGE = "`update(grads)` of `nnx.Optimizer` raises TypeError since Flax 0.11"
_TOO_MANY = (
    "`update(model, grads)` raises TypeError: an nnx.ModelAndOptimizer takes the "
    "gradients alone"
)
_BY_NAME = "`update(grads=...)` raises TypeError: `grads` is positional-only"


def check(instance: Instance) -> Iterator[Report]:
    """Report each update that Flax 0.11 refuses."""
    if not instance.creations:
        yield from _made_elsewhere(instance)
        return
    for method in updates_by_name(instance):
        yield report_by_name(method, _BY_NAME)
    yield from _of_the_old_class(instance)
    plan = migration(instance)
    if plan is None:
        return
    for update in plan.outdated:
        fix = "Pass the model: `update(model, grads)`"
        if plan.keeps:
            fix = f"Keep it as it is, with `nnx.{MODEL_AND_OPTIMIZER}`"
        only_name = not any(made(instance, OPTIMIZER))
        if only_name or (plan.keeps and update.by_name):
            fix = "Give the gradients by position"
        yield plan.report(update.call, _BY_NAME if only_name else _MESSAGE, fix)


def _of_the_old_class(instance: Instance) -> Iterator[Report]:
    """Report updates of an optimizer that holds its model, and is given it."""
    if instance.is_created(MODEL_AND_OPTIMIZER):
        for update in updates(instance):
            if update.style is Style.NEW:
                yield Report(update.call, _TOO_MANY)


def _made_elsewhere(instance: Instance) -> Iterator[Report]:
    """Report updates of what is certainly an NNX optimizer, of which kind ever."""
    annotated = {name for _, name in instance.annotations}
    if MODEL_AND_OPTIMIZER in annotated:
        return
    for update in updates(instance):
        if update.style is not Style.OLD or not (
            annotated & OPTIMIZERS or is_of_unknown_optimizer(instance, update)
        ):
            continue
        receiver = shown(update.method.receiver)
        reason = f"`{receiver}` is made out of sight"
        if only_with_model(instance.flow):
            message = (
                f"`{receiver}.update(grads)` is right for an "
                f"nnx.{MODEL_AND_OPTIMIZER}, as one is made in this project"
            )
            severity = Severity.INFO
        else:
            message = _MESSAGE
            severity = Severity.ERROR if annotated else Severity.WARNING
        yield Report(update.call, message, severity=severity, unfixable=reason)


RULE = Rule(
    code="LRS202",
    slug="optimizer-update",
    summary="`update(grads)` of an `nnx.Optimizer` without the model",
    severity=Severity.ERROR,
    fixable=True,
    check_instance=check,
    since=SINCE,
    doc=__doc__ or "",
    refused=(
        Example(
            "An Optax transformation has an update of its own",
            """
            import optax
            from flax import nnx

            def step(model, tx, opt_state, x):
                grads = nnx.grad(loss_fn)(model, x)
                updates, opt_state = tx.update(grads, opt_state)
            """,
            findings=0,
        ),
        Example(
            "The model is passed already",
            """
            import optax
            from flax import nnx


            def loss_fn(model, x, y):
                return ((model(x) - y) ** 2).mean()


            @nnx.jit
            def train_step(model, optimizer, x, y):
                loss, grads = nnx.value_and_grad(loss_fn)(model, x, y)
                optimizer.update(model, grads)
                return loss


            def train(model, data):
                optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)
                for x, y in data:
                    train_step(model, optimizer, x, y)
            """,
            findings=0,
        ),
        Example(
            "An optimizer that comes from elsewhere may be of either kind",
            """
            from flax import nnx

            def train_step(model, optimizer: nnx.Optimizer, x):
                grads = nnx.grad(loss_fn)(model, x)
                optimizer.update(grads)
            """,
        ),
        Example(
            "An optimizer that holds its model is not given it",
            """
            from flax import nnx

            def train(model, tx, grads):
                optimizer = nnx.ModelAndOptimizer(model, tx)
                optimizer.update(model, grads)
            """,
        ),
        Example(
            "One update passes the model, another cannot",
            """
            from flax import nnx

            def train(model, grads):
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
                optimizer.update(model, grads)
                optimizer.update(grads)
            """,
        ),
    ),
    accepted=(
        Example(
            "The model that was differentiated is passed",
            """
            import optax
            from flax import nnx


            def loss_fn(model, x, y):
                return ((model(x) - y) ** 2).mean()


            @nnx.jit
            def train_step(model, optimizer, x, y):
                loss, grads = nnx.value_and_grad(loss_fn)(model, x, y)
                optimizer.update(grads)
                return loss


            def train(model, data):
                optimizer = nnx.Optimizer(model, optax.adam(1e-3))
                for x, y in data:
                    train_step(model, optimizer, x, y)
            """,
            after="""
            import optax
            from flax import nnx


            def loss_fn(model, x, y):
                return ((model(x) - y) ** 2).mean()


            @nnx.jit
            def train_step(model, optimizer, x, y):
                loss, grads = nnx.value_and_grad(loss_fn)(model, x, y)
                optimizer.update(model, grads)
                return loss


            def train(model, data):
                optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)
                for x, y in data:
                    train_step(model, optimizer, x, y)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "Where the model is not certain, the optimizer keeps it",
            """
            import optax
            from flax import nnx


            class Trainer:
                def __init__(self, model):
                    self.optimizer = nnx.Optimizer(model, optax.adam(1e-3))

                def step(self, grads):
                    self.optimizer.update(grads=grads)
            """,
            after="""
            import optax
            from flax import nnx


            class Trainer:
                def __init__(self, model):
                    self.optimizer = nnx.ModelAndOptimizer(model, optax.adam(1e-3))

                def step(self, grads):
                    self.optimizer.update(grads)
            """,
            verdict=VerdictKind.PRESERVING,
        ),
    ),
)
