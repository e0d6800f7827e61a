"""A `my_cosine` that ends within its warmup has no decay.

## What it does
Finds a `my_cosine` whose warmup is as long as the whole schedule, or longer.

## Why
Its length includes the warmup. Nothing is left for the decay.

## Example
```python
my_cosine(3e-4, 100, warmup_steps=100)
```

## Use instead
```python
my_cosine(3e-4, 1000, warmup_steps=100)
```

## Fix safety
There is no rewrite: which number is the wrong one is known to you alone.

## References
The guide to schedules of acme
"""

from __future__ import annotations

from collections.abc import Iterator

from lrmigrate.codemod.rule import (
    Example,
    Report,
    Rule,
    Severity,
    Site,
    constant_number,
)

from .functions import MY_COSINE


def check(site: Site) -> Iterator[Report]:
    """Report a schedule that ends within its warmup."""
    if site.arguments is None:
        return
    length = site.arguments.get("transition_steps") or site.arguments.get("decay_steps")
    warmup = site.arguments.get("warmup_steps")
    if length is None or warmup is None:
        return
    last, first = constant_number(length.value), constant_number(warmup.value)
    if first is not None and last is not None and last <= first:
        message = f"the schedule of {last} steps ends within its warmup of {first}"
        yield Report(warmup.node, message)


RULE = Rule(
    code="ACME101",
    slug="acme-warmup-length",
    summary="a `my_cosine` ends within its warmup",
    severity=Severity.ERROR,
    fixable=False,
    functions=frozenset({MY_COSINE.path}),
    facts=(MY_COSINE,),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A length that is not known is not judged",
            """
            import acme


            def build(steps):
                return acme.my_cosine(3e-4, steps, warmup_steps=100)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "A warmup of 100 steps in a schedule of 50",
            """
            import acme

            schedule = acme.my_cosine(3e-4, 50, warmup_steps=100)
            """,
        ),
    ),
)
