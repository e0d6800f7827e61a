"""The boundaries of `join_schedules` do not fit its schedules.

## What it does
Finds, in a `join_schedules` whose lists are written out, as a whole or in parts that
are added, unpacked, appended or repeated:

- other than one boundary fewer than schedules: what has no partner is left out;
- boundaries that do not grow: the schedule between them never runs;
- a boundary that is the length of the schedule before it, where that one does not
  begin at step 0, or of the one behind it, where a ramp is before it;
- an inner `transition_begin` that is its own boundary: the delay counts twice;
- a ramp at the beginning that is longer than its boundary: it is cut;
- a second warmup, where one has just ended at the same value;
- an element that is a number or None, and no schedule, and one number for the list of
  boundaries;
- for information, a constant that ends at a boundary named like a length, and a warmup
  that ends one step before its boundary: the peak comes twice.

## Why
`join_schedules` checks nothing. Its boundaries count from step 0, and each schedule
counts from its own boundary. Where two boundaries are lengths, or one is missing, a
whole phase of the training is left out, and no error tells.

## Example
```python
optax.join_schedules(
    [optax.linear_schedule(0.0, 0.1, 500), plateau, decay], boundaries=[500]
)
```

## Use instead
```python
optax.join_schedules(
    [optax.linear_schedule(0.0, 0.1, 500), plateau, decay], boundaries=[500, 8_000]
)
```

## Fix safety
There is no fix: which phase is meant to last how long, a person has to say.

## On public code
There is no finding in 68 repositories.

## References
- https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ...codemod.rule import Example, Report, Rule, Severity, Site, judged
from ..optax.calls import JOIN, elements, is_certain, schedules_of
from ..optax.join_lists import counted, growing, no_list, no_schedule
from ..optax.joints import (
    Joint,
    cut_short,
    delayed_twice,
    hold_for_boundary,
    later_length_for_boundary,
    length_for_boundary,
    peak_twice,
    warmed_up_twice,
)
from ..optax.migrated import with_migrated
from ..optax.signatures import SCHEDULES

_LOOKS = (
    (length_for_boundary, Severity.WARNING),
    (delayed_twice, Severity.ERROR),
    (later_length_for_boundary, Severity.WARNING),
    (warmed_up_twice, Severity.WARNING),
    (cut_short, Severity.WARNING),
    (peak_twice, Severity.INFO),
    (hold_for_boundary, Severity.INFO),
)


@judged
def check(site: Site) -> Iterator[Report]:
    """Report what does not fit."""
    if not is_certain(site):
        return
    parts = schedules_of(site)
    for node in dict.fromkeys(node for node, _ in parts or ()):
        if message := no_schedule(site, node):
            yield Report(node, message)
    boundaries = elements(site, "boundaries")
    if boundaries is None:
        yield from no_list(site)
    if parts is None or boundaries is None:
        return
    made = [part for _, part in parts]
    yield from counted(site, len(parts), boundaries)
    yield from growing(site, boundaries)
    for index, boundary in enumerate(boundaries[: len(parts) - 1]):
        before = boundaries[index - 1] if index else None
        joint = Joint(index + 1, boundary, before, made[index], made[index + 1])
        yield from _joint(site, joint)


def _joint(site: Site, joint: Joint) -> Iterator[Report]:
    for look, severity in _LOOKS:
        message = look(site, joint)
        if message:
            yield Report(joint.boundary, message, severity=severity)
            return


RULE = Rule(
    code="LRS106",
    slug="join-boundaries",
    summary="the boundaries of `join_schedules` do not fit its schedules",
    severity=Severity.ERROR,
    fixable=False,
    functions=with_migrated(SCHEDULES[JOIN].path),
    check=check,
    doc=__doc__ or "",
    refused=(
        Example(
            "Boundaries that count from step 0, one for each schedule after the first",
            """
            import optax

            WARMUP, STABLE, DECAY = 100, 400, 500
            schedule = optax.join_schedules(
                [
                    optax.linear_schedule(0.0, 1e-3, WARMUP),
                    optax.constant_schedule(1e-3),
                    optax.linear_schedule(1e-3, 0.0, DECAY),
                ],
                boundaries=[WARMUP, WARMUP + STABLE],
            )
            """,
            findings=0,
        ),
        Example(
            "Lists that are not written out are not judged",
            """
            import optax


            def build(schedules, boundaries):
                return optax.join_schedules(schedules, boundaries)
            """,
            findings=0,
        ),
        Example(
            "Boundaries that are not known may grow",
            """
            import optax


            def build(first, second, third, start, end):
                return optax.join_schedules([first, second, third], [start, end])
            """,
            findings=0,
        ),
        Example(
            "A delay of its own",
            """
            import optax

            ramp = optax.linear_schedule(0.0, 1e-3, 100)
            decay = optax.exponential_decay(1e-3, 500, 0.1, transition_begin=50)
            schedule = optax.join_schedules([ramp, decay], [100])
            """,
            findings=0,
        ),
    ),
    accepted=(
        Example(
            "A boundary is missing: the decay never runs",
            """
            import optax

            schedule = optax.join_schedules(
                [
                    optax.linear_schedule(0.0, 1e-3, 100),
                    optax.constant_schedule(1e-3),
                    optax.linear_schedule(1e-3, 0.0, 500),
                ],
                boundaries=[100],
            )
            """,
        ),
        Example(
            "Lengths given as boundaries: 300 after 500",
            """
            import optax

            schedule = optax.join_schedules(
                [
                    optax.linear_schedule(0.0, 1e-3, 500),
                    optax.linear_schedule(1e-3, 5e-4, 300),
                    optax.linear_schedule(5e-4, 0.0, 700),
                ],
                [500, 300],
            )
            """,
        ),
        Example(
            "A length given as a boundary, and larger by chance",
            """
            import optax


            def build(warmup, steps):
                ramp = optax.linear_schedule(0.0, 1e-3, warmup)
                decay = optax.cosine_decay_schedule(1e-3, steps)
                last = optax.constant_schedule(1e-5)
                return optax.join_schedules([ramp, decay, last], [warmup, steps])
            """,
        ),
        Example(
            "A delay that counts twice",
            """
            import optax

            ramp = optax.linear_schedule(0.0, 1e-3, 100)
            decay = optax.exponential_decay(1e-3, 500, 0.1, transition_begin=100)
            schedule = optax.join_schedules([ramp, decay], [100])
            """,
        ),
        Example(
            "A second warmup",
            """
            import optax

            ramp = optax.linear_schedule(0.0, 1e-3, 100)
            decay = optax.warmup_cosine_decay_schedule(0.0, 1e-3, 100, 500)
            schedule = optax.join_schedules([ramp, decay], [100])
            """,
        ),
        Example(
            "A ramp that is cut: 0.049 at step 49, and not 0.1 at step 100",
            """
            import optax

            ramp = optax.linear_schedule(0.0, 0.1, 100)
            decay = optax.cosine_decay_schedule(0.1, 500)
            schedule = optax.join_schedules([ramp, decay], [50])
            """,
        ),
        Example(
            "A number is no schedule",
            """
            import optax

            decay = optax.linear_schedule(1e-3, 0.0, 100)
            schedule = optax.join_schedules([0.001, decay], [10])
            """,
        ),
        Example(
            "A constant that is shorter than its length says: information",
            """
            import optax

            WARMUP, STABLE, DECAY = 100, 400, 500
            schedule = optax.join_schedules(
                [
                    optax.linear_schedule(0.0, 1e-3, WARMUP),
                    optax.constant_schedule(1e-3),
                    optax.linear_schedule(1e-3, 0.0, DECAY),
                ],
                boundaries=[WARMUP, STABLE],
            )
            """,
        ),
        Example(
            "The peak comes twice: information",
            """
            import optax


            def build(peak, warmup, total):
                ramp = optax.linear_schedule(0.0, peak, warmup - 1)
                decay = optax.cosine_decay_schedule(peak, total - warmup)
                return optax.join_schedules([ramp, decay], [warmup])
            """,
        ),
    ),
)
