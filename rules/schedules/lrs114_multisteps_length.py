"""A schedule inside `MultiSteps` counts updates, not batches.

## What it does
Finds an `optax.MultiSteps` around an optimizer whose learning rate is a schedule with a
length that is not divided by `every_k_schedule`. It is information, and a warning where
both numbers are known.

## Why
`MultiSteps` passes one update on for every k batches, and the schedule counts those. A
length in batches is reached k times too late: with k = 4 and a length of 10,000
batches, the training ends at a quarter of the schedule, often near its peak. Nothing
raises.

## Example
```python
schedule = optax.cosine_decay_schedule(1e-3, decay_steps=num_batches)
tx = optax.MultiSteps(optax.adamw(schedule), every_k_schedule=4)
```

## Use instead
```python
schedule = optax.cosine_decay_schedule(1e-3, decay_steps=num_batches // 4)
tx = optax.MultiSteps(optax.adamw(schedule), every_k_schedule=4)
```

## Fix safety
There is no fix: the length may count updates already.

## References
- https://optax.readthedocs.io/en/latest/api/transformations.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Argument,
    Example,
    Function,
    Report,
    Rule,
    Severity,
    Site,
    difference,
    known_number,
    shown,
    sum_of,
)
from ..optax.calls import given, is_certain, told
from ..optax.optimizers import schedules_in

_MULTI_STEPS = Function(
    path="optax.MultiSteps",
    also=("optax.transforms.MultiSteps",),
    parameters=(
        *("opt", "every_k_schedule", "use_grad_mean", "should_skip_update_fn"),
        "accumulator_dtype",
    ),
    required=2,
)
_LENGTHS = ("decay_steps", "transition_steps")


def check(site: Site) -> Iterator[Report]:
    """Report each schedule with a length that counts all batches, it seems."""
    if not is_certain(site):
        return
    inner, every = given(site, "opt"), given(site, "every_k_schedule")
    if inner is None or every is None:
        return
    count = known_number(site, every.value)
    if count is not None and count <= 1:
        return
    for schedule in schedules_in(site.module, inner.value):
        name = next((one for one in _LENGTHS if given(schedule, one)), "")
        length = given(schedule, name)
        if length is not None and not _is_divided(site, length.value, every.value):
            yield _report(site, schedule, length, every)


def _is_divided(site: Site, length: ast.expr, every: ast.expr) -> bool:
    """Whether a length, or what it is made of, is divided by the number of batches."""
    pending, seen = [length], set[ast.AST]()
    while pending:
        node = site.module.origin(pending.pop())
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.FloorDiv)):
            if difference(sum_of(site, node.right), sum_of(site, every)) == 0:
                return True
            if isinstance(site.module.origin(node.right), ast.expr):
                parts = {ast.dump(one) for one in ast.walk(node.right)}
                if ast.dump(every) in parts:
                    return True
        pending += [
            one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)
        ]
    return False


def _report(site: Site, schedule: Site, length: Argument, every: Argument) -> Report:
    steps = known_number(schedule, length.value)
    count = known_number(site, every.value)
    message = f"the schedule of `{shown(length.value)}` counts the updates of "
    message += (
        f"`MultiSteps`, one for every `{shown(every.value)}` batches: its end is "
    )
    if steps is not None and count is not None:
        message += f"reached after {told(steps * count)} batches, not {told(steps)}"
        return Report(every.node, message)
    message += f"reached after `{shown(length.value)}` * `{shown(every.value)}` batches"
    return Report(every.node, message, severity=Severity.INFO)


RULE = Rule(
    code="LRS114",
    slug="multisteps-length",
    summary="a schedule inside `MultiSteps` counts updates, not batches",
    severity=Severity.WARNING,
    fixable=False,
    functions=frozenset({_MULTI_STEPS.path}),
    facts=(_MULTI_STEPS,),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A length that is divided by the number of batches",
            """
            import optax


            def build(batches, every):
                steps = batches // every
                schedule = optax.linear_schedule(1e-3, 0.0, steps)
                return optax.MultiSteps(optax.adamw(schedule), every)
            """,
            findings=0,
        ),
        Example(
            "One update for each batch",
            """
            import optax

            schedule = optax.linear_schedule(1e-3, 0.0, 1000)
            tx = optax.MultiSteps(optax.adamw(schedule), every_k_schedule=1)
            """,
            findings=0,
        ),
        Example(
            "A learning rate that is a number",
            """
            import optax

            tx = optax.MultiSteps(optax.adamw(1e-3), every_k_schedule=4)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "4000 batches, not 1000",
            """
            import optax

            schedule = optax.linear_schedule(1e-3, 0.0, 1000)
            tx = optax.MultiSteps(optax.adamw(schedule), every_k_schedule=4)
            """,
        ),
        Example(
            "What is not known is information",
            """
            import optax


            def build(total_batches, every):
                schedule = optax.linear_schedule(1e-3, 0.0, total_batches)
                tx = optax.chain(optax.clip(1.0), optax.adamw(schedule))
                return optax.MultiSteps(tx, every_k_schedule=every)
            """,
        ),
    ),
)
