"""`reduce_on_plateau` does not see that a negative metric stands still.

## What it does
Finds updates that give `reduce_on_plateau` a metric that can be negative, as its
expression says (`value=-accuracy`) or its name (an ELBO, a reward, a log-likelihood),
where `rtol` is more than 0, as it is by default, and `atol` is 0.

## Why
A metric counts as better where it is below `(1 - rtol) * best`. Above 0 that is a
little below the best one. Below 0 it is a little above it: a metric that stands still,
or gets worse by less than `rtol`, counts as better at every step. The learning rate is
then never reduced, however long that lasts.

## Example
```python
plateau = optax.contrib.reduce_on_plateau(patience=5)
updates, state = plateau.update(updates, state, value=-accuracy)
```

## Use instead
```python
plateau = optax.contrib.reduce_on_plateau(patience=5, rtol=0.0, atol=1e-4)
updates, state = plateau.update(updates, state, value=-accuracy)
```

## Fix safety
There is no fix: how much better counts, in units of the metric, is for a person to say.
A metric that is better the higher it is, as an ELBO or a reward, has to be turned, too.

## References
- google-deepmind/optax#1767
- https://optax.readthedocs.io/en/latest/api/contrib.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Example,
    Flow,
    Instance,
    Report,
    Rule,
    Severity,
    constant_number,
    shown,
)
from ..nnx.chained import Chained
from ..nnx.sign import may_be_negative
from ..nnx.updated import updated
from ..optax.signatures import REDUCE_ON_PLATEAU
from ..optax.transformations import PLATEAU

_DEFAULTS = {"rtol": 1e-4, "atol": 0.0}


def check(instance: Instance) -> Iterator[Report]:
    """Report each negative metric that a plateau compares by its relative change."""
    found = updated(instance)
    if found is None or not found.hands_on or PLATEAU not in found.chained.certain:
        return
    given = (one for method in found.methods for one in method.call.keywords)
    metrics = [one for one in given if one.arg == "value"]
    if not metrics or not _is_relative(instance.flow, found.chained):
        return
    for metric in metrics:
        if may_be_negative(instance.flow, metric.value):
            message = (
                f"`{shown(metric.value)}` can be negative, and `rtol` takes a negative "
                "metric that stands still for one that gets better: the learning rate "
                "is never reduced"
            )
            yield Report(metric, message)


def _is_relative(flow: Flow, chained: Chained) -> bool:
    """Whether every plateau that may be there has an `rtol`, and no `atol`."""
    plateaus = [
        call for call in chained.calls if flow.functions.known(call.func) == PLATEAU
    ]
    tolerances = [(_given(one, "rtol"), _given(one, "atol")) for one in plateaus]
    return bool(tolerances) and all(
        rtol is not None and rtol > 0 and atol == 0 for rtol, atol in tolerances
    )


def _given(call: ast.Call, name: str) -> float | None:
    """Return a tolerance, None where it is not certain."""
    starred = any(isinstance(one, ast.Starred) for one in call.args)
    if starred or any(keyword.arg is None for keyword in call.keywords):
        return None
    index = REDUCE_ON_PLATEAU.parameters.index(name)
    values = [one.value for one in call.keywords if one.arg == name]
    values += call.args[index : index + 1]
    return constant_number(values[0]) if values else _DEFAULTS[name]


RULE = Rule(
    code="LRS211",
    slug="plateau-sign",
    summary="`reduce_on_plateau` with a relative tolerance and a negative metric",
    severity=Severity.WARNING,
    fixable=False,
    check_instance=check,
    since=("optax", "0.2.2"),
    doc=__doc__ or "",
    refused=(
        Example(
            "A loss is not negative, as far as can be seen",
            """
            import optax

            tx = optax.chain(
                optax.adam(1e-3), optax.contrib.reduce_on_plateau(patience=5)
            )


            def train_step(params, state, grads, loss):
                updates, state = tx.update(grads, state, params, value=loss)
                return optax.apply_updates(params, updates), state
            """,
            findings=0,
        ),
        Example(
            "A negative log-likelihood is not below 0 by its name",
            """
            import optax

            tx = optax.chain(
                optax.adam(1e-3), optax.contrib.reduce_on_plateau(patience=5)
            )


            def train_step(params, state, grads, log_prob):
                updates, state = tx.update(grads, state, params, value=-log_prob)
                return optax.apply_updates(params, updates), state
            """,
            findings=0,
        ),
        Example(
            "An absolute tolerance is the same above 0 and below",
            """
            import optax

            tx = optax.chain(
                optax.adam(1e-3),
                optax.contrib.reduce_on_plateau(patience=5, rtol=0.0, atol=1e-4),
            )


            def train_step(params, state, grads, accuracy):
                updates, state = tx.update(grads, state, params, value=-accuracy)
                return optax.apply_updates(params, updates), state
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "A metric with a minus, and the tolerance that Optax has by default",
            """
            import optax

            tx = optax.chain(
                optax.adam(1e-3), optax.contrib.reduce_on_plateau(patience=5)
            )


            def train_step(params, state, grads, accuracy):
                updates, state = tx.update(grads, state, params, value=-accuracy)
                return optax.apply_updates(params, updates), state
            """,
        ),
        Example(
            "An ELBO, in an NNX optimizer",
            """
            import optax
            from flax import nnx

            plateau = optax.contrib.reduce_on_plateau(factor=0.5, rtol=1e-3)


            def train(model, batches):
                tx = optax.chain(optax.adam(1e-3), plateau)
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
                for batch in batches:
                    elbo, grads = nnx.value_and_grad(elbo_fn)(model, batch)
                    optimizer.update(model, grads, value=elbo)
            """,
        ),
    ),
)
