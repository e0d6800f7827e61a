"""Schedules given by what happens at a few steps."""

from __future__ import annotations

from collections.abc import Mapping

import jax
import jax.numpy as jnp

from ._types import Scalar, Schedule
from ._validate import require_non_negative_scales, require_numbers

_SCALE_ADVICE = "a scale multiplies the value, pass a factor such as 0.1"


def piecewise_constant_schedule(
    init_value: Scalar,
    boundaries_and_scales: Mapping[float, Scalar] | None = None,
) -> Schedule:
    r"""Holds a value between boundaries, and scales it at each.

    .. math::
        f(t) = I \prod_{k : \, b_k \leq t} s_k

    where :math:`I` is ``init_value`` and each boundary :math:`b_k` has its scale
    :math:`s_k`.

    Args:
        init_value: The value before the first boundary.
        boundaries_and_scales: For each boundary, a step, the factor by which the
            value is multiplied from that step on. The factors accumulate.

    Returns:
        A function that maps a step to a value.

    Raises:
        TypeError: If ``init_value`` is None, text or a function.
        ValueError: If a scale is negative.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.piecewise_constant_schedule(1.0, {10: 0.1, 20: 0.5})
        >>> [round(float(schedule(step)), 4) for step in (0, 9, 10, 20)]
        [1.0, 1.0, 0.1, 0.05]
    """
    owner = "piecewise_constant_schedule"
    require_numbers(owner, init_value=init_value)
    if boundaries_and_scales is not None:
        require_non_negative_scales(owner, boundaries_and_scales, _SCALE_ADVICE)

    def schedule(count: Scalar) -> Scalar:
        v = init_value
        if boundaries_and_scales is not None:
            for threshold, scale in sorted(boundaries_and_scales.items()):
                indicator = jnp.maximum(0.0, jnp.sign(threshold - count))
                v = v * indicator + (1 - indicator) * scale * v
        return v

    return schedule


def _linear(start: jax.Array, end: jax.Array, pct: Scalar) -> jax.Array:
    return (end - start) * pct + start


def _cosine(start: jax.Array, end: jax.Array, pct: Scalar) -> jax.Array:
    return end + (start - end) / 2.0 * (jnp.cos(jnp.pi * pct) + 1)


def piecewise_interpolate_schedule(
    interpolate_type: str,
    init_value: Scalar,
    boundaries_and_scales: Mapping[float, Scalar] | None = None,
) -> Schedule:
    r"""Interpolates between values that are scaled at each boundary.

    .. math::
        f(b_k) = I \prod_{j \leq k} s_j

    where :math:`I` is ``init_value``, the value at step :math:`b_0 = 0`, and each
    boundary :math:`b_k` has its scale :math:`s_k`. Between two boundaries the value
    goes along a line or along half a cosine; after the last it stays.

    Args:
        interpolate_type: ``"linear"`` or ``"cosine"``.
        init_value: The value at step 0.
        boundaries_and_scales: For each boundary, a step, the factor by which the
            value has been multiplied when it is reached. The factors accumulate.
            Boundaries less than one step apart are interpolated as if they were
            one step apart, as in Optax since 0.2.7.

    Returns:
        A function that maps a step to a value. It takes one step; use ``jax.vmap``
        for an array of steps.

    Raises:
        TypeError: If ``init_value`` is None, text or a function.
        ValueError: If a scale is negative, or ``interpolate_type`` is unknown.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.piecewise_interpolate_schedule(
        ...     "linear", 1.0, {10: 0.1, 20: 0.5}
        ... )
        >>> [round(float(schedule(step)), 4) for step in (0, 5, 10, 20, 99)]
        [1.0, 0.55, 0.1, 0.05, 0.05]
    """
    owner = "piecewise_interpolate_schedule"
    if interpolate_type == "linear":
        interpolate = _linear
    elif interpolate_type == "cosine":
        interpolate = _cosine
    else:
        raise ValueError(
            f"{owner} requires an interpolate_type, got {interpolate_type=}; pass "
            "'linear' or 'cosine'."
        )
    require_numbers(owner, init_value=init_value)
    boundaries: tuple[float, ...] = ()
    scales: tuple[Scalar, ...] = ()
    if boundaries_and_scales:
        require_non_negative_scales(owner, boundaries_and_scales, _SCALE_ADVICE)
        boundaries, scales = zip(*sorted(boundaries_and_scales.items()), strict=True)

    def schedule(count: Scalar) -> Scalar:
        bounds = jnp.stack((0, *boundaries))
        values = jnp.cumprod(jnp.stack((init_value, *scales)))
        # Two boundaries at one step would make 0 / 0.
        interval_sizes = jnp.maximum(bounds[1:] - bounds[:-1], 1)
        indicator = jnp.logical_and(bounds[:-1] <= count, count < bounds[1:])
        pct = (count - bounds[:-1]) / interval_sizes
        between = interpolate(values[:-1], values[1:], pct)
        return indicator.dot(between) + (bounds[-1] <= count) * values[-1]

    return schedule
