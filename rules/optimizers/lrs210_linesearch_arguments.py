"""A line search has to be given the loss, its gradient and its function.

## What it does
Finds updates without `value=`, `grad=` or `value_fn=` where the transformation has a
line search: `optax.lbfgs`, `optax.scale_by_zoom_linesearch`,
`optax.scale_by_backtracking_linesearch`. Also `TrainState.apply_gradients`, which does
not pass them on.

## Why
A line search tries several step sizes, and computes the loss for each of them. So it
takes three things with each update: the loss, its gradient, and the function that
computes it. Without one of them the update raises `TypeError`, at the first step.

## Example
```python
tx = optax.lbfgs()
updates, state = tx.update(grads, state, params)
```

## Use instead
```python
updates, state = tx.update(
    grads, state, params, value=loss, grad=grads, value_fn=loss_fn
)
```

## Fix safety
There is no fix: which function computes the loss from the parameters alone is for a
person to say. `optax.lbfgs(linesearch=None)` does without; it then needs a
`learning_rate`.

## References
- https://optax.readthedocs.io/en/latest/api/optimizers.html
- google-deepmind/optax#1386
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...codemod.rule import Example, Instance, Report, Rule, Severity
from ..nnx.updated import lacking, updated
from ..optax.transformations import LINESEARCHES, NEEDED


def check(instance: Instance) -> Iterator[Report]:
    """Report each update that a line search in the chain cannot do with."""
    found = updated(instance)
    searches = [] if found is None else sorted(found.chained.certain & {*LINESEARCHES})
    if found is None or not searches:
        return
    for method in found.methods:
        needed = NEEDED[searches[0]]
        if not found.hands_on:
            yield Report(
                method.call,
                f"`{method.name}` does not pass {_listed(needed)} on, which the line "
                "search needs: call the transformation's own `update`",
            )
        elif missing := lacking(method.call, needed):
            message = f"the line search raises TypeError without {_listed(missing)}"
            yield Report(method.call, message)


def _listed(names: Iterable[str]) -> str:
    *others, last = (f"`{name}=`" for name in names)
    return f"{', '.join(others)} and {last}" if others else last


RULE = Rule(
    code="LRS210",
    slug="linesearch-arguments",
    summary="a line search without the loss, its gradient and its function",
    severity=Severity.ERROR,
    fixable=False,
    check_instance=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "All three are passed",
            """
            import optax

            tx = optax.lbfgs()


            def train_step(params, state):
                loss, grads = optax.value_and_grad_from_state(loss_fn)(
                    params, state=state
                )
                updates, state = tx.update(
                    grads, state, params, value=loss, grad=grads, value_fn=loss_fn
                )
                return optax.apply_updates(params, updates), state
            """,
            findings=0,
        ),
        Example(
            "Without a line search nothing is needed",
            """
            import optax

            tx = optax.lbfgs(1e-2, linesearch=None)


            def train_step(params, state, grads):
                updates, state = tx.update(grads, state, params)
                return optax.apply_updates(params, updates), state
            """,
            findings=0,
        ),
        Example(
            "What is in the keywords is not known",
            """
            import optax

            tx = optax.lbfgs()


            def train_step(params, state, grads, **extra):
                updates, state = tx.update(grads, state, params, **extra)
                return optax.apply_updates(params, updates), state
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "Only the gradients are passed",
            """
            import optax

            tx = optax.lbfgs()


            def train_step(params, state, grads):
                updates, state = tx.update(grads, state, params)
                return optax.apply_updates(params, updates), state
            """,
        ),
        Example(
            "A line search at the end of a chain, in an NNX optimizer",
            """
            import optax
            from flax import nnx

            tx = optax.chain(
                optax.sgd(1.0),
                optax.scale_by_backtracking_linesearch(max_backtracking_steps=15),
            )


            def train(model, batches):
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
                for batch in batches:
                    loss, grads = nnx.value_and_grad(loss_fn)(model, batch)
                    optimizer.update(model, grads, value=loss)
            """,
        ),
        Example(
            "Flax's `TrainState` keeps them to itself",
            """
            import optax
            from flax.training.train_state import TrainState

            state = TrainState.create(apply_fn=apply, params=params, tx=optax.lbfgs())
            state = state.apply_gradients(
                grads=grads, value=loss, grad=grads, value_fn=loss_fn
            )
            """,
        ),
    ),
)
