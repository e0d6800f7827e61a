"""Every schedule as plain arithmetic, exactly as Optax and `lrsched` compute it.

Nothing here needs JAX. Each function takes what the schedule of its name takes, with
the same defaults, and returns its curve, or raises what Optax raises. A test holds all
of them against `lrsched` and the installed Optax.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from ...codemod.rule import Curve, CurveError, joined
from .pieces import (
    cosine_onecycle_schedule,
    linear_onecycle_schedule,
    piecewise_constant_schedule,
    piecewise_interpolate_schedule,
)

_SHOWN = 3  # lengths of an exponential that has no end


def constant_schedule(value: float) -> Curve:
    """One value for ever."""
    return Curve(lambda step: value)


def polynomial_schedule(
    init_value: float,
    end_value: float,
    power: float,
    transition_steps: float,
    transition_begin: float = 0,
) -> Curve:
    """From one value to another along a polynomial."""
    if transition_steps <= 0:
        return constant_schedule(init_value)
    begin = max(transition_begin, 0)

    def at(step: float) -> float:
        count = min(max(step - begin, 0), transition_steps)
        left = 1 - count / transition_steps
        return float((init_value - end_value) * left**power + end_value)

    return Curve(at, (begin, begin + transition_steps))


def linear_schedule(
    init_value: float,
    end_value: float,
    transition_steps: float,
    transition_begin: float = 0,
) -> Curve:
    """From one value to another along a line."""
    return polynomial_schedule(
        init_value, end_value, 1, transition_steps, transition_begin
    )


def exponential_decay(
    init_value: float,
    transition_steps: float,
    decay_rate: float,
    transition_begin: float = 0,
    staircase: bool = False,
    end_value: float | None = None,
) -> Curve:
    """By a factor for each so many steps, up to a bound if there is one."""
    if transition_steps <= 0 or decay_rate == 0:
        return constant_schedule(init_value)
    begin = max(transition_begin, 0)
    bound = max if decay_rate < 1.0 else min

    def at(step: float) -> float:
        count, value = step - begin, init_value
        if count > 0:
            share = count / transition_steps
            value = init_value * decay_rate ** (
                math.floor(share) if staircase else share
            )
        return float(value if end_value is None else bound(value, end_value))

    limit = init_value * _limit(decay_rate) if init_value else init_value
    if limit == init_value:
        return Curve(at, (begin,))
    if end_value is None or bound(limit, end_value) == limit:
        return Curve(at, (begin,), limit, begin + _SHOWN * transition_steps)
    step: float = begin
    if bound(init_value, end_value) != end_value:
        factors = math.log(end_value / init_value) / math.log(decay_rate)
        step += (math.ceil(factors) if staircase else factors) * transition_steps
        step = _first_at(at, end_value, math.ceil(step))
    return Curve(at, (begin, step))


def _limit(rate: float) -> float:
    if rate < 0:
        raise ValueError("a negative rate has no curve of numbers")
    return 1.0 if rate == 1 else (0.0 if rate < 1 else math.inf)


def _first_at(at: Callable[[float], float], value: float, near: int) -> int:
    """Return the first whole step with a value, which rounding may put beside."""
    around = range(max(near - 2, 0), near + 3)
    return next((step for step in around if at(step) == value), near)


def cosine_decay_schedule(
    init_value: float, decay_steps: float, alpha: float = 0.0, exponent: float = 1.0
) -> Curve:
    """Down along half a cosine."""
    if not decay_steps > 0:
        raise CurveError(
            "ValueError",
            "The cosine_decay_schedule requires positive decay_steps, got "
            f"decay_steps={decay_steps!r}.",
        )

    def at(step: float) -> float:
        share = min(step, decay_steps) / decay_steps
        cosine = 0.5 * (1 + math.cos(math.pi * share))
        return float(init_value * ((1 - alpha) * cosine**exponent + alpha))

    return Curve(at, (decay_steps,))


def warmup_constant_schedule(
    init_value: float, peak_value: float, warmup_steps: float
) -> Curve:
    """Up along a line, and no further."""
    return linear_schedule(init_value, peak_value, warmup_steps)


def warmup_cosine_decay_schedule(
    init_value: float,
    peak_value: float,
    warmup_steps: float,
    decay_steps: float,
    end_value: float = 0.0,
    exponent: float = 1.0,
) -> Curve:
    """Up along a line, then down along half a cosine; the length is that of both."""
    alpha = 0.0 if peak_value == 0.0 else end_value / peak_value
    cosine = cosine_decay_schedule(
        peak_value, decay_steps - warmup_steps, alpha, exponent
    )
    warmup = linear_schedule(init_value, peak_value, warmup_steps)
    return joined((warmup, cosine), (warmup_steps,))


def warmup_exponential_decay_schedule(
    init_value: float,
    peak_value: float,
    warmup_steps: float,
    transition_steps: float,
    decay_rate: float,
    transition_begin: float = 0,
    staircase: bool = False,
    end_value: float | None = None,
) -> Curve:
    """Up along a line, then down by a factor; the length starts after the warmup."""
    decay = exponential_decay(
        *(peak_value, transition_steps, decay_rate),
        *(transition_begin, staircase, end_value),
    )
    warmup = linear_schedule(init_value, peak_value, warmup_steps)
    return joined((warmup, decay), (warmup_steps,))


def sgdr_schedule(cosine_kwargs: Iterable[Mapping[str, float]]) -> Curve:
    """Warmups and cosines, one after the other."""
    curves: list[Curve] = []
    boundaries: list[float] = []
    step: float = 0
    for cycle in cosine_kwargs:
        given = dict(cycle)
        curves.append(warmup_cosine_decay_schedule(**given))
        step += given["decay_steps"]
        boundaries.append(step)
    return joined(curves, boundaries[:-1])


CURVES: Mapping[str, Callable[..., Curve]] = {
    made.__name__: made
    for made in (
        constant_schedule,
        polynomial_schedule,
        linear_schedule,
        exponential_decay,
        cosine_decay_schedule,
        warmup_constant_schedule,
        warmup_cosine_decay_schedule,
        warmup_exponential_decay_schedule,
        sgdr_schedule,
        piecewise_constant_schedule,
        piecewise_interpolate_schedule,
        linear_onecycle_schedule,
        cosine_onecycle_schedule,
    )
}
