"""The boundaries of a onecycle schedule collide, or are no fractions.

## What it does
Finds a `linear_onecycle_schedule` or `cosine_onecycle_schedule` whose boundaries, as
Optax computes them (`int(pct_start * transition_steps)`), come to the same step, are in
the wrong order or come to step 0, and a fraction outside 0 to 1, such as 30 for 30 %.

## Why
The two boundaries are keys of a dict: where they are the same, one scale replaces the
other, and the peak is never reached, or the last value is a wrong one. A warmup that
comes to 0 steps made every value NaN before Optax 0.2.7; since then the schedule starts
at its peak. Nothing raises.

## Example
```python
optax.linear_onecycle_schedule(transition_steps=10_000, peak_value=0.1, pct_start=30)
```

## Use instead
```python
optax.linear_onecycle_schedule(transition_steps=10_000, peak_value=0.1, pct_start=0.3)
```

## Fix safety
There is no fix: which fraction is meant, a person has to say.

## On public code
One finding in 68 repositories:

- arguable: affjljoo3581/Google-American-Sign-Language-Fingerspelling-Recognition,
  `finetuning/training.py:192`. `pct_final=1.0` was likely given for a line down to the
  end; its last value, 25 times that of `pct_final=0.85`, was hardly looked at. So it is
  information.

## References
- google-deepmind/optax#1403
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import (
    Argument,
    Curve,
    Example,
    Report,
    Rule,
    Severity,
    Site,
    judged,
    shown,
)
from ..optax.calls import curve_of, given, is_certain, number, place, told
from ..optax.schedules import COSINE_ONECYCLE, LINEAR_ONECYCLE

_FRACTIONS = ("pct_start", "pct_final")


@judged
def check(site: Site) -> Iterator[Report]:
    """Report the first thing that is wrong with the boundaries."""
    if not is_certain(site) or site.is_tried:
        return
    for name in _FRACTIONS:
        argument = given(site, name)
        value = number(site, name) if argument is not None else None
        if argument is not None and value is not None and not 0 <= value <= 1:
            yield Report(place(site, argument), _no_fraction(site, argument, value))
            return
    message = _collision(site)
    start, final = given(site, "pct_start"), given(site, "pct_final")
    if message:
        yield Report(place(site, start) if start is not None else site.node, message)
    elif final is not None and number(site, "pct_final") == 1:
        message = f"`pct_final={shown(final.value)}` makes the end of the descent the "
        message += "end of all, which replaces it: the last value is `peak_value / "
        message += "final_div_factor`, not `peak_value / div_factor / final_div_factor`"
        node = place(site, final)
        yield Report(node, message + _facts(site), severity=Severity.INFO)


def _no_fraction(site: Site, argument: Argument, value: float) -> str:
    name = argument.name
    message = f"`{name}={shown(argument.value)}` is a fraction of `transition_steps`"
    steps = number(site, "transition_steps")
    if steps is not None:
        message += f", and comes to step {told(int(value * steps))} of {told(steps)}"
    if 1 < value <= 100:
        message += f"; did you mean {told(value / 100)}?"
    elif steps is not None and 1 < value < steps:
        message += f"; {told(value)} steps are {told(value / steps)}"
    return message


def _collision(site: Site) -> str:
    """Return what is wrong with where the boundaries come to, if anything is."""
    start, final = number(site, "pct_start"), None
    if site.name == LINEAR_ONECYCLE.name:
        final = number(site, "pct_final")
        if start is not None and final is not None and start > final:
            return (
                f"`pct_start` {told(start)} is more than `pct_final` {told(final)}: "
                f"the descent ends before the peak{_facts(site)}"
            )
    steps = number(site, "transition_steps")
    if start is None or steps is None or steps < 1:
        return ""
    peak = int(start * steps)
    words = f"the peak, at step int({told(start)} * {told(steps)}) = {peak},"
    if peak == 0:
        return (
            f"{words} leaves no step for the warmup: NaN before Optax 0.2.7, and since "
            f"then the schedule starts at its peak{_facts(site)}"
        )
    if peak == int(steps):
        return f"{words} is the last step, and is overwritten{_facts(site)}"
    if final is not None and peak == int(final * steps):
        return (
            f"{words} is where the descent ends, and is overwritten: the peak is never "
            f"reached{_facts(site)}"
        )
    return ""


def _facts(site: Site) -> str:
    curve = curve_of(site)
    if not isinstance(curve, Curve):
        return ""
    top, end = curve.highest, curve.last
    assert top.step is not None
    return (
        f"; the highest value is {told(top.value)}, at step {told(top.step)}, the last "
        f"{told(end.value)}"
    )


RULE = Rule(
    code="LRS103",
    slug="onecycle-boundaries",
    summary="the boundaries of a onecycle schedule collide, or are no fractions",
    severity=Severity.ERROR,
    fixable=False,
    functions=frozenset({LINEAR_ONECYCLE.path, COSINE_ONECYCLE.path}),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "The defaults are well apart",
            """
            import optax

            schedule = optax.linear_onecycle_schedule(1000, 0.1)
            """,
            findings=0,
        ),
        Example(
            "A length that is not known is not judged",
            """
            import optax


            def build(steps):
                return optax.cosine_onecycle_schedule(steps, 0.1)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "30 is not 30 %",
            """
            import optax

            schedule = optax.cosine_onecycle_schedule(10_000, 0.1, 30)  # noqa: LRS002
            """,
        ),
        Example(
            "The peak and the end of the descent are at one step, the first",
            """
            import optax

            schedule = optax.linear_onecycle_schedule(3, 0.1, pct_final=0.5)
            """,
        ),
        Example(
            "A warmup that comes to no step",
            """
            import optax

            schedule = optax.cosine_onecycle_schedule(3, 0.1)
            """,
        ),
        Example(
            "The end of the descent is the end of all: information",
            """
            import optax

            schedule = optax.linear_onecycle_schedule(100, 0.1, pct_final=1.0)
            """,
        ),
        Example(
            "The descent ends before the peak",
            """
            import optax

            schedule = optax.linear_onecycle_schedule(100, 0.1, pct_final=0.2)
            """,
        ),
    ),
)
