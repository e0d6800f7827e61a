"""The boundaries of `join_schedules` do not fit its schedules.

## What it does
Finds, in a `join_schedules` whose lists are written out:

- other than one boundary fewer than schedules: what has no partner is left out;
- boundaries that do not grow: the schedule between them never runs;
- a boundary that is the length of the schedule before it, where that one does not
  begin at step 0;
- an inner `transition_begin` that is its own boundary: the delay counts twice;
- a ramp at the beginning that is longer than its boundary: it is cut;
- a second warmup, where one has just ended at the same value;
- an element that is a number, and no schedule;
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

## References
- https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...codemod.rule import (
    Example,
    Report,
    Rule,
    Severity,
    Site,
    difference,
    known_number,
    shown,
    sum_of,
)
from ..optax.calls import (
    JOIN,
    curve_of,
    elements,
    given,
    is_certain,
    number,
    schedules_of,
    told,
)
from ..optax.curve import Curve
from ..optax.migrated import with_migrated
from ..optax.signatures import SCHEDULES

_LENGTHS = {
    "linear_schedule": "transition_steps",
    "polynomial_schedule": "transition_steps",
    "cosine_decay_schedule": "decay_steps",
    "warmup_cosine_decay_schedule": "decay_steps",
}
_RAMPS = ("linear_schedule", "polynomial_schedule", "warmup_constant_schedule")
_WARMUPS = ("warmup_cosine_decay_schedule", "warmup_exponential_decay_schedule")


# Names of a step, and of no length.
_ENDS = re.compile(
    r"(?:start|begin|end|until|boundary|milestone|total|max|after|at)(?:_|s?$)|\d$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Joint:
    """One boundary, and what is before it and behind it.

    Attributes:
        index: the place of the schedule that begins here.
        before: the boundary before; None for the first.
    """

    index: int
    boundary: ast.expr
    before: ast.expr | None
    earlier: Site | None
    later: Site | None


def check(site: Site) -> Iterator[Report]:
    """Report what does not fit."""
    if not is_certain(site):
        return
    parts = schedules_of(site)
    for node, _ in parts or ():
        value = known_number(site, node)
        if value is not None:
            kind = type(value).__name__
            message = f"`{shown(node)}` is a number, and `{JOIN}` calls it: TypeError: "
            message += f"'{kind}' object is not callable; a constant is "
            message += f"`constant_schedule({shown(node)})`"
            yield Report(node, message)
    boundaries = elements(site, "boundaries")
    if parts is None or boundaries is None:
        return
    made = [part for _, part in parts]
    yield from _counted(site, len(parts), boundaries)
    yield from _growing(site, boundaries)
    for index, boundary in enumerate(boundaries[: len(parts) - 1]):
        before = boundaries[index - 1] if index else None
        joint = _Joint(index + 1, boundary, before, made[index], made[index + 1])
        yield from _joint(site, joint)


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


def _joint(site: Site, joint: _Joint) -> Iterator[Report]:
    for look, severity in _LOOKS:
        message = look(site, joint)
        if message:
            yield Report(joint.boundary, message, severity=severity)
            return


def _same(one: tuple[Site, ast.expr], other: tuple[Site, ast.expr]) -> bool:
    return difference(sum_of(*one), sum_of(*other)) == 0


def _length_for_boundary(site: Site, joint: _Joint) -> str:
    """Say that a boundary is a length, and no step."""
    earlier, before = joint.earlier, joint.before
    name = _LENGTHS.get(earlier.name, "") if earlier is not None else ""
    length = given(earlier, name) if earlier is not None and name else None
    if earlier is None or before is None or length is None:
        return ""
    if not _same((site, joint.boundary), (earlier, length.value)):
        return ""
    if _same((site, joint.boundary), (site, before)):
        return ""  # told already: it does not grow
    text, start = shown(joint.boundary), shown(before)
    message = f"boundary `{text}` is the length of `schedules[{joint.index - 1}]`, "
    message += f"which begins at `{start}`: it is cut after "
    steps, begin = known_number(site, joint.boundary), known_number(site, before)
    meant = f"`{start} + {text}`"
    if steps is None or begin is None:
        message += f"`{text} - {start}` steps"
    else:
        message += f"{told(steps - begin)} of its {told(steps)} steps"
        meant = told(steps + begin)
    return f"{message}; boundaries count from step 0, did you mean {meant}?"


def _hold_for_boundary(site: Site, joint: _Joint) -> str:
    """Say how long a constant lasts that ends at what reads like its own length."""
    earlier, before = joint.earlier, joint.before
    if earlier is None or before is None or earlier.name != "constant_schedule":
        return ""
    if not isinstance(joint.boundary, (ast.Name, ast.Attribute)):
        return ""
    text, start = shown(joint.boundary), shown(before)
    if _ENDS.search(text):
        return ""
    message = f"boundaries count from step 0: `schedules[{joint.index - 1}]` is "
    steps, begin = known_number(site, joint.boundary), known_number(site, before)
    if steps is None or begin is None:
        return f"{message}constant for `{text} - {start}` steps, not for `{text}`"
    return f"{message}constant for {told(steps - begin)} steps, not for {told(steps)}"


def _delayed_twice(site: Site, joint: _Joint) -> str:
    """Say that a delay is counted by the schedule as well as by the boundary."""
    later = joint.later
    begin = given(later, "transition_begin") if later is not None else None
    if later is None or begin is None or known_number(later, begin.value) == 0:
        return ""
    if not _same((site, joint.boundary), (later, begin.value)):
        return ""
    text = shown(joint.boundary)
    steps = known_number(site, joint.boundary)
    at = f"`2 * {text}`" if steps is None else told(2 * steps)
    once = f"`{text}`" if steps is None else told(steps)
    return (
        f"`{later.name}` counts its `transition_begin={shown(begin.value)}` from its "
        f"boundary on, which is as late: it begins at step {at}, not {once}"
    )


def _warmed_up_twice(site: Site, joint: _Joint) -> str:
    """Say that a second warmup follows the first."""
    earlier, later = joint.earlier, joint.later
    if earlier is None or later is None or later.name not in _WARMUPS:
        return ""
    if earlier.name not in _RAMPS or joint.before is not None:
        return ""
    top = given(earlier, "end_value") or given(earlier, "peak_value")
    peak, start = given(later, "peak_value"), given(earlier, "init_value")
    if top is None or peak is None or start is None:
        return ""
    low, begin = known_number(earlier, start.value), number(later, "init_value")
    if not _same((earlier, top.value), (later, peak.value)) or low is None:
        return ""
    if begin != low or low == known_number(later, peak.value):
        return ""
    steps, warmup = known_number(site, joint.boundary), number(later, "warmup_steps")
    at = f"step {told(steps)}" if steps is not None else f"`{shown(joint.boundary)}`"
    message = f"`{later.name}` warms up again, from {told(begin)} at {at} on"
    if steps is not None and warmup is not None:
        message += f": the peak is reached a second time at step {told(steps + warmup)}"
    return message


def _cut_short(site: Site, joint: _Joint) -> str:
    """Say that a ramp is not at its end when the next schedule begins."""
    earlier = joint.earlier
    if earlier is None or joint.before is not None or earlier.name not in _RAMPS:
        return ""
    length = given(earlier, "transition_steps") or given(earlier, "warmup_steps")
    if length is None or given(earlier, "transition_begin") is not None:
        return ""
    steps, end = known_number(earlier, length.value), known_number(site, joint.boundary)
    left = difference(sum_of(earlier, length.value), sum_of(site, joint.boundary))
    if steps is not None and end is not None:
        left = steps - end
    if left is None or left <= 0 or end == 0:
        return ""
    message = f"the ramp of `{shown(length.value)}` steps is cut at boundary "
    message += f"`{shown(joint.boundary)}`: its end value is never reached"
    ramp, whole = curve_of(earlier), curve_of(site)
    if isinstance(ramp, Curve) and end is not None:
        message += f" ({told(ramp.at(end - 1))} at step {told(end - 1)}"
        after = f", then {told(whole.at(end))}" if isinstance(whole, Curve) else ""
        message += f"{after}, not {told(ramp.last.value)})"
    return message


def _peak_twice(site: Site, joint: _Joint) -> str:
    """Say that a ramp ends one step before the next schedule begins."""
    earlier, later = joint.earlier, joint.later
    if earlier is None or later is None or joint.before is not None:
        return ""
    length = given(earlier, "transition_steps") if earlier.name in _RAMPS else None
    top, first = given(earlier, "end_value"), given(later, "init_value")
    if length is None or top is None or first is None or later.name in _WARMUPS:
        return ""
    boundary = sum_of(site, joint.boundary)
    if difference(boundary, sum_of(earlier, length.value)) != 1:
        return ""
    if not _same((earlier, top.value), (later, first.value)):
        return ""
    message = (
        f"the ramp of `{shown(length.value)}` steps ends one step before boundary "
    )
    message += f"`{shown(joint.boundary)}`: its last value comes twice"
    curve, steps = curve_of(site), known_number(site, joint.boundary)
    if isinstance(curve, Curve) and steps is not None:
        value = told(curve.at(steps - 1))
        message += f" ({value} at steps {told(steps - 1)} and {told(steps)})"
    return message


_LOOKS = (
    (_length_for_boundary, Severity.WARNING),
    (_delayed_twice, Severity.ERROR),
    (_warmed_up_twice, Severity.WARNING),
    (_cut_short, Severity.WARNING),
    (_peak_twice, Severity.INFO),
    (_hold_for_boundary, Severity.INFO),
)

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
