"""A schedule without steps, or without a rate, which is a constant or raises.

## What it does
Finds a schedule with a known length of 0 or less, and an exponential decay with
`decay_rate=0`. It is silent about a `warmup_steps` of 0, and about the first part of a
join whose boundary is 0: so is written that there is no warmup.

It warns of a `warmup_steps` between 0 and 1, which is a share of the length and no
number of steps. That a schedule has one value at every step, and is no part of a join,
is information.

## Why
The linear, polynomial and exponential schedules only log it, and stay at `init_value`
for ever; the cosines and onecycles raise ValueError. A `decay_rate` of 0 does not mean
that everything is gone at once: it means no decay.

## Example
```python
optax.exponential_decay(0.1, transition_steps=1000, decay_rate=0)
```

## Use instead
```python
optax.constant_schedule(0.1)
```

## Fix safety
There is no fix: what is meant is not known.

## On public code
One finding in 68 repositories:

- true, on purpose: google-deepmind/optax, `schedules/_schedule_test.py:231`, is the
  test that a `decay_rate` of 0 stays 1.

## References
- https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import (
    CurveError,
    Example,
    Report,
    Rule,
    Severity,
    Site,
    judged,
    known_number,
)
from ..optax.calls import (
    JOIN,
    elements,
    given,
    is_certain,
    number,
    place,
    schedules_of,
    told,
)
from ..optax.curve_words import never_changes
from ..optax.curves import CURVES
from ..optax.migrated import with_migrated
from ..optax.schedules import (
    COSINE_DECAY,
    COSINE_ONECYCLE,
    LINEAR_ONECYCLE,
    WARMUP_COSINE_DECAY,
    WARMUP_EXPONENTIAL_DECAY,
)
from ..optax.signatures import SCHEDULES

_LENGTHS = {
    COSINE_DECAY.name: "decay_steps",
    **dict.fromkeys(
        (
            *(COSINE_ONECYCLE.name, LINEAR_ONECYCLE.name),
            WARMUP_EXPONENTIAL_DECAY.name,
            *("linear_schedule", "polynomial_schedule", "exponential_decay"),
        ),
        "transition_steps",
    ),
}

_WARNING = Severity.WARNING
_LEAST = 0.005  # a share of a length; below it is a value in the wrong place
_WITHOUT_A_LENGTH = (
    *(WARMUP_COSINE_DECAY.name, "warmup_constant_schedule"),
    *("piecewise_constant_schedule", "piecewise_interpolate_schedule"),
)

_TOLD_ELSEWHERE = (WARMUP_COSINE_DECAY.name, COSINE_ONECYCLE.name, LINEAR_ONECYCLE.name)


@judged
def check(site: Site) -> Iterator[Report]:
    """Report a length or a rate with which nothing happens."""
    if not is_certain(site) or site.is_tried:
        return
    warmup = given(site, "warmup_steps")
    share = number(site, "warmup_steps") if warmup is not None else None
    if warmup is not None and share is not None and _LEAST <= share < 1:
        yield Report(place(site, warmup), _share(site, share), severity=_WARNING)
    length = given(site, _LENGTHS.get(site.name, ""))
    steps = number(site, length.name) if length is not None else None
    rate = given(site, "decay_rate")
    if length is not None and steps is not None and steps <= 0:
        if raised := _raised(site, steps):
            yield Report(place(site, length), f"this raises {raised}")
        elif not _is_skipped(site):
            message = f"`{site.name}` of {told(steps)} steps only logs that it has none"
            yield Report(place(site, length), f"{message}: it stays {_value(site)}")
    elif rate is not None and number(site, "decay_rate") == 0:
        message = f"`decay_rate=0` is no decay: `{site.name}` stays {_value(site)}"
        yield Report(place(site, rate), message)
    elif site.name not in _TOLD_ELSEWHERE and (message := never_changes(site)):
        yield Report(site.node, message, severity=Severity.INFO)


def _share(site: Site, share: float) -> str:
    """Say that a share of the length is given in place of a number of steps."""
    message = f"`warmup_steps` counts steps, and {told(share)} is less than one: the "
    message += "warmup is over at step 1"
    whole = site.name == WARMUP_COSINE_DECAY.name
    length = number(site, "decay_steps") if whole else None
    if length is None:
        return message
    meant = told(int(share * length))
    return f"{message}; did you mean {meant}, that share of the length?"


def _raised(site: Site, steps: float) -> str:
    """Return what Optax raises for so many steps, whatever the other arguments are."""
    try:
        if site.name == COSINE_DECAY.name:
            CURVES[site.name](1.0, steps)
        elif site.name in (COSINE_ONECYCLE.name, LINEAR_ONECYCLE.name):
            CURVES[site.name](steps, 1.0)
    except CurveError as error:
        return str(error)
    return ""


def _value(site: Site) -> str:
    name = "peak_value" if given(site, "peak_value") is not None else "init_value"
    value = number(site, name)
    return (
        f"`{name}`" + (f", {told(value)}," if value is not None else "") + " for ever"
    )


def _is_skipped(site: Site) -> bool:
    """Whether a join goes on from the schedule at step 0."""
    for other in site.module.sites:
        if other.name != JOIN or not is_certain(other):
            continue
        parts, boundaries = schedules_of(other), elements(other, "boundaries")
        first = parts[0][1] if parts else None
        if first is not None and boundaries and first.node is site.node:
            return known_number(site, boundaries[0]) == 0
    return False


RULE = Rule(
    code="LRS109",
    slug="constant-by-accident",
    summary="a schedule without steps, or without a rate, is a constant or raises",
    severity=Severity.ERROR,
    fixable=False,
    functions=with_migrated(
        *(SCHEDULES[name].path for name in (*_LENGTHS, *_WITHOUT_A_LENGTH))
    ),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "No warmup, on purpose",
            """
            import optax

            WARMUP = 0
            ramp = optax.linear_schedule(0.0, 0.1, WARMUP)
            decay = optax.cosine_decay_schedule(0.1, 100)
            schedule = optax.join_schedules([ramp, decay], [WARMUP])
            """,
            findings=0,
        ),
        Example(
            "A test that expects the error",
            """
            import optax
            import pytest

            with pytest.raises(ValueError):
                optax.linear_onecycle_schedule(0, 0.1)
            """,
            findings=0,
        ),
        Example(
            "A length that is not known",
            """
            import optax


            def build(steps):
                return optax.linear_schedule(0.1, 0.0, steps)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "A constant",
            """
            import optax

            schedule = optax.linear_schedule(0.1, 0.0, 0)
            """,
        ),
        Example(
            "No decay at all",
            """
            import optax

            schedule = optax.exponential_decay(0.1, 1000, 0)
            """,
        ),
        Example(
            "An error",
            """
            import optax

            schedule = optax.linear_onecycle_schedule(0, 0.1)
            """,
        ),
    ),
)
