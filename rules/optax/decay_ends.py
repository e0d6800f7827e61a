"""What is wrong with the end of a decay: an `end_value`, or the `alpha` of a cosine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...codemod.rule import (
    Argument,
    Curve,
    Report,
    Severity,
    Site,
    difference,
    known_number,
    shown,
    sum_of,
)
from .calls import curve_of, given, number, place, told
from .signatures import SCHEDULES

_EXPONENTIAL = SCHEDULES["exponential_decay"]
_RATE = re.compile(
    r"(?:^|[._])(?:end|min|final|last|minimum)_(?:lr|learning_rate|value)$|eta_min$",
    re.I,
)
_SMALL = 1e-4  # a fraction that no decay needs, and the end of many


def fraction_as_rate(site: Site) -> Iterator[Report]:
    """Report an `alpha`, which is a fraction, that reads like a learning rate."""
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


def end_at_the_peak(site: Site, end: Argument) -> Iterator[Report]:
    """Report an end that is the peak, or above it, or ignored beside a peak of 0."""
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


def bound_at_the_start(site: Site, end: Argument) -> Iterator[Report]:
    """Report a bound of an exponential decay that its first value is past already."""
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
