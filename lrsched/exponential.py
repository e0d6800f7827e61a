"""Exponential decay, bare and after a warmup."""

from __future__ import annotations

import logging

import jax.numpy as jnp

from ._types import Scalar, Schedule
from ._validate import require_numbers
from .join import join_schedules
from .polynomial import linear_schedule

_logger = logging.getLogger(__name__)


def exponential_decay(
    init_value: Scalar,
    transition_steps: float,
    decay_rate: Scalar,
    transition_begin: float = 0,
    staircase: bool = False,
    end_value: Scalar | None = None,
) -> Schedule:
    r"""Multiplies by ``decay_rate`` once every ``transition_steps``.

    .. math::
        f(t) = I \cdot r^{\max(t - B, 0) / T}

    where :math:`I` is ``init_value``, :math:`r` is ``decay_rate``, :math:`T` is
    ``transition_steps`` and :math:`B` is ``transition_begin``. With ``staircase``
    the exponent is rounded down.

    Args:
        init_value: The value up to step ``transition_begin``.
        transition_steps: Steps over which the value is multiplied by
            ``decay_rate`` once; the decay goes on after them. With zero or fewer the
            value stays ``init_value``, as in Optax.
        decay_rate: Factor for each ``transition_steps``. With 0 the value stays
            ``init_value``, as in Optax.
        transition_begin: Steps to wait before the decay; a negative number counts
            as 0.
        staircase: Whether to decay in jumps, each ``transition_steps`` long.
        end_value: Where the decay stops: a lower bound if ``decay_rate < 1``, an
            upper bound otherwise. None is no bound.

    Returns:
        A function that maps a step to a value.

    Raises:
        TypeError: If an argument is None (other than ``end_value``), text or a
            function.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.exponential_decay(
        ...     1.0, transition_steps=10, decay_rate=0.5, end_value=0.2
        ... )
        >>> [round(float(schedule(step)), 4) for step in (0, 5, 10, 20, 99)]
        [1.0, 0.7071, 0.5, 0.25, 0.2]
    """
    owner = "exponential_decay"
    require_numbers(owner, init_value=init_value, transition_steps=transition_steps)
    if transition_steps <= 0 or decay_rate == 0:
        _logger.info(
            "transition_steps=%s is not positive or decay_rate=%s is zero: the "
            "schedule is constant at init_value.",
            transition_steps,
            decay_rate,
        )
        return lambda count: init_value

    require_numbers(owner, decay_rate=decay_rate, transition_begin=transition_begin)
    if transition_begin < 0:
        _logger.info("transition_begin=%s counts as 0.", transition_begin)
        transition_begin = 0

    if end_value is not None:
        bound = jnp.maximum if decay_rate < 1.0 else jnp.minimum

    def schedule(count: Scalar) -> Scalar:
        decreased_count = count - transition_begin
        p = decreased_count / transition_steps
        if staircase:
            p = jnp.floor(p)
        decayed_value = jnp.where(
            decreased_count <= 0, init_value, init_value * jnp.power(decay_rate, p)
        )
        if end_value is not None:
            decayed_value = bound(decayed_value, end_value)
        return decayed_value

    return schedule


def warmup_exponential_decay_schedule(
    init_value: Scalar,
    peak_value: Scalar,
    warmup_steps: float,
    transition_steps: float,
    decay_rate: Scalar,
    transition_begin: float = 0,
    staircase: bool = False,
    end_value: Scalar | None = None,
) -> Schedule:
    r"""Warms up linearly, then decays exponentially.

    ``transition_steps`` starts *after* the warmup: ``decay_rate`` has been applied
    once at step ``warmup_steps + transition_begin + transition_steps``. (That of
    :func:`warmup_cosine_decay_schedule` includes the warmup.)

    .. math::
        f(t) = \begin{cases}
          I + (P - I) \, t / W, & t < W \\
          P \cdot r^{\max(t - W - B, 0) / T}, & t \geq W
        \end{cases}

    where :math:`I` is ``init_value``, :math:`P` is ``peak_value``, :math:`W` is
    ``warmup_steps``, :math:`r` is ``decay_rate``, :math:`T` is ``transition_steps``
    and :math:`B` is ``transition_begin``.

    Args:
        init_value: The value at step 0.
        peak_value: The value at step ``warmup_steps``.
        warmup_steps: Length of the warmup, in steps.
        transition_steps: Steps over which the value is multiplied by
            ``decay_rate`` once, not counting the warmup. With zero or fewer the
            value stays ``peak_value`` after the warmup, as in Optax.
        decay_rate: Factor for each ``transition_steps``. With 0 the value stays
            ``peak_value`` after the warmup, as in Optax.
        transition_begin: Steps to wait between warmup and decay; a negative number
            counts as 0.
        staircase: Whether to decay in jumps, each ``transition_steps`` long.
        end_value: Where the decay stops: a lower bound if ``decay_rate < 1``, an
            upper bound otherwise. None is no bound.

    Returns:
        A function that maps a step to a value.

    Raises:
        TypeError: If an argument is None (other than ``end_value``), text or a
            function.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.warmup_exponential_decay_schedule(
        ...     0.0, 1.0, warmup_steps=20, transition_steps=100, decay_rate=0.1
        ... )
        >>> [round(float(schedule(step)), 4) for step in (0, 10, 20, 120)]
        [0.0, 0.5, 1.0, 0.1]
    """
    schedules = [
        linear_schedule(
            init_value=init_value, end_value=peak_value, transition_steps=warmup_steps
        ),
        exponential_decay(
            init_value=peak_value,
            transition_steps=transition_steps,
            decay_rate=decay_rate,
            transition_begin=transition_begin,
            staircase=staircase,
            end_value=end_value,
        ),
    ]
    return join_schedules(schedules, [warmup_steps])
