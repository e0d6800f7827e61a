"""A schedule is called once where it should be handed over, or the other way round.

## What it does
Finds three things, through names that are bound once:

- a schedule that is called at a known step, and its value given to an optimizer as the
  learning rate: `optax.adam(schedule(0))`;
- a schedule where a number is needed: `-schedule`, `0.5 * schedule`,
  `max(schedule, 0.1)`, `optax.scale(schedule)`, `optax.sgd(rate, momentum=schedule)`;
- a number where a schedule is needed: `optax.scale_by_schedule(0.1)`.

It is silent about `schedule(step)` where `step` may be another one each time, and about
`inject_hyperparams`, whose value is replaced later.

## Why
An optimizer is made once. What it is given then is its learning rate for ever, so the
training runs at the schedule's first value, which after a warmup from 0 trains nothing.
The other two raise TypeError, some of them only at the first update.

## Example
```python
optax.adam(learning_rate=schedule(0))
```

## Use instead
```python
optax.adam(learning_rate=schedule)
```

## Fix safety
There is no fix: a constant may be meant, and a warmup may be missing.

## On public code
There is no finding in 68 repositories.

## References
- google-deepmind/optax#424
- google-deepmind/optax#1286
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...codemod.rule import (
    Curve,
    Example,
    Report,
    Rule,
    Severity,
    Site,
    SiteModule,
    known_number,
    shown,
)
from ..optax.calls import curve_of, given, is_certain, told
from ..optax.chains import uses
from ..optax.migrated import with_migrated
from ..optax.optimizers import SCALE_BY_SCHEDULE, learning_rate, optax_name
from ..optax.signatures import SCHEDULES
from ..optax.type_errors import raised

# What is given an array of one step.
_ARRAYS = frozenset({"array", "asarray", "int32", "int64"})


def check(site: Site) -> Iterator[Report]:
    """Report what is done with a schedule that needs a number, or a call of it."""
    if not is_certain(site) or site.is_tried:
        return
    if site.function == SCALE_BY_SCHEDULE.path:
        yield from _no_schedule(site)
        return
    for use, kind in _uses(site):
        outer = _given_to(site.module, use)
        if isinstance(outer, ast.Call) and outer.func is use:
            yield from _frozen(site, outer) if kind == "function" else ()
        elif error := raised(site, use, outer, kind):
            text = shown(use)
            message = f"`{text}` is a schedule, and `{shown(outer)}` needs a number: "
            yield Report(outer, message + error, severity=Severity.ERROR)


def _uses(site: Site) -> Iterator[tuple[ast.expr, str]]:
    """Yield where a schedule stands, and of which type it is there."""
    if not isinstance(site.node, ast.Call):
        return
    yield from ((use, "function") for use in uses(site.module, site.node))
    statement = site.module.scopes.parents[site.node]
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    for target in targets:
        if isinstance(target, ast.Name):
            reads = site.module.class_attribute_uses(target)
            yield from ((use, "method") for use in reads)


def _given_to(module: SiteModule, node: ast.expr) -> ast.AST:
    """Return what an expression stands in, out of the keyword around it."""
    outer = module.scopes.parents[node]
    return module.scopes.parents[outer] if isinstance(outer, ast.keyword) else outer


def _no_schedule(site: Site) -> Iterator[Report]:
    argument = given(site, "step_size_fn")
    value = known_number(site, argument.value) if argument is not None else None
    if argument is not None and value is not None:
        message = f"`scale_by_schedule` calls `{shown(argument.value)}`: TypeError: "
        message += f"'{type(value).__name__}' object is not callable; for a constant "
        message += "there is `scale`"
        yield Report(argument.node, message, severity=Severity.ERROR)


def _frozen(site: Site, call: ast.Call) -> Iterator[Report]:
    """Report a value at a known step that an optimizer gets."""
    step = _step(site, call)
    if step is None:
        return
    module = site.module
    for use in _as_number(module, call):
        outer = _given_to(module, use)
        if not isinstance(outer, ast.Call):
            continue
        scales = optax_name(module, outer.func) == "scale"
        if not scales and learning_rate(module, outer) is not use:
            continue
        curve = curve_of(site)
        value = f", {told(curve.at(step))}" if isinstance(curve, Curve) else ""
        message = f"`{shown(call)}` is one number{value}: the learning rate of "
        message += f"`{shown(outer.func)}` never changes; hand over the schedule, "
        message += f"`{shown(call.func)}`"
        yield Report(use, message + (", to `scale_by_learning_rate`" if scales else ""))


def _step(site: Site, call: ast.Call) -> int | float | None:
    """Return the step that a schedule is called with, if it is known."""
    given = [*call.args, *(one.value for one in call.keywords)]
    node = given[0] if len(given) == 1 else None
    if isinstance(node, ast.Call) and len(node.args) == 1:
        name = getattr(node.func, "attr", "")
        node = node.args[0] if name in _ARRAYS else node
    return known_number(site, node) if node is not None else None


def _as_number(module: SiteModule, node: ast.expr) -> Iterator[ast.expr]:
    """Yield where a number is read, with its sign turned or as a float, too."""
    for use in uses(module, node):
        yield use
        outer = module.scopes.parents[use]
        is_float = isinstance(outer, ast.Call) and shown(outer.func) == "float"
        if is_float or isinstance(outer, ast.UnaryOp):
            assert isinstance(outer, ast.expr)
            yield from _as_number(module, outer)


RULE = Rule(
    code="LRS110",
    slug="schedule-called",
    summary="a schedule's value where the schedule is meant, or the other way round",
    severity=Severity.WARNING,
    fixable=False,
    functions=frozenset(
        {
            SCALE_BY_SCHEDULE.path,
            *with_migrated(*(known.path for known in SCHEDULES.values())),
        }
    ),
    facts=(SCALE_BY_SCHEDULE,),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A schedule that is handed over, and one that is called to be shown",
            """
            import optax

            schedule = optax.linear_schedule(0.1, 0.0, 100)
            tx = optax.adam(schedule)
            print(schedule(0))
            """,
            findings=0,
        ),
        Example(
            "A step that may be another one each time",
            """
            import optax

            schedule = optax.linear_schedule(0.1, 0.0, 100)


            def train_step(step, params, grads):
                tx = optax.sgd(schedule(step))
                return tx.update(grads, tx.init(params))
            """,
            findings=0,
        ),
        Example(
            "A learning rate that is replaced at each step",
            """
            import optax

            schedule = optax.linear_schedule(0.1, 0.0, 100)
            tx = optax.inject_hyperparams(optax.adam)(learning_rate=schedule(0))
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "Frozen at the first value of a warmup, which is 0",
            """
            import optax

            schedule = optax.warmup_constant_schedule(0.0, 1e-3, 100)
            tx = optax.adam(learning_rate=schedule(0))
            """,
        ),
        Example(
            "A schedule where a number is needed",
            """
            import optax

            schedule = optax.linear_schedule(1e-3, 0.0, 100)
            tx = optax.chain(optax.scale_by_adam(), optax.scale(-schedule))
            half = 0.5 * schedule
            """,
            findings=2,
        ),
        Example(
            "A schedule in `scale`, which does not call it",
            """
            import optax

            schedule = optax.linear_schedule(1e-3, 0.0, 100)
            tx = optax.chain(optax.scale_by_adam(), optax.scale(schedule))
            """,
        ),
        Example(
            "A number where a schedule is needed",
            """
            import optax

            tx = optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(-1e-3))
            """,
        ),
    ),
)
