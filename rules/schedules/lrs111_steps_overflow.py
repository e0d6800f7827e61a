"""More steps than a 32-bit number holds, in a schedule that computes with them.

## What it does
Finds a known length of more than 2,147,483,647 steps in a linear, polynomial or
exponential schedule.

## Why
JAX makes a 32-bit number of the length, and raises OverflowError under `jit`, in the
first update. The cosine schedules make a float of it, and have no such limit. So large
a number often counts tokens or examples, and not steps.

## Example
```python
optax.linear_schedule(1e-3, 0.0, transition_steps=3_000_000_000)
```

## Use instead
```python
optax.linear_schedule(1e-3, 0.0, transition_steps=3_000_000_000.0)
```

## Fix safety
There is no fix: a number of tokens has to be divided, and not written as a float.

## On public code
There is no finding in 68 repositories.

## References
- https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import (
    Example,
    Report,
    Rule,
    Severity,
    Site,
    judged,
)
from ..optax.calls import given, is_certain, number, place
from ..optax.migrated import with_migrated
from ..optax.signatures import SCHEDULES

_MOST = 2**31 - 1
_LENGTHS = ("transition_steps", "warmup_steps")
_COMPUTE_WITH_THEM = (
    *("linear_schedule", "polynomial_schedule", "exponential_decay"),
    *("warmup_constant_schedule", "warmup_exponential_decay_schedule"),
)


@judged
def check(site: Site) -> Iterator[Report]:
    """Report each length that is a whole number, and too large."""
    if not is_certain(site):
        return
    for name in _LENGTHS:
        argument = given(site, name)
        steps = number(site, name) if argument is not None else None
        if argument is not None and isinstance(steps, int) and steps > _MOST:
            message = f"`{name}` is {steps}, and more than {_MOST} steps are an "
            message += f"OverflowError under `jit`; does `{name}` count steps?"
            yield Report(place(site, argument), message)


RULE = Rule(
    code="LRS111",
    slug="steps-overflow",
    summary="more steps than a 32-bit number holds raise under `jit`",
    severity=Severity.ERROR,
    fixable=False,
    functions=with_migrated(*(SCHEDULES[name].path for name in _COMPUTE_WITH_THEM)),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A cosine makes a float of its length",
            """
            import optax

            schedule = optax.warmup_cosine_decay_schedule(0.0, 0.1, 100, 3_000_000_000)
            """,
            findings=0,
        ),
        Example(
            "A float does not overflow",
            """
            import optax

            schedule = optax.linear_schedule(0.1, 0.0, 3e9)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "Tokens, it seems",
            """
            import optax

            schedule = optax.linear_schedule(0.1, 0.0, transition_steps=3_000_000_000)
            """,
        ),
    ),
)
