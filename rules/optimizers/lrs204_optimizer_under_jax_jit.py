"""Under `jax.jit` an optimizer's update is thrown away.

## What it does
Finds `optimizer.update` of an NNX optimizer that comes from outside into a function
under `jax.jit`, `jax.pmap`, `jax.lax.scan` or another transform of JAX, and is not
returned from it to where it is used.

## Why
`nnx.jit` carries what a function does to its arguments back to the caller; `jax.jit`
does not. Up to Flax 0.10 it refused a module as an argument. Since Flax 0.11 modules
are pytrees, so there is no error: the model and the optimizer stay what they were.

## Example
```python
@jax.jit
def train_step(model, optimizer, x):
    grads = nnx.grad(loss_fn)(model, x)
    optimizer.update(model, grads)
```

## Use instead
```python
@nnx.jit
def train_step(model, optimizer, x):
    grads = nnx.grad(loss_fn)(model, x)
    optimizer.update(model, grads)
```

## Fix safety
There is no fix: options of `jax.jit` can mean something else to `nnx.jit`, and
returning the model and the optimizer is another way out.

## References
- google/flax#4842, released in Flax 0.11.0
- https://flax.readthedocs.io/en/latest/guides/transforms.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import Example, Flow, Instance, Report, Rule, Severity
from ..nnx.calls import Style, Update, made, unheld_updates, updates
from ..nnx.gradients import may_be_gradients
from ..nnx.jax_jit import under_jax_jit
from ..nnx.names import OPTIMIZERS, SINCE
from ..nnx.unknown_optimizer import is_of_unknown_optimizer


def check(instance: Instance) -> Iterator[Report]:
    """Report each update whose effect does not leave its function."""
    flow = instance.flow
    annotated = {name for _, name in instance.annotations} & OPTIMIZERS
    known = bool(annotated) or any(made(instance, *OPTIMIZERS))
    for update in updates(instance):
        if update.style is Style.OTHER:
            continue
        if known or _is_of_optimizer(instance, update):
            yield from _lost(flow, update)
    if instance is flow.instances[0]:
        for update in unheld_updates(flow):
            gradients = _gradients(update)
            if gradients is not None and may_be_gradients(flow, gradients):
                yield from _lost(flow, update)


def _is_of_optimizer(instance: Instance, update: Update) -> bool:
    if update.style is Style.OLD:
        return is_of_unknown_optimizer(instance, update)
    gradients = _gradients(update)
    return gradients is not None and may_be_gradients(instance.flow, gradients)


def _gradients(update: Update) -> ast.expr | None:
    if update.style is Style.OLD:
        return update.gradients
    return update.call.args[1] if len(update.call.args) == 2 else None


def _lost(flow: Flow, update: Update) -> Iterator[Report]:
    if line := under_jax_jit(flow, update):
        message = (
            f"under `jax.jit` or its like (line {line}) the update is thrown away, "
            "without an error; use `nnx.jit` or its like"
        )
        yield Report(update.call, message)


RULE = Rule(
    code="LRS204",
    slug="optimizer-under-jax-jit",
    summary="an optimizer's update under `jax.jit` is thrown away",
    severity=Severity.ERROR,
    fixable=False,
    check_instance=check,
    since=SINCE,
    doc=__doc__ or "",
    refused=(
        Example(
            "`nnx.jit` carries the update to the caller",
            """
            import jax
            from flax import nnx


            @nnx.jit
            def train_step(model, optimizer: nnx.Optimizer, x):
                grads = nnx.grad(loss_fn)(model, x)
                optimizer.update(model, grads)
            """,
            findings=0,
        ),
        Example(
            "What is returned is not lost",
            """
            import jax
            from flax import nnx


            @jax.jit
            def train_step(model, optimizer: nnx.Optimizer, x):
                grads = nnx.grad(loss_fn)(model, x)
                optimizer.update(model, grads)
                return model, optimizer
            """,
            findings=0,
        ),
        Example(
            "An optimizer that is put together inside is the function's own",
            """
            import jax
            from flax import nnx


            @jax.jit
            def train_step(graphdef, state, x):
                model, optimizer = nnx.merge(graphdef, state)
                grads = nnx.grad(loss_fn)(model, x)
                optimizer.update(model, grads)
                return nnx.state((model, optimizer))
            """,
            findings=0,
        ),
        Example(
            "A function inside that gives it back",
            """
            import jax
            from flax import nnx


            @jax.jit
            def train_step(model, optimizer: nnx.Optimizer, x):
                def apply(model, optimizer):
                    grads = nnx.grad(loss_fn)(model, x)
                    optimizer.update(model, grads)
                    return model, optimizer

                return apply(model, optimizer)
            """,
            findings=0,
        ),
        Example(
            "A function inside of what is returned",
            """
            import jax
            from flax import nnx


            @jax.jit
            def train_step(model, optimizer: nnx.Optimizer, x):
                def apply(optimizer):
                    optimizer.update(model, nnx.grad(loss_fn)(model, x))

                apply(optimizer)
                return model, optimizer
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "A decorator",
            """
            import jax
            from flax import nnx


            @jax.jit
            def train_step(model, optimizer: nnx.Optimizer, x):
                grads = nnx.grad(loss_fn)(model, x)
                optimizer.update(model, grads)
            """,
        ),
        Example(
            "A loop whose result is dropped",
            """
            import jax
            from flax import nnx


            @nnx.jit
            def train(model, optimizer: nnx.Optimizer, xs):
                def body(carry, x):
                    model, optimizer = carry
                    grads = nnx.grad(loss_fn)(model, x)
                    optimizer.update(model, grads)
                    return carry, 0.0

                jax.lax.scan(body, (model, optimizer), xs)
            """,
        ),
        Example(
            "With options, and applied to the function",
            """
            import jax
            from flax import nnx


            @nnx.remat
            def train_step(model, optimizer: nnx.Optimizer, x):
                grads = nnx.grad(loss_fn)(model, x)
                optimizer.update(model, grads)


            step = jax.jit(train_step, donate_argnums=0)
            """,
        ),
        Example(
            "In a function inside",
            """
            import jax
            from flax import nnx


            @jax.jit
            def train_step(model, optimizer: nnx.Optimizer, x):
                def apply(optimizer):
                    optimizer.update(model, nnx.grad(loss_fn)(model, x))

                apply(optimizer)
                return x
            """,
        ),
        Example(
            "A lambda",
            """
            import jax
            from flax import nnx

            optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
            step = jax.jit(lambda grads: optimizer.update(model, grads))
            """,
        ),
    ),
)
