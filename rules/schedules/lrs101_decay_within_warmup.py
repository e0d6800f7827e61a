"""The length of `warmup_cosine_decay_schedule` ends within its warmup.

## What it does
Finds a `warmup_cosine_decay_schedule`, or a cycle of `sgdr_schedule`, whose length is
not more than its warmup, by known numbers or because one is written as the other. A
length that is exactly one step more is a warning: the whole decay is a single step.

## Why
The length includes the warmup. Where nothing is left for the decay, Optax raises
ValueError, in words that name another function, `cosine_decay_schedule`, and a
`decay_steps` that nobody wrote. Often the two arguments were swapped.

## Example
```python
optax.warmup_cosine_decay_schedule(0.0, 1e-3, warmup_steps=10_000, decay_steps=500)
```

## Use instead
```python
optax.warmup_cosine_decay_schedule(0.0, 1e-3, warmup_steps=500, decay_steps=10_000)
```

## Fix safety
There is no fix: which of the two numbers is wrong, a person has to say.

## On public code
There is no finding in 68 repositories. In rail-berkeley/bridge_data_v2 four calls
with one step of decay were reported wrongly (`gc_ddpm_bc.py:258`, `gc_iql.py:325`,
`iql.py:303`, `stable_contrastive_rl.py:404`): with an end that is the peak no decay is
meant. The rule is silent there since.

## References
- https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import (
    Argument,
    Example,
    Report,
    Rule,
    Severity,
    Site,
    SiteKind,
    difference,
    judged,
    known_number,
    shown,
    sum_of,
)
from ..optax.calls import cosine_error, given, told, warmed_up
from ..optax.migrated import with_migrated
from ..optax.schedules import SGDR, WARMUP_COSINE_DECAY


@judged
def check(site: Site) -> Iterator[Report]:
    """Report a length that leaves the decay no step, or one."""
    if site.doubt or site.kind not in (SiteKind.CALL, SiteKind.PARTIAL):
        return
    for warmup, length in () if site.is_tried else warmed_up(site):
        yield from _left(site, warmup, length)


def _left(site: Site, warmup: Argument, length: Argument) -> Iterator[Report]:
    """Report what is left for the decay, if that is too little."""
    first, last = known_number(site, warmup.value), known_number(site, length.value)
    left = difference(sum_of(site, length.value), sum_of(site, warmup.value))
    if first is not None and last is not None:
        left = last - first
    if left is None or left > 1:
        return
    if left > 0:
        if _is_flat(site):
            return
        message = f"the length `{shown(length.value)}` includes the warmup of "
        message += f"`{shown(warmup.value)}`: the whole decay is one step"
        yield Report(length.node, message, severity=Severity.WARNING)
        return
    texts = shown(length.value), shown(warmup.value)
    message = (
        f"the length `{texts[0]}` includes the warmup of `{texts[1]}`, and leaves "
    )
    message += f"{told(left)} steps for the decay: {cosine_error(left)}"
    if first is not None and last is not None and 0 < last < first:
        message += f"; were {told(first)} and {told(last)} swapped?"
    yield Report(length.node, message)


def _is_flat(site: Site) -> bool:
    """Whether the end is written as the peak, so that there is nothing to decay."""
    peak, end = given(site, "peak_value"), given(site, "end_value")
    if peak is None or end is None:
        return False
    return difference(sum_of(site, peak.value), sum_of(site, end.value)) == 0


RULE = Rule(
    code="LRS101",
    slug="decay-within-warmup",
    summary="the length of `warmup_cosine_decay_schedule` ends within its warmup",
    severity=Severity.ERROR,
    fixable=False,
    functions=with_migrated(WARMUP_COSINE_DECAY.path, SGDR.path),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "A length that is not known is not judged",
            """
            import optax


            def build(steps):
                return optax.warmup_cosine_decay_schedule(0.0, 0.1, 100, steps)
            """,
            findings=0,
        ),
        Example(
            "A test that expects the error",
            """
            import optax
            import pytest

            with pytest.raises(ValueError):
                optax.warmup_cosine_decay_schedule(0.0, 0.1, 100, 50)
            """,
            findings=0,
        ),
        Example(
            "A decay of one step that stays at the peak, on purpose",
            """
            import optax


            def build(rate, steps):
                return optax.warmup_cosine_decay_schedule(
                    0.0, rate, steps, steps + 1, end_value=rate
                )
            """,
            findings=0,
        ),
        Example(
            "A decay after the warmup",
            """
            import optax

            schedule = optax.warmup_cosine_decay_schedule(0.0, 0.1, 100, 102)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "Swapped numbers",
            """
            import optax

            schedule = optax.warmup_cosine_decay_schedule(0.0, 0.1, 10_000, 500)
            """,
        ),
        Example(
            "The warmup is all there is",
            """
            import optax


            def build(steps):
                return optax.warmup_cosine_decay_schedule(0.0, 0.1, steps, steps)
            """,
        ),
        Example(
            "A decay of one step is a warning",
            """
            import optax


            def build(steps):
                return optax.warmup_cosine_decay_schedule(0.0, 0.1, steps, steps + 1)
            """,
        ),
    ),
)
