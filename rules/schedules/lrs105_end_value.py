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

import re
from collections.abc import Iterator

from ...codemod.rule import (
    Argument,
    Curve,
    Example,
    Report,
    Rule,
    Severity,
    Site,
    difference,
    judged,
    known_number,
    shown,
    sum_of,
)
from ..optax.calls import curve_of, given, is_certain, number, place, told
from ..optax.curve_words import off_its_peak
from ..optax.migrated import with_migrated
from ..optax.schedules import (
    COSINE_DECAY,
    WARMUP_COSINE_DECAY,
    WARMUP_EXPONENTIAL_DECAY,
)
from ..optax.signatures import SCHEDULES

_EXPONENTIAL = SCHEDULES["exponential_decay"]
_RATE = re.compile(
    r"(?:^|[._])(?:end|min|final|last|minimum)_(?:lr|learning_rate|value)$|eta_min$",
    re.I,
)

_SMALL = 1e-4  # a fraction that no decay needs, and the end of many


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
        yield from _fraction(site)
    elif end is not None and site.name == WARMUP_COSINE_DECAY.name:
        yield from _peak(site, end)
    elif end is not None:
        yield from _bound(site, end)


def _fraction(site: Site) -> Iterator[Report]:
    alpha, first = given(site, "alpha"), number(site, "init_value")
    if alpha is None or first == 1:
        return
    value = number(site, "alpha")
    named = _RATE.search(shown(alpha.value))
    small = value is not None and first is not None and value <= min(first, _SMALL)
    if value in (0, 1) or not (named or small):
        return
    severity = None if named else Severity.INFO
    message = (
        f"`alpha` is a fraction of `init_value`, and `{shown(alpha.value)}` reads "
    )
    message += "like a learning rate: the last value is "
    if value is not None and first is not None:
        message += f"{told(value * first)}, not {told(value)}"
    else:
        begin = given(site, "init_value")
        text = shown(begin.value) if begin is not None else "init_value"
        message += f"`{text} * {shown(alpha.value)}`"
    yield Report(place(site, alpha), message, severity=severity)


def _peak(site: Site, end: Argument) -> Iterator[Report]:
    peak = given(site, "peak_value")
    first, last = number(site, "peak_value"), number(site, "end_value")
    if peak is None or _is_one_step(site):
        return
    if first == 0:
        if last:
            message = f"beside `peak_value=0` Optax ignores `end_value={told(last)}`: "
            yield Report(place(site, end), message + "the last value is 0")
        return
    same = difference(sum_of(site, peak.value), sum_of(site, end.value)) == 0
    if first is not None and last is not None and first < last:
        message = f"the end value {told(last)} is above the peak {told(first)}: the "
        message += "learning rate rises after the warmup as well"
        curve = curve_of(site)
        if isinstance(curve, Curve) and curve.last.step is not None:
            message += f", to step {told(curve.last.step)}"
        yield Report(place(site, end), message)
    elif same or (first is not None and first == last):
        message = f"the end value `{shown(end.value)}` is the peak: nothing decays"
        warmup = number(site, "warmup_steps")
        message += f" after step {told(warmup)}" if warmup is not None else ""
        yield Report(place(site, end), message)


def _is_one_step(site: Site) -> bool:
    """Whether the decay lasts one step, as where nothing shall decay."""
    warmup, length = given(site, "warmup_steps"), given(site, "decay_steps")
    if warmup is None or length is None:
        return False
    first, last = known_number(site, warmup.value), known_number(site, length.value)
    if first is not None and last is not None:
        return last - first <= 1
    return difference(sum_of(site, length.value), sum_of(site, warmup.value)) == 1


def _bound(site: Site, end: Argument) -> Iterator[Report]:
    name = "init_value" if site.name == _EXPONENTIAL.name else "peak_value"
    rate, begin = number(site, "decay_rate"), given(site, name)
    first, last = number(site, name), number(site, "end_value")
    if begin is None or rate is None or rate <= 0:
        return
    above: float | None = None
    if first is None and last is None:
        above = difference(sum_of(site, end.value), sum_of(site, begin.value))
        above = above if above == 0 else None  # its sign is not known
    elif first is not None and last is not None and first > 0:
        above = last - first
    if above is None:
        return
    text = told(first) if first is not None else f"`{shown(begin.value)}`"
    if rate < 1 and above >= 0:
        side = f"a lower bound of a decay from {text}"
    elif rate > 1 and above <= 0:
        side = f"an upper bound of a growth from {text}"
    else:
        return
    value = told(last) if last is not None else shown(end.value)
    message = f"`end_value={value}` is {side}: the value is "
    message += f"{value if last is not None else f'`{value}`'} from the "
    yield Report(place(site, end), f"{message}start of the decay on, and stays there")


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
        _EXPONENTIAL.path,
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
