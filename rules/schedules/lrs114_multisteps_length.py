"""A schedule inside `MultiSteps` counts updates, not batches.

## What it does
Finds an `optax.MultiSteps` around an optimizer whose learning rate is a schedule with a
length, or with a last boundary, that is not divided by `every_k_schedule`, nor by what
that is a part of. It is information, and a warning where both numbers are known.

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

## On public code
There is no finding in 68 repositories. In octo, crossformer, susie and
distil-whisper another function makes the optimizer that `MultiSteps` is given; which
schedule is in it is not seen.

## References
- https://optax.readthedocs.io/en/latest/api/transformations.html
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TypeGuard

from ...codemod.rule import (
    Argument,
    Example,
    Function,
    Report,
    Rule,
    Severity,
    Site,
    judged,
    known_number,
    shown,
    sum_of,
)
from ..optax.calls import JOIN, elements, given, is_certain, schedules_of, told
from ..optax.chains import schedules_in

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
_PIECEWISE = ("piecewise_constant_schedule", "piecewise_interpolate_schedule")
# Schedules that have no end of their own, and what is reached at their length.
_ENDS = {
    "exponential_decay": "its first `decay_rate` is",
    **dict.fromkeys(_PIECEWISE, "its last boundary is"),
}
# Names of lengths that count updates.
_UPDATES = re.compile(
    r"update|(?:opt|optim|optimizer|outer|effective|grad|gradient)_?steps", re.I
)


@judged
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
    for schedule in schedules_in(site.module, _inner(site, inner.value)):
        lengths = _lengths(schedule)
        if lengths and not any(_is_of_updates(site, one, every) for one in lengths):
            yield _report(site, schedule, lengths, every)


def _inner(site: Site, node: ast.expr) -> ast.expr:
    """Return what is wrapped, in ``tx = MultiSteps(tx, k)`` what `tx` was before."""
    scopes, statement = site.module.scopes, site.module.scopes.parents[site.node]
    if not isinstance(node, ast.Name) or not isinstance(statement, ast.Assign):
        return node
    owner = scopes.lookup(node.id, scopes.scope_of[node])
    bindings = owner.bindings[node.id] if owner is not None else ()
    before = [one for one in bindings if one.statement is not statement]
    again = len(bindings) == 2 and len(before) == 1
    return before[0].value or node if again else node


def _lengths(schedule: Site) -> list[ast.expr]:
    """Return what the number of steps until a schedule ends is the sum of."""
    if schedule.name == JOIN:
        parts, boundaries = schedules_of(schedule), elements(schedule, "boundaries")
        last = parts[-1][1] if parts else None
        if last is None or not boundaries or len(boundaries) + 1 != len(parts or ()):
            return []
        end = _lengths(last)
        held = last.name == "constant_schedule"
        return [boundaries[-1], *end] if end or held else []
    if schedule.name in _PIECEWISE:
        return _last_boundary(schedule)
    names = (one for one in _LENGTHS if given(schedule, one))
    length = given(schedule, next(names, ""))
    return [length.value] if length is not None else []


def _last_boundary(schedule: Site) -> list[ast.expr]:
    """Return the last step at which a schedule is scaled, if all are written out."""
    pieces = given(schedule, "boundaries_and_scales")
    written = schedule.module.origin(pieces.value) if pieces is not None else None
    keys = written.keys if isinstance(written, ast.Dict) else []
    found = [one for one in keys if one is not None]
    if not found or len(found) < len(keys):
        return []
    steps = [known_number(schedule, one) for one in found]
    known = [one for one in steps if one is not None]
    return [found[steps.index(max(known)) if len(known) == len(steps) else -1]]


def _is_of_updates(site: Site, length: ast.expr, every: Argument) -> bool:
    """Whether a length is called so, or is divided by the number of batches."""
    if _UPDATES.search(shown(length)):
        return True
    pending, seen = [length], set[ast.AST]()
    while pending:
        node = site.module.origin(pending.pop())
        if node in seen:
            continue
        seen.add(node)
        if _divides(node) and _has_factor(site, node.right, every.value):
            return True
        pending += [
            one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)
        ]
    return False


def _divides(node: ast.AST) -> TypeGuard[ast.BinOp]:
    return isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.FloorDiv))


def _has_factor(site: Site, divisor: ast.expr, every: ast.expr) -> bool:
    """Whether the number of batches, or what it is a part of, is in a divisor."""
    parts = ast.walk(site.module.origin(every))
    wholes = [one.left for one in parts if _divides(one)]
    return any(_is_factor(site, divisor, one) for one in (every, *wholes))


def _is_factor(site: Site, divisor: ast.expr, every: ast.expr) -> bool:
    """Whether a number is a divisor, or a factor of it."""
    count = known_number(site, every)
    if count is not None and known_number(site, divisor) == count:
        return True
    factors = {one for term in sum_of(site, every) for one in term}
    if factors and any(factors <= {*term} for term in sum_of(site, divisor)):
        return True
    return ast.dump(every) in {ast.dump(one) for one in ast.walk(divisor)}


def _report(
    site: Site, schedule: Site, lengths: list[ast.expr], every: Argument
) -> Report:
    steps = [known_number(site, one) for one in lengths]
    known = [one for one in steps if one is not None]
    count = known_number(site, every.value)
    text = " + ".join(map(shown, lengths))
    message = f"the schedule of `{text}` counts the updates of `MultiSteps`, one for "
    message += f"every `{shown(every.value)}` batches: "
    message += _ENDS.get(schedule.name, "its end is") + " "
    if len(known) == len(steps) and count is not None:
        end = sum(known)
        message += f"reached after {told(end * count)} batches, not {told(end)}"
        return Report(every.node, message)
    text = f"(`{text}`)" if len(lengths) > 1 else f"`{text}`"
    message += f"reached after {text} * `{shown(every.value)}` batches"
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
