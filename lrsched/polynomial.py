"""Transitions from one value to another along a polynomial, and along a line."""

from __future__ import annotations

import logging

import jax.numpy as jnp

from ._types import Scalar, Schedule
from ._validate import require_numbers

_logger = logging.getLogger(__name__)


def polynomial_schedule(
    init_value: Scalar,
    end_value: Scalar,
    power: Scalar,
    transition_steps: float,
    transition_begin: float = 0,
) -> Schedule:
    r"""Goes from ``init_value`` to ``end_value`` along a polynomial.

    .. math::
        f(t) = (I - E) \left(1 - \frac{\min(\max(t - B, 0), T)}{T}\right)^{p} + E

    where :math:`I` is ``init_value``, :math:`E` is ``end_value``, :math:`p` is
    ``power``, :math:`T` is ``transition_steps`` and :math:`B` is
    ``transition_begin``.

    Args:
        init_value: The value up to step ``transition_begin``.
        end_value: The value from step ``transition_begin + transition_steps`` on.
        power: Exponent of the polynomial; 1 is a line.
        transition_steps: Length of the transition, in steps, counted from
            ``transition_begin``. With zero or fewer there is no transition: the
            value stays ``init_value``, as in Optax.
        transition_begin: Steps to wait before the transition; a negative number
            counts as 0.

    Returns:
        A function that maps a step to a value.

    Raises:
        TypeError: If an argument is None, text or a function.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.polynomial_schedule(
        ...     init_value=1.0,
        ...     end_value=0.0,
        ...     power=2,
        ...     transition_steps=10,
        ...     transition_begin=5,
        ... )
        >>> [round(float(schedule(step)), 4) for step in (0, 5, 10, 15, 99)]
        [1.0, 1.0, 0.25, 0.0, 0.0]
    """
    owner = "polynomial_schedule"
    require_numbers(owner, init_value=init_value, transition_steps=transition_steps)
    if transition_steps <= 0:
        _logger.info(
            "transition_steps=%s is not positive: the schedule is constant at "
            "init_value.",
            transition_steps,
        )
        return lambda count: init_value

    require_numbers(
        owner, end_value=end_value, power=power, transition_begin=transition_begin
    )
    if transition_begin < 0:
        _logger.info("transition_begin=%s counts as 0.", transition_begin)
        transition_begin = 0

    def schedule(count: Scalar) -> Scalar:
        count = jnp.clip(count - transition_begin, 0, transition_steps)
        frac = 1 - count / transition_steps
        return (init_value - end_value) * (frac**power) + end_value

    return schedule


def linear_schedule(
    init_value: Scalar,
    end_value: Scalar,
    transition_steps: float,
    transition_begin: float = 0,
) -> Schedule:
    r"""Goes from ``init_value`` to ``end_value`` along a line.

    .. math::
        f(t) = I + (E - I) \frac{\min(\max(t - B, 0), T)}{T}

    where :math:`I` is ``init_value``, :math:`E` is ``end_value``, :math:`T` is
    ``transition_steps`` and :math:`B` is ``transition_begin``. It is
    :func:`polynomial_schedule` with ``power=1``.

    Args:
        init_value: The value up to step ``transition_begin``.
        end_value: The value from step ``transition_begin + transition_steps`` on.
        transition_steps: Length of the transition, in steps, counted from
            ``transition_begin``. With zero or fewer there is no transition: the
            value stays ``init_value``, as in Optax.
        transition_begin: Steps to wait before the transition; a negative number
            counts as 0.

    Returns:
        A function that maps a step to a value.

    Raises:
        TypeError: If an argument is None, text or a function.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.linear_schedule(1.0, 0.0, transition_steps=10)
        >>> [round(float(schedule(step)), 4) for step in (0, 5, 10, 99)]
        [1.0, 0.5, 0.0, 0.0]
    """
    return polynomial_schedule(
        init_value=init_value,
        end_value=end_value,
        power=1,
        transition_steps=transition_steps,
        transition_begin=transition_begin,
    )
