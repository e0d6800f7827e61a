"""What is wrong where two schedules meet in a `join_schedules`.

Each function looks at one boundary, and says in words what does not fit, or nothing.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from ...codemod.rule import Curve, Site, difference, known_number, shown, sum_of
from .calls import curve_of, given, number, told

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
class Joint:
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


def _same(one: tuple[Site, ast.expr], other: tuple[Site, ast.expr]) -> bool:
    return difference(sum_of(*one), sum_of(*other)) == 0


def length_for_boundary(site: Site, joint: Joint) -> str:
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


def later_length_for_boundary(site: Site, joint: Joint) -> str:
    """Say that the boundary behind a ramp is the length of what begins there."""
    earlier, later = joint.earlier, joint.later
    if earlier is None or later is None or joint.before is not None:
        return ""
    ramp = given(earlier, "transition_steps") if earlier.name in _RAMPS else None
    length = given(later, _LENGTHS.get(later.name, ""))
    if ramp is None or length is None or not isinstance(joint.boundary, ast.BinOp):
        return ""
    if _same((site, joint.boundary), (earlier, ramp.value)):
        return ""
    if not _same((site, joint.boundary), (later, length.value)):
        return ""
    text = shown(joint.boundary)
    message = f"boundary `{text}` is the length of `schedules[{joint.index}]`, which "
    message += "begins there: the ramp ends at "
    end, steps = known_number(earlier, ramp.value), known_number(site, joint.boundary)
    if end is None or steps is None:
        message += f"`{shown(ramp.value)}`"
        return f"{message}; did you mean `{shown(ramp.value)}`?"
    message += f"step {told(end)}, and its last value holds until step {told(steps)}"
    return f"{message}; did you mean {told(end)}?"


def hold_for_boundary(site: Site, joint: Joint) -> str:
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


def delayed_twice(site: Site, joint: Joint) -> str:
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


def warmed_up_twice(site: Site, joint: Joint) -> str:
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


def cut_short(site: Site, joint: Joint) -> str:
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
    message += f"`{shown(joint.boundary)}`: "
    ramp, whole = curve_of(earlier), curve_of(site)
    if not isinstance(ramp, Curve) or end is None:
        return f"{message}its end value is never reached"
    before = f"{told(ramp.at(end - 1))} at step {told(end - 1)}"
    after = told(whole.at(end)) if isinstance(whole, Curve) else ""
    last = told(ramp.last.value)
    if after == last:
        return f"{message}after {before} it jumps to its end value, {last}"
    then = f", then {after}" if after else ""
    return f"{message}its end value is never reached ({before}{then}, not {last})"


def peak_twice(site: Site, joint: Joint) -> str:
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
