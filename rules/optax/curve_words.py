"""What is odd about the curve of a call, in words: as the marks of the report are."""

from __future__ import annotations

from ...codemod.rule import Curve, Site, difference, sum_of
from .calls import JOIN, curve_of, given, number, schedules_of, told
from .schedules import COSINE_DECAY

_ROUNDING = 1e-5  # of the peak: float32 may be off by as much


def off_its_peak(site: Site) -> str:
    """Say that a peak is never reached, or that the curve is higher elsewhere."""
    peak, curve = number(site, "peak_value"), curve_of(site)
    if not isinstance(curve, Curve) or peak is None or peak <= 0:
        return ""
    top = curve.highest
    if top.step is None:
        return f"the value grows for ever, above the peak {told(peak)}"
    at = f"{told(top.value)}, at step {told(top.step)}"
    if top.value < peak * (1 - _ROUNDING):
        return f"the peak {told(peak)} is never reached: the highest value is {at}"
    if top.value > peak * (1 + _ROUNDING):
        return f"the highest value, {at}, is above the peak {told(peak)}"
    return ""


def never_changes(site: Site) -> str:
    """Say that a schedule, which is no part of a join, is one value at every step."""
    first, last = given(site, "init_value"), given(site, "end_value")
    curve = curve_of(site)
    if (
        last is not None
        and given(site, "decay_rate")
        and number(site, "decay_rate") != 1
    ):
        return ""  # a bound that is reached at once
    flat = isinstance(curve, Curve) and curve.highest.value == curve.lowest.value
    flat = flat or _is_of_one(site)
    if not flat and (first is None or last is None or given(site, "decay_rate")):
        return ""
    if not flat and first is not None and last is not None:
        flat = difference(sum_of(site, first.value), sum_of(site, last.value)) == 0
    if not flat or _is_joined(site):
        return ""
    value = f", {told(curve.at(0))}," if isinstance(curve, Curve) else ""
    return f"`{site.name}` never changes: it has one value{value} at every step"


def _is_of_one(site: Site) -> bool:
    """Whether a decay is to the whole of its first value, whatever that is."""
    if site.name == COSINE_DECAY.name:
        return number(site, "alpha") == 1
    rate = number(site, "decay_rate") if given(site, "decay_rate") else None
    return (
        site.name == "exponential_decay" and rate == 1 and not given(site, "end_value")
    )


def _is_joined(site: Site) -> bool:
    """Whether a schedule is a part of a join, where one value may be held."""
    return any(
        part is not None and part.node is site.node
        for other in site.module.sites
        if other.name == JOIN and other.arguments is not None
        for _, part in schedules_of(other) or ()
    )
