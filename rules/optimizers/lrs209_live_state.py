"""A state that is kept changes with the model.

## What it does
Finds a result of `nnx.state` or `nnx.split` of an optimizer or its model that is kept
while the model is trained, and read afterwards.

## Why
Up to Flax 0.10 such a state was a copy. Since Flax 0.11 it holds the very variables of
the model, so that it changes with each update: the best state of an early stopping is
the last one, and a target network is the network itself. There is no error.

## Example
```python
best = nnx.state(model)
for x, y in data:
    train_step(model, optimizer, x, y)
nnx.update(model, best)
```

## Use instead
```python
best = jax.tree.map(lambda x: x, nnx.state(model))
for x, y in data:
    train_step(model, optimizer, x, y)
nnx.update(model, best)
```

## Fix safety
The fix makes a copy of the state, of the references and not of the arrays. It repairs
code that runs with Flax 0.11, and so changes what it does: it is written only with
`--unsafe-fixes`, and where the module imports `jax`.

## References
- google/flax#4842, released in Flax 0.11.0
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
    shown,
)
from ..nnx.apis import name_of
from ..nnx.names import SINCE
from ..nnx.states.live_state import LiveState, live_states


def check(instance: Instance) -> Iterator[Report]:
    """Report each state of an optimizer or its model that changes while it is kept."""
    told = instance.flow.remember(_told)
    for state in live_states(instance):
        if state.certain and told[state.taking] is instance:
            yield _report(instance.flow, state)


def _report(flow: Flow, state: LiveState) -> Report:
    text = shown(state.taking)
    message = f"since Flax 0.11 `{text}` is no copy: {state.reason}"
    jax = name_of(flow, "jax")
    if not jax:
        return Report(state.taking, message, unfixable="`jax` is not imported")
    copied = f"{jax}.tree.map(lambda x: x, {flow.source.segment(state.taking)})"
    return Report(
        state.taking,
        message,
        (ReplaceExpression(state.taking, copied),),
        fix_message="Copy it",
        repairs="the fix repairs a bug: the state stays what it was from now on",
    )


def _told(flow: Flow) -> dict[ast.expr, Instance]:
    """Return which object tells of a state, where it is one of several."""
    told: dict[ast.expr, Instance] = {}
    for instance in flow.instances:
        for state in live_states(instance):
            told.setdefault(state.taking, instance)
    return told


RULE = Rule(
    code="LRS209",
    slug="live-state",
    summary="a state that is kept changes with the model since Flax 0.11",
    severity=Severity.WARNING,
    fixable=True,
    check_instance=check,
    since=SINCE,
    doc=__doc__ or "",
    refused=(
        Example(
            "A state that is used where it stands",
            """
            import jax
            from flax import nnx


            def train(model, tx, data):
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
                for x in data:
                    optimizer.update(model, nnx.grad(loss_fn)(model, x))
                    print(len(jax.tree.leaves(nnx.state(model))))
            """,
            findings=0,
        ),
        Example(
            "A state that is taken anew before each reading",
            """
            from flax import nnx


            def train(model, tx, data):
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
                for x in data:
                    optimizer.update(model, nnx.grad(loss_fn)(model, x))
                    graphdef, state = nnx.split(model)
                    checkpointer.save(path, state)
            """,
            findings=0,
        ),
        Example(
            "A copy",
            """
            import jax
            from flax import nnx


            def train(model, tx, data):
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
                first = jax.tree.map(lambda x: x, nnx.state(model))
                for x in data:
                    optimizer.update(model, nnx.grad(loss_fn)(model, x))
                nnx.update(model, first)
            """,
            findings=0,
        ),
        Example(
            "Without `jax` in the module there is nothing to copy it with",
            """
            from flax import nnx


            def train(model, tx, data):
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
                first = nnx.state(model)
                for x in data:
                    optimizer.update(model, nnx.grad(loss_fn)(model, x))
                nnx.update(model, first)
            """,
        ),
    ),
    accepted=(
        Example(
            "The best state of an early stopping",
            """
            import jax
            from flax import nnx


            def train(model, tx, data, best=float("inf")):
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
                best_state = nnx.state(model)
                for x in data:
                    loss, grads = nnx.value_and_grad(loss_fn)(model, x)
                    optimizer.update(model, grads)
                nnx.update(model, best_state)
            """,
            unsafe="""
            import jax
            from flax import nnx


            def train(model, tx, data, best=float("inf")):
                optimizer = nnx.Optimizer(model, tx, wrt=nnx.Param)
                best_state = jax.tree.map(lambda x: x, nnx.state(model))
                for x in data:
                    loss, grads = nnx.value_and_grad(loss_fn)(model, x)
                    optimizer.update(model, grads)
                nnx.update(model, best_state)
            """,
            verdict=VerdictKind.UNVERIFIABLE,
        ),
    ),
)
