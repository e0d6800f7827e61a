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

import ast
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...codemod.rule import (
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
from ..optax.calls import JOIN, elements, given, is_certain, schedules_of, told
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
        if message := _no_schedule(site, node):
            yield Report(node, message)
    boundaries = elements(site, "boundaries")
    if boundaries is None:
        yield from _no_list(site)
    if parts is None or boundaries is None:
        return
    made = [part for _, part in parts]
    yield from _counted(site, len(parts), boundaries)
    yield from _growing(site, boundaries)
    for index, boundary in enumerate(boundaries[: len(parts) - 1]):
        before = boundaries[index - 1] if index else None
        joint = Joint(index + 1, boundary, before, made[index], made[index + 1])
        yield from _joint(site, joint)


def _no_schedule(site: Site, node: ast.expr) -> str:
    """Say that a part is certainly none that can be called."""
    value, made = known_number(site, node), site.module.origin(node)
    if isinstance(made, ast.Call) and _is_schedule(site, made.func):
        message = f"`{shown(node)}` is one number, and `{JOIN}` calls it: TypeError"
        return f"{message}; hand over the schedule, `{shown(made.func)}`"
    if isinstance(made, ast.Constant) and made.value is None and not site.is_tried:
        message = f"`{shown(node)}` is no schedule, and `{JOIN}` calls it: TypeError: "
        return f"{message}'NoneType' object is not callable"
    if value is None:
        return ""
    message = f"`{shown(node)}` is a number, and `{JOIN}` calls it: TypeError: "
    message += f"'{type(value).__name__}' object is not callable; a constant is "
    return f"{message}`constant_schedule({shown(node)})`"


def _no_list(site: Site) -> Iterator[Report]:
    """Report one number that is given for the list of boundaries."""
    argument = given(site, "boundaries")
    value = known_number(site, argument.value) if argument is not None else None
    if argument is not None and value is not None and not site.is_tried:
        text = shown(argument.value)
        message = f"`{text}` is one number, and `{JOIN}` runs over it: TypeError: "
        message += f"'{type(value).__name__}' object is not iterable; a list is "
        yield Report(argument.node, f"{message}`[{text}]`")


def _is_schedule(site: Site, node: ast.expr) -> bool:
    made = site.module.made_by(node)
    return made is not None and made.name in SCHEDULES


def _counted(
    site: Site, schedules: int, boundaries: list[ast.expr]
) -> Iterator[Report]:
    wanted, found = schedules - 1, len(boundaries)
    if found == wanted or not schedules:
        return
    argument = given(site, "boundaries")
    assert argument is not None
    message = f"`{JOIN}` needs {_times(wanted, 'boundary')} for "
    message += f"{_times(schedules, 'schedule')}, and has {found}: "
    if found > wanted:
        message += f"`{shown(boundaries[wanted])}` is ignored"
        message += " and all behind it" if found > wanted + 1 else ""
    else:
        left = _times(wanted - found, "schedule")
        message += f"the last {left} never run" + ("s" if wanted - found == 1 else "")
    yield Report(argument.node, message)


def _times(count: int, what: str) -> str:
    plural = what.removesuffix("y") + "ies" if what.endswith("y") else f"{what}s"
    return f"{count} {what if count == 1 else plural}"


def _growing(site: Site, boundaries: Sequence[ast.expr]) -> Iterator[Report]:
    for index, (one, other) in enumerate(pairwise(boundaries), 1):
        more = difference(sum_of(site, other), sum_of(site, one))
        first, second = known_number(site, one), known_number(site, other)
        if first is not None and second is not None:
            more = second - first
        if more is None or more > 0:
            continue
        message = f"boundary `{shown(other)}` comes after `{shown(one)}` and is not "
        message += "larger"
        if first is not None and second is not None:
            message += f" ({told(second)} after {told(first)})"
        message += f": `schedules[{index}]` never runs; boundaries count from step 0"
        yield Report(other, message)


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
