"""A schedule's arguments are in the order of another schedule.

## What it does
Finds known numbers that stand in each other's place: a length below 1 beside a value of
10 or more, a length below 1 beside a `decay_rate` of 2 or more, a `power` of 10 or more
beside a length of at most 5, and in `cosine_onecycle_schedule` a `div_factor` below 1,
which is where `linear_onecycle_schedule` has `pct_final`.

## Why
The onecycles take their length first, the other schedules their value;
`exponential_decay` takes the length before the rate, and `polynomial_schedule` the
power before the length. Optax checks none of it: `cosine_decay_schedule(1000, 1e-3)` is
a learning rate of 1000 at step 0, and 0 from then on.

## Example
```python
optax.cosine_decay_schedule(10_000, 1e-3)
```

## Use instead
```python
optax.cosine_decay_schedule(1e-3, 10_000)
```

## Fix safety
There is no fix: the code does something else than it says, and which, a person decides.

## On public code
There is no finding in 68 repositories.

## References
- https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import (
    Curve,
    Example,
    Report,
    Rule,
    Severity,
    Site,
    judged,
)
from ..optax.calls import curve_of, given, is_certain, number, place, told
from ..optax.curves import CURVES
from ..optax.migrated import with_migrated
from ..optax.schedules import COSINE_ONECYCLE
from ..optax.signatures import SCHEDULES

_LENGTHS = ("decay_steps", "transition_steps", "warmup_steps")
_VALUES = ("init_value", "peak_value", "end_value")
# One argument, from which size on, another, and below which size it is swapped with.
_PAIRS = (
    *((value, 10, length, 1) for value in _VALUES for length in _LENGTHS),
    ("decay_rate", 2, "transition_steps", 1),
    ("power", 10, "transition_steps", 6),
)


@judged
def check(site: Site) -> Iterator[Report]:
    """Report the first two arguments that are each other's."""
    if not is_certain(site) or site.is_tried:
        return
    for large, least, small, below in _PAIRS:
        one, other = given(site, large), given(site, small)
        if one is None or other is None:
            continue
        first, second = number(site, large), number(site, small)
        if first is None or second is None:
            continue
        if first >= least and 0 < second < below:
            message = f"`{large}` is {told(first)} and `{small}` {told(second)}: "
            message += f"they look swapped{_facts(site)}"
            yield Report(place(site, one), message)
            return
    factor = given(site, "div_factor")
    if factor is not None:
        value = number(site, "div_factor")
        if value is not None and 0 < value < 1:
            message = f"`div_factor` is {told(value)}: the schedule starts above its "
            message += "peak"
            if site.name == COSINE_ONECYCLE.name:
                message += "; `pct_final` is an argument of `linear_onecycle_schedule`"
            yield Report(place(site, factor), message + _facts(site))


def _facts(site: Site) -> str:
    curve = curve_of(site)
    if not isinstance(curve, Curve):
        return ""
    top, after = curve.highest, curve.at(1)
    if top.step is None:
        return (
            f"; it grows for ever, from {told(curve.at(0))} to {told(after)} in a step"
        )
    value, step = told(top.value), told(top.step)
    return (
        f"; the highest value is {value}, at step {step}, and {told(after)} at step 1"
    )


RULE = Rule(
    code="LRS104",
    slug="swapped-arguments",
    summary="a schedule's arguments are in the order of another schedule",
    severity=Severity.ERROR,
    fixable=False,
    functions=with_migrated(
        *(known.path for name, known in SCHEDULES.items() if name in CURVES)
    ),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "The order of each",
            """
            import optax

            first = optax.linear_onecycle_schedule(1000, 0.1)
            second = optax.exponential_decay(1.0, 100, 0.5)
            third = optax.polynomial_schedule(1.0, 0.0, 2, 1000)
            """,
            findings=0,
        ),
        Example(
            "A temperature of 10 that falls in an instant is nobody's learning rate",
            """
            import optax


            def build(start, steps):
                return optax.linear_schedule(start, 0.1, steps)
            """,
            findings=0,
        ),
        Example(
            "A part of an epoch is a length",
            """
            import optax

            schedule = optax.exponential_decay(0.1, 0.5, 0.9)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "A onecycle takes its length first",
            """
            import optax

            schedule = optax.linear_onecycle_schedule(1e-3, 1000)
            """,
        ),
        Example(
            "`exponential_decay` takes the length before the rate",
            """
            import optax

            schedule = optax.exponential_decay(1.0, 0.9, 1000)
            """,
        ),
        Example(
            "`polynomial_schedule` takes the power before the length",
            """
            import optax

            schedule = optax.polynomial_schedule(1.0, 0.0, 1000, 2)
            """,
        ),
        Example(
            "The fourth argument of the other onecycle",
            """
            import optax

            schedule = optax.cosine_onecycle_schedule(1000, 1.0, div_factor=0.85)
            """,
        ),
    ),
)
