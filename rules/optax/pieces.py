"""The schedules that are made of pieces, as plain arithmetic: see `curves`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ...codemod.rule import Curve, CurveError

Scales = Mapping[float, float] | None


def piecewise_constant_schedule(
    init_value: float, boundaries_and_scales: Scales = None
) -> Curve:
    """Steps: from each boundary on, what was before it times its scale."""
    pieces = _pieces("piecewise_constant_schedule", boundaries_and_scales)

    def at(step: float) -> float:
        value = init_value
        for boundary, scale in pieces:
            if step >= boundary:
                value *= scale
        return float(value)

    return Curve(at, tuple(boundary for boundary, _ in pieces))


def piecewise_interpolate_schedule(
    interpolate_type: str, init_value: float, boundaries_and_scales: Scales = None
) -> Curve:
    """Lines, or halves of cosines, from boundary to boundary."""
    if interpolate_type not in ("linear", "cosine"):
        raise CurveError(
            "ValueError", "`interpolate_type` must be either 'cosine' or 'linear'"
        )
    between = _line if interpolate_type == "linear" else _half_cosine
    bounds, values = [0.0], [init_value]
    pieces = _pieces("piecewise_interpolate_schedule", boundaries_and_scales)
    for boundary, scale in pieces:
        bounds.append(boundary)
        values.append(values[-1] * scale)

    def at(step: float) -> float:
        value = values[-1] if step >= bounds[-1] else 0.0
        for index, (begin, end) in enumerate(pairwise(bounds)):
            if begin <= step < end:
                share = (step - begin) / max(end - begin, 1)
                value += between(values[index], values[index + 1], share)
        return float(value)

    return Curve(at, tuple(bounds[1:]))


def _line(start: float, end: float, share: float) -> float:
    return (end - start) * share + start


def _half_cosine(start: float, end: float, share: float) -> float:
    return end + (start - end) / 2 * (math.cos(math.pi * share) + 1)


def _pieces(owner: str, scales: Scales) -> Sequence[tuple[float, float]]:
    pieces = sorted((scales or {}).items())
    if not all(scale >= 0.0 for _, scale in pieces):
        raise CurveError("ValueError", f"`{owner}` expects non-negative scale factors")
    return pieces


def linear_onecycle_schedule(
    transition_steps: float,
    peak_value: float,
    pct_start: float = 0.3,
    pct_final: float = 0.85,
    div_factor: float = 25.0,
    final_div_factor: float = 1e4,
) -> Curve:
    """Up along a line, down again along another, and down to the end."""
    warmup = int(pct_start * transition_steps)
    return linear_onecycle_of_steps(
        *(transition_steps, peak_value, warmup),
        *(pct_final, div_factor, final_div_factor),
    )


def linear_onecycle_of_steps(
    transition_steps: float,
    peak_value: float,
    warmup_steps: float | None = None,
    pct_final: float = 0.85,
    div_factor: float = 25.0,
    final_div_factor: float = 1e4,
) -> Curve:
    """The same, the way up being given in steps, as `lrsched` has it."""
    _require_a_cycle(transition_steps)
    scales: dict[float, float] = {
        _warmup(warmup_steps, transition_steps): div_factor,
        int(pct_final * transition_steps): 1.0 / div_factor,
        transition_steps: 1.0 / final_div_factor,
    }
    return piecewise_interpolate_schedule("linear", peak_value / div_factor, scales)


def cosine_onecycle_schedule(
    transition_steps: float,
    peak_value: float,
    pct_start: float = 0.3,
    div_factor: float = 25.0,
    final_div_factor: float = 1e4,
) -> Curve:
    """Up along half a cosine, and down along another."""
    warmup = int(pct_start * transition_steps)
    return cosine_onecycle_of_steps(
        *(transition_steps, peak_value, warmup), *(div_factor, final_div_factor)
    )


def cosine_onecycle_of_steps(
    transition_steps: float,
    peak_value: float,
    warmup_steps: float | None = None,
    div_factor: float = 25.0,
    final_div_factor: float = 1e4,
) -> Curve:
    """The same, the way up being given in steps, as `lrsched` has it."""
    _require_a_cycle(transition_steps)
    scales: dict[float, float] = {
        _warmup(warmup_steps, transition_steps): div_factor,
        int(transition_steps): 1.0 / (div_factor * final_div_factor),
    }
    return piecewise_interpolate_schedule("cosine", peak_value / div_factor, scales)


def _warmup(steps: float | None, length: float) -> int:
    return int(0.3 * length) if steps is None else int(steps)


def _require_a_cycle(transition_steps: float) -> None:
    if transition_steps <= 0:
        raise CurveError(
            "ValueError",
            "A linear onecycle schedule was set with a non-positive `transition_steps`",
        )
