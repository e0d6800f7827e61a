"""One cycle: up to a peak and down again, in straight or in cosine pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ._deprecated import accepts_old_keyword
from ._types import Scalar, Schedule
from ._validate import (
    require_non_negative_scales,
    require_numbers,
    require_positive_steps,
    require_whole_warmup,
)
from .piecewise import piecewise_interpolate_schedule

_FACTOR_ADVICE = "pass positive div_factor and final_div_factor"


def _steps_from_fraction(pct_start: Any, arguments: Mapping[str, Any]) -> int:
    return int(pct_start * arguments["transition_steps"])


_accepts_pct_start = accepts_old_keyword(
    "pct_start",
    "warmup_steps",
    code="LRS002",
    instead="warmup_steps=int(pct_start * transition_steps)",
    convert=_steps_from_fraction,
)


@contextmanager
def _checked(
    owner: str,
    transition_steps: float,
    peak_value: Scalar,
    div_factor: Scalar,
    final_div_factor: Scalar,
) -> Iterator[None]:
    """Refuses what no cycle is made of, and says which factor is zero."""
    require_numbers(
        owner,
        transition_steps=transition_steps,
        peak_value=peak_value,
        div_factor=div_factor,
        final_div_factor=final_div_factor,
    )
    require_positive_steps(owner, transition_steps)
    try:
        yield
    except ZeroDivisionError as error:
        raise ZeroDivisionError(
            f"{owner} divides by {div_factor=} and {final_div_factor=}; pass "
            "positive numbers."
        ) from error


def _warmup(owner: str, transition_steps: float, warmup_steps: float | None) -> int:
    if warmup_steps is None:
        return int(0.3 * transition_steps)
    require_numbers(owner, warmup_steps=warmup_steps)
    require_whole_warmup(owner, warmup_steps)
    return int(warmup_steps)


@_accepts_pct_start
def linear_onecycle_schedule(
    transition_steps: float,
    peak_value: Scalar,
    warmup_steps: float | None = None,
    pct_final: float = 0.85,
    div_factor: Scalar = 25.0,
    final_div_factor: Scalar = 1e4,
) -> Schedule:
    r"""Goes up, back down, and further down, along three lines.

    .. math::
        f(0) = P / d, \quad f(W) = P, \quad f(\lfloor c \, T \rfloor) = P / d, \quad
        f(T) = P / (d \cdot D)

    where :math:`P` is ``peak_value``, :math:`W` is ``warmup_steps``, :math:`T` is
    ``transition_steps``, :math:`c` is ``pct_final``, :math:`d` is ``div_factor`` and
    :math:`D` is ``final_div_factor``. After :math:`T` the value stays.

    Args:
        transition_steps: Length of the cycle, in steps, warmup included.
        peak_value: The value at step ``warmup_steps``.
        warmup_steps: Length of the way up, in steps. None is
            ``int(0.3 * transition_steps)``.
        pct_final: Where the way back down ends, as a fraction of
            ``transition_steps``. If that is the step of the peak or of the end, the
            later of the two replaces the earlier, as in Optax.
        div_factor: ``peak_value`` over the first value.
        final_div_factor: The first value over the last.

    Returns:
        A function that maps a step to a value. It takes one step; use ``jax.vmap``
        for an array of steps.

    Raises:
        TypeError: If an argument is None (other than ``warmup_steps``) or a function,
            or one other than ``pct_final`` is text.
        ValueError: If ``transition_steps`` is not positive, a factor is negative, or
            ``warmup_steps`` is a fraction.
        ZeroDivisionError: If a factor is 0.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.linear_onecycle_schedule(
        ...     transition_steps=100, peak_value=1.0, warmup_steps=40, div_factor=10.0
        ... )
        >>> [round(float(schedule(step)), 5) for step in (0, 20, 40, 85, 100)]
        [0.1, 0.55, 1.0, 0.1, 1e-05]

    References:
        Smith and Topin, `Super-Convergence: Very Fast Training of Neural Networks
        Using Large Learning Rates <https://arxiv.org/abs/1708.07120>`_, 2017
    """
    owner = "linear_onecycle_schedule"
    with _checked(owner, transition_steps, peak_value, div_factor, final_div_factor):
        init_value = peak_value / div_factor
        boundaries_and_scales: dict[float, Scalar] = {
            _warmup(owner, transition_steps, warmup_steps): div_factor,
            int(pct_final * transition_steps): 1.0 / div_factor,
            transition_steps: 1.0 / final_div_factor,
        }
    require_non_negative_scales(owner, boundaries_and_scales, _FACTOR_ADVICE)
    return piecewise_interpolate_schedule("linear", init_value, boundaries_and_scales)


@_accepts_pct_start
def cosine_onecycle_schedule(
    transition_steps: float,
    peak_value: Scalar,
    warmup_steps: float | None = None,
    div_factor: Scalar = 25.0,
    final_div_factor: Scalar = 1e4,
) -> Schedule:
    r"""Goes up and down, along two half cosines.

    .. math::
        f(0) = P / d, \quad f(W) = P, \quad f(T) = P / (d \cdot D)

    where :math:`P` is ``peak_value``, :math:`W` is ``warmup_steps``, :math:`T` is
    ``transition_steps``, :math:`d` is ``div_factor`` and :math:`D` is
    ``final_div_factor``. After :math:`T` the value stays.

    Args:
        transition_steps: Length of the cycle, in steps, warmup included.
        peak_value: The value at step ``warmup_steps``.
        warmup_steps: Length of the way up, in steps. None is
            ``int(0.3 * transition_steps)``.
        div_factor: ``peak_value`` over the first value.
        final_div_factor: The first value over the last.

    Returns:
        A function that maps a step to a value. It takes one step; use ``jax.vmap``
        for an array of steps.

    Raises:
        TypeError: If an argument is None (other than ``warmup_steps``), text or a
            function.
        ValueError: If ``transition_steps`` is not positive, a factor is negative, or
            ``warmup_steps`` is a fraction.
        ZeroDivisionError: If a factor is 0.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.cosine_onecycle_schedule(
        ...     transition_steps=100, peak_value=1.0, warmup_steps=40, div_factor=10.0
        ... )
        >>> [round(float(schedule(step)), 5) for step in (0, 20, 40, 70, 100)]
        [0.1, 0.55, 1.0, 0.5, 1e-05]

    References:
        Smith and Topin, `Super-Convergence: Very Fast Training of Neural Networks
        Using Large Learning Rates <https://arxiv.org/abs/1708.07120>`_, 2017
    """
    owner = "cosine_onecycle_schedule"
    with _checked(owner, transition_steps, peak_value, div_factor, final_div_factor):
        init_value = peak_value / div_factor
        boundaries_and_scales: dict[float, Scalar] = {
            _warmup(owner, transition_steps, warmup_steps): div_factor,
            int(transition_steps): 1.0 / (div_factor * final_div_factor),
        }
    require_non_negative_scales(owner, boundaries_and_scales, _FACTOR_ADVICE)
    return piecewise_interpolate_schedule("cosine", init_value, boundaries_and_scales)
