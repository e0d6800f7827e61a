"""Schedules that hold a value."""

from __future__ import annotations

from ._types import Scalar, Schedule
from .polynomial import linear_schedule


def constant_schedule(value: Scalar) -> Schedule:
    """Holds one value at every step.

    Args:
        value: The value to hold, returned as it is.

    Returns:
        A function that maps a step to ``value``.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.constant_schedule(0.1)
        >>> schedule(0), schedule(1000)
        (0.1, 0.1)
    """
    return lambda count: value


def warmup_constant_schedule(
    init_value: Scalar, peak_value: Scalar, warmup_steps: float
) -> Schedule:
    r"""Warms up linearly, then holds the peak.

    .. math::
        f(t) = I + (P - I) \min(t / W, 1)

    where :math:`I` is ``init_value``, :math:`P` is ``peak_value`` and :math:`W` is
    ``warmup_steps``.

    Args:
        init_value: The value at step 0.
        peak_value: The value from step ``warmup_steps`` on.
        warmup_steps: Length of the warmup, in steps. With zero or fewer there is no
            warmup, and no peak: the value stays ``init_value``, as in Optax.

    Returns:
        A function that maps a step to a value.

    Raises:
        TypeError: If an argument is None, text or a function.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.warmup_constant_schedule(0.0, 1.0, warmup_steps=10)
        >>> [round(float(schedule(step)), 4) for step in (0, 5, 10, 1000)]
        [0.0, 0.5, 1.0, 1.0]

    References:
        Goyal et al., `Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour
        <https://arxiv.org/abs/1706.02677>`_, 2017
    """
    return linear_schedule(
        init_value=init_value, end_value=peak_value, transition_steps=warmup_steps
    )
