"""The end of a decay is not below its beginning, or is no learning rate.

## What it does
Finds

- an `end_value` that is the peak of the same call, or a known number above it: the
  learning rate does not fall;
- an `end_value` of an exponential decay on the side from which it comes, or that is
  where it comes from: it is reached at step 0;
- an `end_value` beside `peak_value=0`, which Optax ignores;
- an `alpha` that is named like a learning rate (`min_lr`, `end_value`): it is a
  fraction of `init_value`; or, for information, one that is as small as one;
- a peak that is never reached, or that the curve is above elsewhere, as where
  `init_value` is larger.

It is silent where the decay is one step long: so is written that nothing shall decay.

## Why
The curve is another one than the arguments say, and nothing raises: a run without a
decay, or one whose last learning rate is a thousand times too small.

## Example
```python
optax.cosine_decay_schedule(init_value=1e-3, decay_steps=10_000, alpha=min_lr)
```

## Use instead
```python
optax.cosine_decay_schedule(init_value=1e-3, decay_steps=10_000, alpha=min_lr / 1e-3)
```

## Fix safety
There is no fix: which end is meant, a person has to say.

## On public code
One finding in 68 repositories:

- true, on purpose: google-deepmind/optax, `schedules/_schedule_test.py:518`, is the
  test that `end_value=-3` beside `peak_value=0` is ignored.

## References
- google-deepmind/optax#884
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import Example, Report, Rule, Severity, Site, judged
from ..optax.calls import given, is_certain, number, place
from ..optax.curve_words import off_its_peak
from ..optax.decay_ends import (
    bound_at_the_start,
    end_at_the_peak,
    fraction_as_rate,
)
from ..optax.migrated import with_migrated
from ..optax.schedules import (
    COSINE_DECAY,
    WARMUP_COSINE_DECAY,
    WARMUP_EXPONENTIAL_DECAY,
)
from ..optax.signatures import SCHEDULES


@judged
def check(site: Site) -> Iterator[Report]:
    """Report an end that is not one."""
    if not is_certain(site):
        return
    reports = [*_end(site)]
    peak = given(site, "peak_value")
    if peak is not None and not reports:
        share = 0 < (number(site, "warmup_steps") or 0) < 1  # which LRS109 tells
        message = "" if share else off_its_peak(site)
        reports += [Report(place(site, peak), message)] if message else []
    yield from reports


def _end(site: Site) -> Iterator[Report]:
    end = given(site, "end_value")
    if site.name == COSINE_DECAY.name:
        yield from fraction_as_rate(site)
    elif end is not None and site.name == WARMUP_COSINE_DECAY.name:
        yield from end_at_the_peak(site, end)
    elif end is not None:
        yield from bound_at_the_start(site, end)


RULE = Rule(
    code="LRS105",
    slug="end-value",
    summary="the end of a decay is not below its beginning, or is no learning rate",
    severity=Severity.WARNING,
    fixable=False,
    functions=with_migrated(
        COSINE_DECAY.path,
        WARMUP_COSINE_DECAY.path,
        WARMUP_EXPONENTIAL_DECAY.path,
        SCHEDULES["exponential_decay"].path,
    ),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "An end below the peak",
            """
            import optax

            schedule = optax.exponential_decay(0.1, 100, 0.5, end_value=0.01)
            """,
            findings=0,
        ),
        Example(
            "A decay of one step, to stay at the peak",
            """
            import optax

            schedule = optax.warmup_cosine_decay_schedule(
                0.0, 0.1, 100, 101, end_value=0.1
            )
            """,
            findings=0,
        ),
        Example(
            "Values that are not known",
            """
            import optax


            def build(peak, end):
                return optax.warmup_cosine_decay_schedule(0.0, peak, 10, 100, end)
            """,
            findings=0,
        ),
        Example(
            "A cosine from 1 has the same fraction and value",
            """
            import optax


            def build(min_lr, steps):
                return optax.warmup_cosine_decay_schedule(0.0, 1.0, 10, steps, min_lr)
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "The end is the peak",
            """
            import optax


            def build(rate, warmup, steps):
                return optax.warmup_cosine_decay_schedule(
                    1e-8, rate, warmup, steps, end_value=rate
                )
            """,
        ),
        Example(
            "The end is above the peak",
            """
            import optax

            schedule = optax.warmup_cosine_decay_schedule(0.0, 1e-4, 10, 100, 0.1)
            """,
        ),
        Example(
            "A lower bound above the beginning",
            """
            import optax

            schedule = optax.exponential_decay(0.01, 100, 0.5, end_value=0.1)
            """,
        ),
        Example(
            "The end beside a peak of 0",
            """
            import optax

            schedule = optax.warmup_cosine_decay_schedule(0.1, 0.0, 10, 100, 0.01)
            """,
        ),
    ),
)
