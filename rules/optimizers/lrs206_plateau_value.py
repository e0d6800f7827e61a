"""`reduce_on_plateau` has to be given the metric in every update.

## What it does
Finds updates without `value=`, or with the old `loss=`, of an optimizer whose chain
has `optax.contrib.reduce_on_plateau`; and `TrainState.apply_gradients`, which does not
pass it on.

## Why
`reduce_on_plateau` lowers the learning rate when a metric stops getting better. It
takes the metric as `value=` of each update; without it the update raises `TypeError`.
Optax before 0.2.2 called it `loss=`. Flax's `TrainState.apply_gradients` gives its
keywords to `replace`, not to the transformation.

## Example
```python
tx = optax.chain(optax.adam(1e-3), optax.contrib.reduce_on_plateau())
updates, state = tx.update(grads, state, params)
```

## Use instead
```python
updates, state = tx.update(grads, state, params, value=loss)
```

## Fix safety
`loss=` becomes `value=`: the same metric, under the name that Optax has taken since
0.2.2. Which metric to pass where none is given is for a person to say.

## References
- google-deepmind/optax, `reduce_on_plateau`,
  https://optax.readthedocs.io/en/latest/api/contrib.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Example,
    Instance,
    RenameArgument,
    Report,
    Rule,
    Severity,
    VerdictKind,
)
from ..nnx.updated import lacking, updated
from ..optax.transformations import NEEDED, PLATEAU

_MISSING = "`reduce_on_plateau` raises TypeError without `value=`, the metric"
_RENAMED = "`loss=` of `reduce_on_plateau` is `value=` since Optax 0.2.2"
_NOT_PASSED = (
    "`apply_gradients` does not pass `value=` on, which `reduce_on_plateau` needs: "
    "call the transformation's own `update`"
)


def check(instance: Instance) -> Iterator[Report]:
    """Report each update that a plateau in the chain cannot do with."""
    found = updated(instance)
    if found is None or PLATEAU not in found.chained.certain:
        return
    for method in found.methods:
        if not found.hands_on:
            yield Report(method.call, _NOT_PASSED)
        elif lacking(method.call, NEEDED[PLATEAU]):
            yield _update(method.call)


def _update(call: ast.Call) -> Report:
    old = next((one for one in call.keywords if one.arg == "loss"), None)
    if old is None:
        return Report(call, _MISSING)
    return Report(
        old,
        _RENAMED,
        (RenameArgument(call, "loss", "value"),),
        fix_message="Rename `loss` to `value`",
        preserves="the metric is the same, under the name that Optax takes",
    )


RULE = Rule(
    code="LRS206",
    slug="plateau-value",
    summary="`reduce_on_plateau` without the metric in every update",
    severity=Severity.ERROR,
    fixable=True,
    check_instance=check,
    since=("optax", "0.2.2"),
    doc=__doc__ or "",
    refused=(
        Example(
            "The metric is passed",
            """
            import optax

            tx = optax.chain(
                optax.adam(1e-3), optax.contrib.reduce_on_plateau(patience=5)
            )


            def train_step(params, opt_state, grads, loss):
                updates, opt_state = tx.update(grads, opt_state, params, value=loss)
                return optax.apply_updates(params, updates), opt_state
            """,
            findings=0,
        ),
        Example(
            "A chain without a plateau needs no metric",
            """
            import optax

            tx = optax.chain(optax.adam(1e-3))


            def train_step(params, opt_state, grads, loss):
                updates, opt_state = tx.update(grads, opt_state, params)
                return optax.apply_updates(params, updates), opt_state
            """,
            findings=0,
        ),
        Example(
            "Which metric to pass is for a person to say",
            """
            import optax

            tx = optax.chain(
                optax.adam(1e-3), optax.contrib.reduce_on_plateau(patience=5)
            )


            def train_step(params, opt_state, grads, loss):
                updates, opt_state = tx.update(grads, opt_state, params)
                return optax.apply_updates(params, updates), opt_state
            """,
        ),
    ),
    accepted=(
        Example(
            "The metric under its old name",
            """
            import optax

            tx = optax.chain(
                optax.adam(1e-3), optax.contrib.reduce_on_plateau(patience=5)
            )


            def train_step(params, opt_state, grads, loss):
                updates, opt_state = tx.update(grads, opt_state, params, loss=loss)
                return optax.apply_updates(params, updates), opt_state
            """,
            after="""
            import optax

            tx = optax.chain(
                optax.adam(1e-3), optax.contrib.reduce_on_plateau(patience=5)
            )


            def train_step(params, opt_state, grads, loss):
                updates, opt_state = tx.update(grads, opt_state, params, value=loss)
                return optax.apply_updates(params, updates), opt_state
            """,
            verdict=VerdictKind.PRESERVING,
        ),
        Example(
            "Flax's `TrainState` keeps the metric to itself",
            """
            import optax
            from flax.training.train_state import TrainState

            tx = optax.chain(
                optax.adam(1e-3), optax.contrib.reduce_on_plateau(patience=5)
            )
            state = TrainState.create(apply_fn=apply, params=params, tx=tx)
            state = state.apply_gradients(grads=grads)
            """,
        ),
    ),
)
