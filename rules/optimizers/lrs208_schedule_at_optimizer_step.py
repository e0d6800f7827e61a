"""A schedule evaluated at an NNX optimizer's step can come out wrong.

## What it does
Finds a schedule that subtracts from the step, called with the `step` of an
`nnx.Optimizer`: `piecewise_constant_schedule`, every schedule with `transition_begin`,
and a `join_schedules` with one of them.

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
    constant_number,
)
from ..nnx.calls import made
from ..nnx.names import JOIN, OPTIMIZERS, STEP_SENSITIVE


def check(instance: Instance) -> Iterator[Report]:
    """Report each schedule that is given the unsigned step as it is."""
    annotated = {name for _, name in instance.annotations} & OPTIMIZERS
    if not annotated and not any(made(instance, *OPTIMIZERS)):
        return
    parents = instance.flow.scopes.parents
    for node in instance.attributes("step"):
        value: ast.expr = node
        while (content := _content(parents[value], value)) is not None:
            value = content
        call = parents[value]
        if not isinstance(call, ast.Call) or call.args != [value]:
            continue
        culprit = _wrapping(instance.flow, call.func)
        if culprit:
            message = (
                f"`{culprit}` is wrong at an unsigned step, which `optimizer.step` is"
            )
            signed = f"{instance.flow.source.segment(value)}.astype(int)"
            yield Report(
                value,
                message,
                (ReplaceExpression(value, signed),),
                fix_message="Make the step signed: `.astype(int)`",
                repairs="the fix repairs a number: the schedule comes out otherwise",
            )


def _content(parent: ast.AST, node: ast.expr) -> ast.expr | None:
    """Return ``node.value`` or ``node[...]``, a variable's content, if it is one."""
    if isinstance(parent, ast.Attribute) and parent.attr == "value":
        return parent
    if (
        isinstance(parent, ast.Subscript)
        and parent.value is node
        and isinstance(parent.slice, ast.Constant)
        and parent.slice.value is ...
    ):
        return parent
    return None


def _wrapping(flow: Flow, schedule: ast.expr, depth: int = 0) -> str:
    """Return what in a schedule subtracts from the step, or nothing."""
    if isinstance(schedule, ast.Name) and depth < 4:
        binding = flow.scopes.sole_binding(schedule)
        value = binding.value if binding is not None else None
        return "" if value is None else _wrapping(flow, value, depth + 1)
    if not isinstance(schedule, ast.Call):
        return ""
    name = flow.functions.known(schedule.func)
    if name == JOIN:
        parts = [*schedule.args, *(keyword.value for keyword in schedule.keywords)]
        inner = [
            one for part in parts if isinstance(part, ast.List) for one in part.elts
        ]
        found = (_wrapping(flow, one, depth + 1) for one in inner)
        return next((one for one in found if one), "")
    if name not in STEP_SENSITIVE:
        return ""
    parameter, index = STEP_SENSITIVE[name]
    given = next((one.value for one in schedule.keywords if one.arg == parameter), None)
    if given is None and len(schedule.args) > index:
        given = schedule.args[index]
    if given is None or constant_number(given) == 0:
        return ""
    return name if index == 1 else f"{parameter}` of `{name}"


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
